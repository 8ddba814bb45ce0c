"""The one maker of notices that go by e-mail."""

from datetime import date, datetime
from typing import TypedDict, Unpack
from uuid import UUID

from services.notifications.deadlines.occasions import Stage
from services.notifications.notices.notices import Notice
from services.notifications.notices.subjects import BrokenText, ChannelAlarm, RaisedSignal
from shared.events.notices import NoticeKind, NoticeWay


class About(TypedDict, total=False):
    """What only some notices have, as `Notice` tells it."""

    board: str | None
    due: date | None
    stage: Stage | None
    level: int | None
    measure: int | None
    happened_at: datetime
    alarm: ChannelAlarm
    broken_text: BrokenText
    signal: RaisedSignal
    slot: str
    causation_id: UUID | None


def mailed(
    notice_id: UUID,
    kind: NoticeKind,
    rule: str,
    *,
    case_id: UUID,
    recipient_role: str,
    recipient: str,
    at: datetime,
    next_attempt_at: datetime | None,
    correlation_id: UUID,
    **about: Unpack[About],
) -> Notice:
    """A notice that is to go by e-mail."""
    return Notice(
        id=str(notice_id),
        kind=kind,
        rule=rule,
        case_id=case_id,
        way=NoticeWay.EMAIL,
        recipient_role=recipient_role,
        recipient=recipient,
        created_at=at,
        next_attempt_at=next_attempt_at,
        correlation_id=correlation_id,
        **about,
    )
