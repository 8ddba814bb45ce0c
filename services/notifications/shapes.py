"""What callers of the API are shown. No addresses: nothing here is personal."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from services.notifications.listing import ListedDeadline
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState, Reason
from shared.clock import local_date
from shared.deadlines.deadline import Deadline, DeadlineState
from shared.events.notices import NoticeKind, NoticeWay
from shared.organisation import CountedFrom


class AttemptShown(BaseModel):
    """One attempt: the mail server's code, or a slug; `by` is the account of who carried it out."""

    at: datetime
    result: str
    by: str | None = None


class NoticeShown(BaseModel):
    """One notice of a case; instants are UTC."""

    id: UUID
    case_id: UUID
    board: str | None
    kind: NoticeKind
    rule: str
    due: date | None
    way: NoticeWay
    recipient_role: str
    state: NoticeState
    reason: Reason | None
    created_at: datetime
    sent_at: datetime | None
    told_in: UUID | None = None
    """The digest, or another notice, whose mail told it."""
    instead: str | None = None
    """The account that was mailed in place of the recipient."""
    attempts: list[AttemptShown]
    text_version: str | None
    problem: str | None
    """Of one that waits for a text to be mended: file, line and fault."""

    @classmethod
    def of(cls, notice: Notice) -> Self:
        """As the API shows it."""
        return cls(
            id=notice.notice_id,
            case_id=notice.case_id,
            board=notice.board,
            kind=notice.kind,
            rule=notice.rule,
            due=notice.due,
            way=notice.way,
            recipient_role=notice.recipient_role,
            state=notice.state,
            reason=notice.reason,
            created_at=notice.created_at,
            sent_at=notice.sent_at,
            told_in=UUID(notice.told_in) if notice.told_in else None,
            instead=notice.instead,
            attempts=[
                AttemptShown(at=each.at, result=each.result, by=each.by) for each in notice.attempts
            ],
            text_version=notice.text_version,
            problem=notice.parked.problem if notice.parked else None,
        )


class NoticesOfCase(BaseModel):
    """All notices of a case, the first one first."""

    items: list[NoticeShown]


class NoticePage(BaseModel):
    """A page of notices, the newest first; `next` is None on the last."""

    items: list[NoticeShown]
    next: str | None


class DeadlineShown(BaseModel):
    """One deadline of a case; `met_at` is UTC, days are Swedish."""

    rule: str
    measure: int | None
    """The measure's number, where each measure has a deadline of its own."""
    due: date
    state: DeadlineState
    reason: str | None
    """Why it is paused (`case_paused`), extended or cancelled: a code."""
    counted_from: CountedFrom
    begins_on: date | None
    """The day that it is counted from, not itself counted."""
    paused_until: date | None
    """While it is paused: the day on which its clock runs again."""
    extended_on: date | None
    """The day on which it was given this later day."""
    late: bool
    met_at: datetime | None

    @classmethod
    def of(cls, deadline: Deadline, now: datetime) -> Self:
        """As it stands now."""
        return cls(
            rule=deadline.rule,
            measure=deadline.measure,
            due=deadline.due,
            state=deadline.state(now),
            reason=deadline.reason_at(now),
            counted_from=deadline.counted_from,
            begins_on=deadline.begins_on,
            paused_until=deadline.paused_until if deadline.is_paused(local_date(now)) else None,
            extended_on=deadline.extended_on,
            late=deadline.late,
            met_at=deadline.met_at,
        )


class DeadlinesOfCase(BaseModel):
    """All deadlines of a case, in the order of its board's rules, then of its measures."""

    items: list[DeadlineShown]


class DeadlinePage(BaseModel):
    """A page of deadlines, case by case; `next` is None on the last."""

    items: list[ListedDeadline]
    next: str | None
