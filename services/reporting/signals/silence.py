"""Units that say nothing: silent where cases were to be expected, and far below their part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from services.reporting.figures.chance import binomial_at_most, drawn_at_least
from services.reporting.periods import Period
from services.reporting.signals.counts import Count
from services.reporting.signals.families import striking, with_chance
from services.reporting.signals.signal import Scope, Signal, SignalKind

FEW = 0.25
"""Of what is to be expected: more than that is not called under-reporting."""
LEAST_EXPECTED = 4.0
LEAST_COMPLAINTS = 5
UNEQUAL = 0.01
"""The rate of false alarms of under-reporting: lower, since units are not equally large."""

Signed = Mapping[str, AbstractSet[str]]
"""By unit, the months (`2026-10`) that it has signed for as without cases."""


def silent(counts: Iterable[Count], signed: Signed) -> Iterator[Signal]:
    """Units without cases in a window, as improbable as their own past makes it.

    Of the cases before and in the window together, each falls in the window with the probability
    that it has of the days. Of the windows that stand out, the shortest is told.
    """
    tests = [
        with_chance(
            SignalKind.SILENT,
            count.scope,
            count.window.now,
            {
                "before": count.before,
                "expected": count.before * count.window.now.days / count.window.before.days,
            },
            binomial_at_most(0, count.before, count.window.part) if count.now == 0 else 1.0,
        )
        for count in counts
    ]
    shortest: dict[Scope, Signal] = {}
    for signal in striking(tests):
        known = shortest.get(signal.scope)
        if known is None or signal.period.days < known.period.days:
            shortest[signal.scope] = signal
    yield from (each for each in shortest.values() if not _answered_for(each, signed))


def silent_year(
    units: Iterable[tuple[Scope, int]], year: Period, signed: Signed
) -> Iterator[Signal]:
    """Units without a case for a year: a fact, and no test."""
    for scope, cases in units:
        signal = Signal(SignalKind.SILENT_YEAR, scope, year, {"months": 12})
        if cases == 0 and not _answered_for(signal, signed):
            yield signal


@dataclass(frozen=True, slots=True)
class Part:
    """A unit's cases, and how large a part of the board's units it has below it."""

    scope: Scope
    cases: int
    of_board: int
    share: float
    """Its part of the board's units that have none below them: 0 to 1."""


def under_reporting(parts: Iterable[Part], year: Period) -> Iterator[Signal]:
    """Units with far fewer cases than their part, were all units equally large.

    Of those without any, the silence of a year is told.
    """
    yield from striking(
        (
            with_chance(
                SignalKind.UNDER_REPORTING,
                part.scope,
                year,
                {"cases": part.cases, "expected": expected, "of_board": part.of_board},
                binomial_at_most(part.cases, part.of_board, part.share)
                if expected >= LEAST_EXPECTED and 0 < part.cases <= FEW * expected
                else 1.0,
            )
            for part in parts
            if part.share < 1
            for expected in (part.of_board * part.share,)
        ),
        UNEQUAL,
    )


@dataclass(frozen=True, slots=True)
class Mix:
    """Complaints and deviations of a unit, and of its board."""

    scope: Scope
    complaints: int
    deviations: int
    board_complaints: int
    board_deviations: int


def few_deviations(mixes: Sequence[Mix], year: Period) -> Iterator[Signal]:
    """Units about which others complain while those who work there report next to nothing."""
    yield from striking(
        with_chance(
            SignalKind.FEW_DEVIATIONS,
            mix.scope,
            year,
            {"complaints": mix.complaints, "deviations": mix.deviations},
            drawn_at_least(
                mix.complaints,
                mix.complaints + mix.deviations,
                mix.board_complaints,
                mix.board_complaints + mix.board_deviations,
            )
            if mix.complaints >= LEAST_COMPLAINTS
            else 1.0,
        )
        for mix in mixes
    )


def month_names(period: Period) -> tuple[str, ...]:
    """The months of the period, as `2026-10`."""
    first, last = (day.year * 12 + day.month - 1 for day in (period.first, period.last))
    return tuple(f"{each // 12}-{each % 12 + 1:02d}" for each in range(first, last + 1))


def _answered_for(signal: Signal, signed: Signed) -> bool:
    months_signed = signed.get(signal.scope.unit or "", frozenset())
    return months_signed >= set(month_names(signal.period))
