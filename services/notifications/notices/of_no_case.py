"""Notices that are about no case: alarms, signals, digests and lists.

Each id makes its notice the only one of its kind.
"""

from datetime import date, datetime
from uuid import UUID

from services.notifications.notices.mailed import mailed
from services.notifications.notices.notices import (
    DAILY_DIGEST,
    OPERATIONS,
    SIGNAL,
    STAFF,
    Notice,
    slot_of,
)
from services.notifications.notices.subjects import BrokenText, ChannelAlarm, RaisedSignal
from shared.events.channels import ChannelFailed, ChannelRestored
from shared.events.notices import NoticeKind
from shared.events.upkeep import SignalRaised
from shared.ids import derived_id
from shared.organisation import Recipient


def alarm(
    event: ChannelFailed | ChannelRestored,
    *,
    recipient: str,
    at: datetime,
    next_attempt_at: datetime,
) -> Notice:
    """What an account is told of a channel, once for each event, by e-mail."""
    return mailed(
        derived_id("notice", event.id, recipient),
        NoticeKind.ALARM,
        OPERATIONS,
        case_id=event.case_id,
        alarm=ChannelAlarm(detail=event.detail, restored=isinstance(event, ChannelRestored)),
        recipient_role=OPERATIONS,
        recipient=recipient,
        at=at,
        next_attempt_at=next_attempt_at,
        correlation_id=event.correlation_id,
        causation_id=event.id,
    )


def text_alarm(
    broken: BrokenText, *, recipient: str, at: datetime, next_attempt_at: datetime
) -> Notice:
    """What an account is told of a text that cannot be made, once for each version of it."""
    about = derived_id("text", broken.text)
    return mailed(
        derived_id("notice", about, broken.version, recipient),
        NoticeKind.ALARM,
        OPERATIONS,
        case_id=about,
        broken_text=broken,
        recipient_role=OPERATIONS,
        recipient=recipient,
        at=at,
        next_attempt_at=next_attempt_at,
        correlation_id=about,
    )


def signal(event: SignalRaised, to: Recipient, day: date, *, at: datetime) -> Notice:
    """What an account is told of a signal, once, in the digest of that Swedish day."""
    told, recipient = event.detail, to.account.account
    return mailed(
        derived_id("notice", told.signal, recipient),
        NoticeKind.SIGNAL,
        SIGNAL,
        case_id=told.signal,
        board=told.board,
        signal=RaisedSignal.model_validate(told, from_attributes=True),
        slot=slot_of(day, recipient),
        recipient_role=to.role,
        recipient=recipient,
        at=at,
        next_attempt_at=None,
        correlation_id=event.correlation_id,
        causation_id=event.id,
    )


def digest(reader: str, day: date, *, at: datetime, next_attempt_at: datetime) -> Notice:
    """The one mail that tells an account all that was left for the morning of that Swedish day."""
    return _of_no_case(
        derived_id("digest", reader, day.isoformat()),
        NoticeKind.DIGEST,
        DAILY_DIGEST,
        day,
        reader,
        # It is written on its morning, and tried for as long as others from then on.
        at=max(at, next_attempt_at),
        next_attempt_at=next_attempt_at,
    )


def overview(
    rule: str, account: str, day: date, *, at: datetime, next_attempt_at: datetime
) -> Notice:
    """A list for an account on that Swedish day; `rule` names the list. Made when it is sent."""
    return _of_no_case(
        derived_id("list", rule, account, day.isoformat()),
        NoticeKind.LIST,
        rule,
        day,
        account,
        at=at,
        next_attempt_at=next_attempt_at,
    )


def _of_no_case(
    notice_id: UUID,
    kind: NoticeKind,
    rule: str,
    day: date,
    recipient: str,
    *,
    at: datetime,
    next_attempt_at: datetime,
) -> Notice:
    return mailed(
        notice_id,
        kind,
        rule,
        case_id=notice_id,
        due=day,
        recipient_role=STAFF,
        recipient=recipient,
        at=at,
        next_attempt_at=next_attempt_at,
        correlation_id=notice_id,
    )
