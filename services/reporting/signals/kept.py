"""Signals as they are kept: what was found, whether it still holds, and who has seen it."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict

from services.reporting.periods import Period
from services.reporting.signals.signal import Aspect, Scope, Signal, SignalKind
from shared.events.vocabulary import Role
from shared.store.documents import Document, Versioned
from shared.store.index import Index


class State(StrEnum):
    """Where a signal stands."""

    NEW = "new"
    SEEN = "seen"
    PAST = "past"
    """It does not hold any longer."""


class Sighting(BaseModel):
    """That someone has seen it, and why it is as it is. No names: who it is is an account's id."""

    model_config = ConfigDict(frozen=True)

    by: str | None
    role: Role
    at: datetime
    """UTC."""
    reason: str


class KeptSignal(Versioned):
    """By the id that follows from kind, scope and period. Nothing personal."""

    collection: ClassVar[str] = "signals"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("holds", (("holds", 1),)),
        Index("board_raised_at", (("board", 1), ("raised_at", 1))),
    )

    kind: SignalKind
    board: str
    unit: str | None = None
    aspect: Aspect | None = None
    value: str | None = None
    first: date
    last: date
    numbers: dict[str, float | None]
    cases: tuple[str, ...] = ()
    raised_at: datetime
    """UTC."""
    reckoned_at: datetime
    """When the evidence was last found to be another (UTC)."""
    holds: bool = True
    lapsed_at: datetime | None = None
    """Since when it does not hold (UTC)."""
    seen: tuple[Sighting, ...] = ()

    @classmethod
    def of(cls, signal: Signal, now: datetime) -> Self:
        """The signal as it is first raised."""
        scope = signal.scope
        return cls(
            id=str(signal.id),
            seq=1,
            kind=signal.kind,
            board=scope.board,
            unit=scope.unit,
            aspect=scope.aspect,
            value=scope.value,
            first=signal.period.first,
            last=signal.period.last,
            numbers=dict(signal.numbers),
            cases=signal.cases,
            raised_at=now,
            reckoned_at=now,
        )

    @property
    def scope(self) -> Scope:
        """Where it is."""
        return Scope(self.board, self.unit, self.aspect, self.value)

    @property
    def period(self) -> Period:
        """Which days it tells of."""
        return Period(self.first, self.last)

    @property
    def state(self) -> State:
        """Where it stands."""
        if not self.holds:
            return State.PAST
        return State.SEEN if self.seen else State.NEW

    def found_again(self, signal: Signal, now: datetime) -> Self | None:
        """With the evidence of now; None where nothing of it is another."""
        same = self.numbers == dict(signal.numbers) and self.cases == signal.cases
        if same and self.holds:
            return None
        return self._next(
            numbers=dict(signal.numbers),
            cases=signal.cases,
            reckoned_at=now,
            holds=True,
            lapsed_at=None,
        )

    def lapsed(self, now: datetime) -> Self:
        """Not found any longer."""
        return self._next(holds=False, lapsed_at=now)

    def sighted(self, sighting: Sighting) -> Self | None:
        """Seen by someone more; None where the same has said the same."""
        known = {(each.by, each.reason) for each in self.seen}
        if (sighting.by, sighting.reason) in known:
            return None
        return self._next(seen=(*self.seen, sighting))

    def _next(self, **changes: object) -> Self:
        return self.model_copy(update={"seq": self.seq + 1, **changes})


class Reckoned(Document):
    """That all signals were reckoned on a Swedish day, by that day."""

    collection: ClassVar[str] = "signal_days"

    reckoned_at: datetime
    holding: int
