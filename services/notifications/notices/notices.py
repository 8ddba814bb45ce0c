"""A notice: something that is told to somebody once, and what became of it.

It holds nothing personal but what was said in a call (`said`): the recipient is named by role or
account, and the address is looked up when the mail or letter is made. Inserting it is the one and
only permission to send: whoever gets a Duplicate instead knows that somebody else has it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from secrets import token_hex
from typing import Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.deadlines.occasions import Stage
from services.notifications.notices.states import ALARMING, NoticeState, Reason
from services.notifications.notices.subjects import BrokenText, ChannelAlarm, RaisedSignal
from shared.events.notices import NoticeKind, NoticeWay
from shared.store.documents import Versioned
from shared.store.index import Index

COMPLAINANT = "complainant"
"""The recipient of an acknowledgement, and their role."""
ACKNOWLEDGE = "acknowledge"
"""The rule that acknowledgements are sent by."""
OPERATIONS = "operations"
"""The role of those who are told of channels, and the rule that alarms are sent by."""
STAFF = "staff"
"""The role of those who are told of many cases at once."""
DAILY_DIGEST = "daily_digest"
"""The rule that digests are sent by."""
SIGNAL = "signal"
"""The rule that signals are told by."""
OF_NO_CASE = (NoticeKind.DIGEST, NoticeKind.LIST, NoticeKind.SIGNAL)
ATTEMPTS_KEPT = 20
BY_HAND_KEYS = (("board", 1), ("state", 1), ("created_at", 1))
"""A board's letters, or calls, in one state, the oldest first."""
TEXT_UNUSABLE = "text_unusable"
"""The result of an attempt that found the text could not be made."""


class Attempt(BaseModel):
    """One attempt (UTC): the mail server's code, or a slug of our own."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    result: str
    by: str | None = None
    """The account of whoever posted or called; None for what the service did by itself."""


def new_mark() -> str:
    """16 hexadecimal digits that nobody can guess."""
    return token_hex(8)


def slot_of(day: date, recipient: str) -> str:
    """Where a notice stands that the digest of that Swedish day tells; sorts by day."""
    return f"{day.isoformat()} {recipient}"


def slots_until(day: date) -> str:
    """Sorts after every slot of that Swedish day, and before those of the next."""
    return f"{day.isoformat()} ~"


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
        Index("letters", BY_HAND_KEYS, only_where={"way": NoticeWay.LETTER}),
        Index("calls", BY_HAND_KEYS, only_where={"way": NoticeWay.PHONE}),
        Index("posted", (("sent_at", 1),), only_where={"way": NoticeWay.LETTER}),
        Index("board", (("board", 1), ("created_at", 1))),
        *(
            Index(f"{state}_ones", (("created_at", 1),), only_where={"state": state})
            for state in ALARMING
        ),
        Index(
            "slot",
            (("slot", 1),),
            only_where={"state": NoticeState.PLANNED, "slot": {"$gt": ""}},
        ),
    )

    seq: int = 1
    case_id: UUID
    board: str | None = None
    """Whose case it is; None of an alarm, and of notices from before it was kept."""
    kind: NoticeKind
    rule: str
    due: date | None = None
    stage: Stage | None = None
    level: int | None = None
    """Of an escalation: the how manieth manager up the tree, from 1."""
    measure: int | None = None
    """Of a deadline of one measure: its number within the case."""
    happened_at: datetime | None = None
    """Of a notice about a step of handling: when (UTC) it was taken."""
    alarm: ChannelAlarm | None = None
    """Of a notice about a channel, whose id then stands as the case's."""
    broken_text: BrokenText | None = None
    """Of an alarm about a text: which one."""
    signal: RaisedSignal | None = None
    """Of a notice about a signal, whose id then stands as the case's."""
    way: NoticeWay
    recipient_role: str
    recipient: str
    """`complainant`, or the id of a role account."""
    state: NoticeState = NoticeState.PLANNED
    reason: Reason | None = None
    created_at: datetime
    sent_at: datetime | None = None
    next_attempt_at: datetime | None = None
    slot: str | None = None
    """The morning whose digest is to tell it, and its recipient: `2026-11-23 registrar-sn`. None
    for what has a mail of its own."""
    told_in: str | None = None
    """The digest that told it, or the notice whose mail told the same reader the same thing."""
    instead: str | None = None
    """The account that was mailed in place of the recipient, who was away."""
    postponed: int = 0
    """How many times the mail server has put the mail off."""
    attempts: tuple[Attempt, ...] = ()
    """The last few."""
    try_on: date | None = None
    """Of a call that nobody answered: the Swedish day on which to call again."""
    said: str | None = None
    """What was said in the call, as whoever called noted it. Personal; gone when erased."""
    text_version: str | None = None
    """Whose text was sent, which, and its digest: `sn:acknowledgement.sv@0f3c…`."""
    mark: str = Field(default_factory=new_mark)
    """Stands in the Message-ID beside the ids, which can be guessed: who tells it has the mail.
    Empty in notices of before there were marks."""
    parked: BrokenText | None = None
    """Why it waits for a text to be mended."""
    correlation_id: UUID
    causation_id: UUID | None = None

    @classmethod
    def from_bson(cls, stored: Mapping[str, Any]) -> Self:
        return super().from_bson({"mark": "", **stored})

    @property
    def notice_id(self) -> UUID:
        return UUID(self.id)

    @property
    def digest_day(self) -> date | None:
        """The Swedish day whose digest is to tell it."""
        return date.fromisoformat(self.slot.partition(" ")[0]) if self.slot else None

    @property
    def is_of_a_case(self) -> bool:
        """Whether the workflow has a case to put it with."""
        return self.kind is not NoticeKind.ALARM and self.kind not in OF_NO_CASE

    def held_until(self, instant: datetime) -> Self:
        """Taken, or kept, by this copy until then."""
        return self._next(next_attempt_at=instant)

    def moved_on(self, day: date) -> Self:
        """Told by the digest of that Swedish day, instead of the one that has been."""
        return self._next(slot=slot_of(day, self.recipient))

    def sent(self, at: datetime, text_version: str, instead: str | None = None) -> Self:
        """The mail server has taken the mail, to the account that stands in where one does."""
        return self._next(
            state=NoticeState.SENT,
            sent_at=at,
            next_attempt_at=None,
            text_version=text_version,
            instead=instead,
            attempts=self._with(at, "sent"),
        )

    def within(self, other: str) -> Self:
        """The same state, told by another notice's mail."""
        return self.model_copy(update={"told_in": other})

    def failed(self, at: datetime, result: str, reason: Reason, by: str | None = None) -> Self:
        """It will not go out, or did not arrive."""
        return self._next(
            state=NoticeState.FAILED,
            reason=reason,
            next_attempt_at=None,
            try_on=None,
            attempts=self._with(at, result, by),
        )

    def by_hand(self, way: NoticeWay, board: str) -> Self:
        """The same notice, before it is stored, where a person is to carry it out."""
        return self.model_copy(update=_by_hand(way, board))

    def left_to_a_person(self, way: NoticeWay, board: str) -> Self:
        """A notice that was to go by itself, and that a person is to carry out after all."""
        return self._next(**_by_hand(way, board))

    def carried_out(
        self,
        at: datetime,
        result: str,
        by: str,
        text_version: str,
        *,
        sent_at: datetime,
        said: str | None = None,
    ) -> Self:
        """Somebody has posted it, or said it, at `sent_at`; noted at `at` (both UTC)."""
        return self._next(
            state=NoticeState.SENT,
            sent_at=sent_at,
            try_on=None,
            said=said,
            text_version=text_version,
            attempts=self._with(at, result, by),
        )

    def tried_in_vain(self, at: datetime, result: str, by: str, again_on: date) -> Self:
        """Called without an answer; to be called again on that Swedish day."""
        return self._next(try_on=again_on, attempts=self._with(at, result, by))

    def forgotten(self) -> Self:
        """Without what was said."""
        return self._next(said=None)

    def times(self, result: str) -> int:
        """How many of the attempts that are kept came to this."""
        return sum(attempt.result == result for attempt in self.attempts)

    def put_off(self, at: datetime, result: str, until: datetime, *, by_server: bool) -> Self:
        """Tried in vain; to be tried again."""
        return self._next(
            next_attempt_at=until,
            postponed=self.postponed + by_server,
            attempts=self._with(at, result),
        )

    def withdrawn(self) -> Self:
        """Not to be sent any more."""
        return self._next(state=NoticeState.WITHDRAWN, next_attempt_at=None, parked=None)

    def parked_for(self, at: datetime, broken: BrokenText) -> Self:
        """Its text could not be made: it waits for another one, and is not given up."""
        return self._next(
            state=NoticeState.PARKED,
            next_attempt_at=None,
            parked=broken,
            attempts=self._with(at, TEXT_UNUSABLE),
        )

    def resumed(self, until: datetime) -> Self:
        """Tried again by this copy, whose it is until then."""
        return self._next(state=NoticeState.PLANNED, next_attempt_at=until, parked=None)

    @property
    def waits(self) -> bool:
        """Whether it may still go out by itself."""
        return self.state in (NoticeState.PLANNED, NoticeState.PARKED)

    def _with(self, at: datetime, result: str, by: str | None = None) -> tuple[Attempt, ...]:
        return (*self.attempts, Attempt(at=at, result=result, by=by))[-ATTEMPTS_KEPT:]

    def _next(self, **changes: object) -> Self:
        return self.model_copy(update={"seq": self.seq + 1, **changes})


def _by_hand(way: NoticeWay, board: str) -> dict[str, object]:
    return {"way": way, "board": board, "state": NoticeState.WAITING, "next_attempt_at": None}
