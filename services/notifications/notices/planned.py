"""Notices as they are planned, each under an id that makes it the only one of its kind."""

from datetime import date, datetime
from uuid import UUID

from services.notifications.deadlines.occasions import Occasion, Stage
from services.notifications.notices.mailed import mailed
from services.notifications.notices.notices import ACKNOWLEDGE, COMPLAINANT, Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.notices.tellings import Occurrence
from shared.events.envelope import FactsEvent
from shared.events.notices import NoticeKind, NoticeWay
from shared.ids import derived_id


def acknowledgement(
    case_id: UUID,
    *,
    board: str | None = None,
    at: datetime,
    correlation_id: UUID,
    causation_id: UUID | None,
    next_attempt_at: datetime,
) -> Notice:
    """The one acknowledgement of a case (R32), to be sent by e-mail."""
    return mailed(
        derived_id("notice", case_id, NoticeKind.ACKNOWLEDGEMENT),
        NoticeKind.ACKNOWLEDGEMENT,
        ACKNOWLEDGE,
        case_id=case_id,
        board=board,
        recipient_role=COMPLAINANT,
        recipient=COMPLAINANT,
        at=at,
        next_attempt_at=next_attempt_at,
        correlation_id=correlation_id,
        causation_id=causation_id,
    )


def impossible(notice: Notice, reason: Reason) -> Notice:
    """The same notice where there is nobody to send it to."""
    return notice.model_copy(
        update={
            "way": NoticeWay.NONE,
            "state": NoticeState.IMPOSSIBLE,
            "reason": reason,
            "next_attempt_at": None,
        }
    )


def call_task(
    call: Notice, *, recipient_role: str, recipient: str, at: datetime, next_attempt_at: datetime
) -> Notice:
    """What an account is told by e-mail of a call that it is to make; once for each call."""
    return mailed(
        derived_id("notice", call.id, Occurrence.TO_CALL),
        NoticeKind.TASK,
        Occurrence.TO_CALL,
        case_id=call.case_id,
        recipient_role=recipient_role,
        recipient=recipient,
        at=at,
        next_attempt_at=next_attempt_at,
        correlation_id=call.correlation_id,
        causation_id=call.notice_id,
    )


def reminder(
    case_id: UUID,
    occasion: Occasion,
    *,
    board: str | None = None,
    recipient_role: str,
    recipient: str,
    at: datetime,
    correlation_id: UUID,
    next_attempt_at: datetime,
) -> Notice:
    """What a role account is told of a deadline at one of its stages (R45), by e-mail."""
    escalated = occasion.stage is Stage.ESCALATED
    return _of_deadline(
        case_id,
        occasion,
        board=board,
        kind=NoticeKind.ESCALATION if escalated else NoticeKind.REMINDER,
        recipient_role=recipient_role,
        recipient=recipient,
        at=at,
        correlation_id=correlation_id,
        next_attempt_at=next_attempt_at,
    )


def reminder_id(case_id: UUID, like: Notice, recipient: str) -> str:
    """The id of the notice that tells another recipient of the same occasion as this one."""
    if like.due is None or like.stage is None:
        raise ValueError(f"the notice {like.id} is about no deadline")
    key = like.rule if like.measure is None else f"{like.rule}.{like.measure}"
    return str(_occasion_id(case_id, key, like.due, like.stage, like.level, recipient))


def _occasion_id(
    case_id: UUID, key: str, due: date, stage: Stage, level: int | None, recipient: str
) -> UUID:
    told = stage if level is None else f"{stage}:{level}"
    return derived_id("notice", case_id, key, due.isoformat(), told, recipient)


def delay(
    case_id: UUID,
    occasion: Occasion,
    *,
    board: str | None = None,
    at: datetime,
    correlation_id: UUID,
    next_attempt_at: datetime,
) -> Notice:
    """That it takes longer than the board means it to, to the complainant, by e-mail.

    Once when a day has passed, and once for each later day that it is given.
    """
    return _of_deadline(
        case_id,
        occasion,
        board=board,
        kind=NoticeKind.DELAY,
        recipient_role=COMPLAINANT,
        recipient=COMPLAINANT,
        at=at,
        correlation_id=correlation_id,
        next_attempt_at=next_attempt_at,
    )


def _of_deadline(
    case_id: UUID,
    occasion: Occasion,
    *,
    board: str | None,
    kind: NoticeKind,
    recipient_role: str,
    recipient: str,
    at: datetime,
    correlation_id: UUID,
    next_attempt_at: datetime,
) -> Notice:
    deadline = occasion.deadline
    stage, level = occasion.stage, occasion.level
    return mailed(
        _occasion_id(case_id, deadline.key, deadline.due, stage, level, recipient),
        kind,
        deadline.rule,
        case_id=case_id,
        board=board,
        measure=deadline.measure,
        due=deadline.due,
        stage=stage,
        level=level,
        recipient_role=recipient_role,
        recipient=recipient,
        at=at,
        next_attempt_at=next_attempt_at,
        correlation_id=correlation_id,
    )


def told_of_step(
    event: FactsEvent,
    *,
    occurrence: str,
    kind: NoticeKind,
    recipient_role: str,
    recipient: str,
    at: datetime,
    next_attempt_at: datetime,
) -> Notice:
    """What someone is told of a step of handling, once for each state of the case, by e-mail."""
    return mailed(
        derived_id("notice", event.case_id, occurrence, event.seq, recipient),
        kind,
        occurrence,
        case_id=event.case_id,
        board=event.facts.board,
        happened_at=event.occurred_at,
        recipient_role=recipient_role,
        recipient=recipient,
        at=at,
        next_attempt_at=next_attempt_at,
        correlation_id=event.correlation_id,
        causation_id=event.id,
    )
