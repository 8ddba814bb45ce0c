"""Tests that are made together, and the rate of false alarms that they share.

A family is every test of one kind on one day: all units for silence, say. By Benjamini and Hochberg
at most the part `FALSE_ALARMS` of what a family gives is there by chance, on average; and where
nothing has changed anywhere, a family gives a signal with at most that probability.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from services.reporting.figures.chance import standing_out
from services.reporting.periods import Period
from services.reporting.signals.signal import Scope, Signal, SignalKind

FALSE_ALARMS = 0.05
"""Of each family, on each day that it is reckoned for a new period."""
MONTH, SEASON, HALF_YEAR, YEAR = 1, 3, 6, 12
"""Months that windows have."""
BEFORE = 12
"""Months before the window that it is held against."""


@dataclass(frozen=True, slots=True)
class Window:
    """A period, and the one before it that it is held against."""

    now: Period
    before: Period

    @property
    def part(self) -> float:
        """The part of the days that the window has: of cases, as many by chance."""
        return self.now.days / (self.now.days + self.before.days)


@dataclass(frozen=True, slots=True)
class Tested:
    """One test: the signal that it would be, and how probable it is by chance."""

    signal: Signal
    by_chance: float


def striking(tests: Iterable[Tested], rate: float = FALSE_ALARMS) -> Iterator[Signal]:
    """Those signals of a family that stand out."""
    made = {(test.signal.scope, test.signal.period): test for test in tests}
    chosen = standing_out({place: test.by_chance for place, test in made.items()}, rate)
    for place, test in made.items():
        if place in chosen:
            yield test.signal


def with_chance(
    kind: SignalKind, scope: Scope, period: Period, numbers: Mapping[str, float], by_chance: float
) -> Tested:
    """A test whose signal tells its own probability."""
    return Tested(Signal(kind, scope, period, {**numbers, "by_chance": by_chance}), by_chance)
