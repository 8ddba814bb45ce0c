"""A notice: something that is told to somebody once, and what became of it.

It holds nothing personal: the recipient is named by role or account, and the address is looked
up when the mail is made. Inserting it is the one and only permission to send: whoever gets a
Duplicate instead knows that somebody else has it.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.notifications.occasions import Stage
from shared.events.channels import ChannelDetail
from shared.events.notices import NoticeKind, NoticeWay
from shared.store.documents import Versioned
from shared.store.index import Index

COMPLAINANT = "complainant"
"""The recipient of an acknowledgement, and their role."""
ACKNOWLEDGE = "acknowledge"
"""The rule that acknowledgements are sent by."""
OPERATIONS = "operations"
"""The role of those who are told of channels, and the rule that alarms are sent by."""
ATTEMPTS_KEPT = 20


class NoticeState(StrEnum):
    """How far a notice has come."""

    PLANNED = "planned"
    SENT = "sent"
    FAILED = "failed"
    """It was tried, and further attempts would fail too."""
    IMPOSSIBLE = "impossible"
    """There is no way to reach the recipient."""
    WITHDRAWN = "withdrawn"
    """What it was to say no longer holds."""


class Reason(StrEnum):
    """Why a notice will not go out, as `notice.failed` says it."""

    NO_ADDRESS = "no_address"
    ADDRESS_INVALID = "address_invalid"
    OWN_ADDRESS = "own_address"
    """The address is one of the municipality's own inboxes: the mail would make a new case."""
    TOO_MANY_TO_ADDRESS = "too_many_to_address"
    """The address has been sent as many acknowledgements as one may be in a day."""
    ADDRESS_REFUSED = "address_refused"
    MAIL_REFUSED = "mail_refused"
    NOT_DELIVERED = "not_delivered"
    """It was put off for as long as `LYHORD_NOTICE_GIVE_UP_AFTER`."""


class Attempt(BaseModel):
    """One attempt (UTC): the mail server's code, or a slug of our own."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    result: str


class ChannelAlarm(BaseModel):
    """What is told of a channel; from settings, nothing personal."""

    model_config = ConfigDict(frozen=True)

    detail: ChannelDetail
    restored: bool


class Notice(Versioned):
    """One notice. `seq` counts its states: who changes it must have read the newest.

    Its id is derived from case, rule, day, stage and recipient, so that the store itself refuses
    a second one. `next_attempt_at` (UTC) is from when any copy of the service may take it; until
    then it belongs to the copy that planned or took it.
    """

    collection: ClassVar[str] = "notices"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("case", (("case_id", 1),)),
        Index("waiting", (("next_attempt_at", 1),), only_where={"state": NoticeState.PLANNED}),
    )

    seq: int = 1
    case_id: UUID
    kind: NoticeKind
    rule: str
    due: date | None = None
    stage: Stage | None = None
    happened_at: datetime | None = None
    """Of a notice about a step of handling: when (UTC) it was taken."""
    alarm: ChannelAlarm | None = None
    """Of a notice about a channel, whose id then stands as the case's."""
    way: NoticeWay
    recipient_role: str
    recipient: str
    """`complainant`, or the id of a role account."""
    state: NoticeState = NoticeState.PLANNED
    reason: Reason | None = None
    created_at: datetime
    sent_at: datetime | None = None
    next_attempt_at: datetime | None = None
    postponed: int = 0
    """How many times the mail server has put the mail off."""
    attempts: tuple[Attempt, ...] = ()
    """The last few."""
    text_version: str | None = None
    """Which version of the texts was sent."""
    correlation_id: UUID
    causation_id: UUID | None = None

    @property
    def notice_id(self) -> UUID:
        return UUID(self.id)

    def held_until(self, instant: datetime) -> Self:
        """Taken, or kept, by this copy until then."""
        return self._next(next_attempt_at=instant)

    def sent(self, at: datetime, text_version: str) -> Self:
        """The mail server has taken the mail."""
        return self._next(
            state=NoticeState.SENT,
            sent_at=at,
            next_attempt_at=None,
            text_version=text_version,
            attempts=self._with(at, "sent"),
        )

    def failed(self, at: datetime, result: str, reason: Reason) -> Self:
        """It will not go out."""
        return self._next(
            state=NoticeState.FAILED,
            reason=reason,
            next_attempt_at=None,
            attempts=self._with(at, result),
        )

    def put_off(self, at: datetime, result: str, until: datetime, *, by_server: bool) -> Self:
        """Tried in vain; to be tried again."""
        return self._next(
            next_attempt_at=until,
            postponed=self.postponed + by_server,
            attempts=self._with(at, result),
        )

    def withdrawn(self) -> Self:
        """Not to be sent any more."""
        return self._next(state=NoticeState.WITHDRAWN, next_attempt_at=None)

    def _with(self, at: datetime, result: str) -> tuple[Attempt, ...]:
        return (*self.attempts, Attempt(at=at, result=result))[-ATTEMPTS_KEPT:]

    def _next(self, **changes: object) -> Self:
        return self.model_copy(update={"seq": self.seq + 1, **changes})
