"""Runs the internal control over the cases of a period."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.notifications.proof.control import (
    Acknowledged,
    Answered,
    Counts,
    Judged,
    is_controlled,
    judged,
)
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.organisation import Organisation
from shared.store.versioned import VersionedCollection

LONGEST = timedelta(days=400)
"""From the first day of a period to its last."""


@dataclass(frozen=True, slots=True)
class Period:
    """Swedish days on which cases came in, both included."""

    first: date
    last: date

    @property
    def is_in_order(self) -> bool:
        return timedelta(0) <= self.last - self.first <= LONGEST


@dataclass(frozen=True, slots=True)
class Class:
    """One of the counts: of acknowledgement or of answer."""

    acknowledged: Acknowledged | None = None
    answered: Answered | None = None

    def holds(self, case: Judged) -> bool:
        return (self.acknowledged in (None, case.acknowledged)) and (
            self.answered in (None, case.answered)
        )


@dataclass(frozen=True, slots=True)
class ControlledCase:
    """A case behind a count."""

    case: WatchedCase
    judged: Judged

    @property
    def place(self) -> tuple[date, str]:
        """In the list: by the day it came in, then by id."""
        return self.case.facts.received_on, self.case.id


@dataclass(slots=True)
class Control:
    """What the control came to at `looked_at` (UTC)."""

    looked_at: datetime
    counts: Counts = field(default_factory=Counts)
    listed: list[ControlledCase] = field(default_factory=list)
    """The cases behind the count that was asked for, in order."""


class Controlling:
    """Reads the cases of a period by index, in constant memory but for those that are listed."""

    def __init__(
        self, cases: VersionedCollection[WatchedCase], organisation: Organisation, clock: Clock
    ) -> None:
        self._cases = cases
        self._organisation = organisation
        self._clock = clock

    async def run(
        self, boards: Sequence[str], period: Period, listed: Class | None = None
    ) -> Control:
        """Count the cases that came to these boards; and list those of one class.

        One query for each board. Raises ValueError for a period that is not in order.
        """
        if not period.is_in_order:
            raise ValueError("a period has its first day first, and at most 400 days")
        control = Control(self._clock.now())
        for board in (self._organisation.known_board(each) for each in boards):
            where = {
                "facts.board": board.id,
                "facts.received_on": {
                    "$gte": period.first.isoformat(),
                    "$lte": period.last.isoformat(),
                },
            }
            async for case in self._cases.every(where):
                if not is_controlled(case.facts):
                    continue
                found = judged(case, board, control.looked_at)
                control.counts.add(found)
                if listed is not None and listed.holds(found):
                    control.listed.append(ControlledCase(case, found))
        control.listed.sort(key=lambda each: each.place)
        return control
