"""What callers of the API are shown. No addresses: nothing here is personal."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from services.notifications.deadlines import Deadline, DeadlineState
from services.notifications.listing import ListedDeadline
from services.notifications.notices import Notice, NoticeState, Reason
from shared.events.notices import NoticeKind, NoticeWay


class AttemptShown(BaseModel):
    """One attempt: the mail server's code, or a slug."""

    at: datetime
    result: str


class NoticeShown(BaseModel):
    """One notice of a case; instants are UTC."""

    id: UUID
    kind: NoticeKind
    rule: str
    due: date | None
    way: NoticeWay
    recipient_role: str
    state: NoticeState
    reason: Reason | None
    created_at: datetime
    sent_at: datetime | None
    attempts: list[AttemptShown]

    @classmethod
    def of(cls, notice: Notice) -> Self:
        """As the API shows it."""
        return cls(
            id=notice.notice_id,
            kind=notice.kind,
            rule=notice.rule,
            due=notice.due,
            way=notice.way,
            recipient_role=notice.recipient_role,
            state=notice.state,
            reason=notice.reason,
            created_at=notice.created_at,
            sent_at=notice.sent_at,
            attempts=[AttemptShown(at=each.at, result=each.result) for each in notice.attempts],
        )


class NoticesOfCase(BaseModel):
    """All notices of a case, the first one first."""

    items: list[NoticeShown]


class DeadlineShown(BaseModel):
    """One deadline of a case; `due` is a Swedish day, `met_at` UTC."""

    rule: str
    due: date
    state: DeadlineState
    late: bool
    met_at: datetime | None

    @classmethod
    def of(cls, deadline: Deadline, now: datetime) -> Self:
        """As it stands now."""
        return cls(
            rule=deadline.rule,
            due=deadline.due,
            state=deadline.state(now),
            late=deadline.late,
            met_at=deadline.met_at,
        )


class DeadlinesOfCase(BaseModel):
    """All deadlines of a case, in the order of its board's rules."""

    items: list[DeadlineShown]


class DeadlinePage(BaseModel):
    """A page of deadlines, case by case; `next` is None on the last."""

    items: list[ListedDeadline]
    next: str | None
