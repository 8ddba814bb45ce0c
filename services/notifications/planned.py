"""Notices as they are planned, each under an id that makes it the only one of its kind."""

from datetime import date, datetime
from uuid import UUID

from services.notifications.notices import (
    ACKNOWLEDGE,
    COMPLAINANT,
    OPERATIONS,
    ChannelAlarm,
    Notice,
    NoticeState,
    Reason,
)
from services.notifications.occasions import Stage
from shared.events.channels import ChannelFailed, ChannelRestored
from shared.events.envelope import FactsEvent
from shared.events.notices import NoticeKind, NoticeWay
from shared.ids import derived_id


def acknowledgement(
    case_id: UUID,
    *,
    at: datetime,
    correlation_id: UUID,
    causation_id: UUID | None,
    next_attempt_at: datetime,
) -> Notice:
    """The one acknowledgement of a case (R32), to be sent by e-mail."""
    return Notice(
        id=str(derived_id("notice", case_id, NoticeKind.ACKNOWLEDGEMENT)),
        case_id=case_id,
        kind=NoticeKind.ACKNOWLEDGEMENT,
        rule=ACKNOWLEDGE,
        way=NoticeWay.EMAIL,
        recipient_role=COMPLAINANT,
        recipient=COMPLAINANT,
        created_at=at,
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


def reminder(
    case_id: UUID,
    *,
    rule: str,
    due: date,
    stage: Stage,
    recipient_role: str,
    recipient: str,
    at: datetime,
    correlation_id: UUID,
    next_attempt_at: datetime,
) -> Notice:
    """What a role account is told of a deadline at one of its stages (R45), by e-mail."""
    return Notice(
        id=str(derived_id("notice", case_id, rule, due.isoformat(), stage, recipient)),
        case_id=case_id,
        kind=NoticeKind.REMINDER,
        rule=rule,
        due=due,
        stage=stage,
        way=NoticeWay.EMAIL,
        recipient_role=recipient_role,
        recipient=recipient,
        created_at=at,
        next_attempt_at=next_attempt_at,
        correlation_id=correlation_id,
    )


def delay(
    case_id: UUID,
    *,
    rule: str,
    due: date,
    at: datetime,
    correlation_id: UUID,
    next_attempt_at: datetime,
) -> Notice:
    """That it takes longer than the board means it to, to the complainant, once for each day."""
    return Notice(
        id=str(derived_id("notice", case_id, rule, due.isoformat(), Stage.DUE, COMPLAINANT)),
        case_id=case_id,
        kind=NoticeKind.DELAY,
        rule=rule,
        due=due,
        stage=Stage.DUE,
        way=NoticeWay.EMAIL,
        recipient_role=COMPLAINANT,
        recipient=COMPLAINANT,
        created_at=at,
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
    return Notice(
        id=str(derived_id("notice", event.case_id, occurrence, event.seq, recipient)),
        case_id=event.case_id,
        kind=kind,
        rule=occurrence,
        happened_at=event.occurred_at,
        way=NoticeWay.EMAIL,
        recipient_role=recipient_role,
        recipient=recipient,
        created_at=at,
        next_attempt_at=next_attempt_at,
        correlation_id=event.correlation_id,
        causation_id=event.id,
    )


def alarm(
    event: ChannelFailed | ChannelRestored,
    *,
    recipient: str,
    at: datetime,
    next_attempt_at: datetime,
) -> Notice:
    """What an account is told of a channel, once for each event, by e-mail."""
    return Notice(
        id=str(derived_id("notice", event.id, recipient)),
        case_id=event.case_id,
        kind=NoticeKind.ALARM,
        rule=OPERATIONS,
        alarm=ChannelAlarm(detail=event.detail, restored=isinstance(event, ChannelRestored)),
        way=NoticeWay.EMAIL,
        recipient_role=OPERATIONS,
        recipient=recipient,
        created_at=at,
        next_attempt_at=next_attempt_at,
        correlation_id=event.correlation_id,
        causation_id=event.id,
    )
