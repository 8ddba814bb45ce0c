"""How cases were handled: late units, few control points, the same again after a measure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from services.reporting.figures.chance import drawn_at_least
from services.reporting.periods import Period
from services.reporting.signals.families import Tested, striking
from services.reporting.signals.signal import Scope, Signal, SignalKind

LEAST = 3
AFTER_DAYS = 30
"""Calendar days without an answer after which a case is late here: the month after which the
coordinator reminds (R45)."""
FEW_POINTS = 8
"""Of the eleven control points; a case with fewer counts as one with few."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Of a unit's cases those that something is true of, and the same of the whole board."""

    scope: Scope
    found: int
    of: int
    board_found: int
    board_of: int
    cases: tuple[str, ...] = ()
    further: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """More of the evidence."""


def late(units: Iterable[Compared], period: Period) -> Iterator[Signal]:
    """Units with more late cases than the rest of their board."""
    yield from striking(_more_than_board(SignalKind.LATE, each, period) for each in units)


def low_points(units: Iterable[Compared], period: Period) -> Iterator[Signal]:
    """Units with more cases that fulfil few control points than the rest of their board."""
    yield from striking(_more_than_board(SignalKind.LOW_POINTS, each, period) for each in units)


def unreported(units: Iterable[Compared], period: Period) -> Iterator[Signal]:
    """Units that had reported fewer of the events that reviews found than the rest of their board.

    `found` are those that the unit had not reported, `of` all that reviews found there.
    """
    yield from striking(_more_than_board(SignalKind.UNREPORTED, each, period) for each in units)


@dataclass(frozen=True, slots=True)
class Again:
    """New cases of the same unit and category after the effect of a measure was judged."""

    scope: Scope
    period: Period
    after: int
    """How many have come since, in the year after the judgement."""
    before: int
    """How many came in the year before it."""
    measures: int
    """Cases whose measures were judged to have had effect."""
    cases: tuple[str, ...] = ()


def recurring(found: Iterable[Again]) -> Iterator[Signal]:
    """Each a fact that says that the judgement should be looked at again, and no test."""
    for again in found:
        numbers = {"cases": again.after, "before": again.before, "measures": again.measures}
        yield Signal(SignalKind.RECURRENCE, again.scope, again.period, numbers, again.cases)


def _more_than_board(kind: SignalKind, unit: Compared, period: Period) -> Tested:
    by_chance = (
        drawn_at_least(unit.found, unit.of, unit.board_found, unit.board_of)
        if unit.found >= LEAST
        else 1.0
    )
    numbers = {
        "cases": unit.found,
        "of": unit.of,
        "board": unit.board_found - unit.found,
        "of_board": unit.board_of - unit.of,
        **unit.further,
        "by_chance": by_chance,
    }
    return Tested(Signal(kind, unit.scope, period, numbers, unit.cases), by_chance)
