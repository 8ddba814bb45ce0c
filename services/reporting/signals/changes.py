"""Rises, falls, clusters and growing causes: the latest months held against those before.

Of the cases before and in the window together, each falls in the window with the probability that
the window has of the days. That is exact however few they are, and asks for no more than that
cases come independently of each other and as often as before. Where they come in bursts, or by
season, there are more alarms than stated.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.reporting.figures.chance import binomial_at_least, binomial_at_most, drawn_at_least
from services.reporting.periods import Period
from services.reporting.signals.counts import Count
from services.reporting.signals.families import Tested, striking
from services.reporting.signals.signal import Numbers, Scope, Signal, SignalKind

LEAST = 3
"""Cases that a rise or a cluster has at least: two are a coincidence to talk about, no signal."""


def risen(counts: Iterable[Count]) -> Iterator[Signal]:
    """Where more came than the year before leads to expect."""
    yield from striking(_more(SignalKind.RISE, count) for count in counts)


def clusters(counts: Iterable[Count]) -> Iterator[Signal]:
    """Where cases that are alike came at once."""
    yield from striking(_more(SignalKind.CLUSTER, count) for count in counts)


def fallen(counts: Iterable[Count]) -> Iterator[Signal]:
    """Where fewer came; where none did, it is silence that is told."""
    yield from striking(
        _tested(
            SignalKind.FALL,
            count,
            binomial_at_most(count.now, count.now + count.before, count.window.part)
            if count.now
            else 1.0,
        )
        for count in counts
    )


@dataclass(frozen=True, slots=True)
class CauseCount:
    """Of the investigated cases whose cause is known, how many have this one."""

    scope: Scope
    period: Period
    now: int
    of_now: int
    before: int
    of_before: int
    cases: tuple[str, ...] = ()


def growing_causes(counts: Iterable[CauseCount]) -> Iterator[Signal]:
    """Causes that are a larger part of all known causes than in the year before.

    Parts and not numbers, since causes become known late: those of the latest cases are few.
    """
    yield from striking(
        _with(
            Signal(
                SignalKind.GROWING_CAUSE,
                count.scope,
                count.period,
                {
                    "cases": count.now,
                    "of": count.of_now,
                    "before": count.before,
                    "of_before": count.of_before,
                },
                count.cases,
            ),
            drawn_at_least(
                count.now,
                count.of_now,
                count.now + count.before,
                count.of_now + count.of_before,
            )
            if count.now >= LEAST
            else 1.0,
        )
        for count in counts
    )


def _more(kind: SignalKind, count: Count) -> Tested:
    return _tested(
        kind,
        count,
        binomial_at_least(count.now, count.now + count.before, count.window.part)
        if count.now >= LEAST
        else 1.0,
    )


def _tested(kind: SignalKind, count: Count, by_chance: float) -> Tested:
    numbers: Numbers = {
        "cases": count.now,
        "before": count.before,
        "expected": count.before * count.window.now.days / count.window.before.days,
    }
    return _with(Signal(kind, count.scope, count.window.now, numbers, count.cases), by_chance)


def _with(signal: Signal, by_chance: float) -> Tested:
    numbers = {**signal.numbers, "by_chance": by_chance}
    return Tested(
        Signal(signal.kind, signal.scope, signal.period, numbers, signal.cases), by_chance
    )
