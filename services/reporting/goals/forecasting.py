"""How a figure is likely to end, when its period goes on as it has begun.

One simple method for each kind of figure, stated in docs/signals.md. Every interval is where the
figure ends in four cases of five, if the rest of the period is like the part that is over; what
may change people's minds, or the season, is not in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, floor, lgamma, log

from services.reporting.figures.chance import binomial_at_most

OUTSIDE = 0.1
"""The probability on each side of the interval."""
_MANY = 100_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where it ends, and between what in four cases of five."""

    low: float
    value: float
    high: float


def of_number(now: int, over: int, to_come: int) -> Forecast:
    """So many in the days that are over: how many at the end, at the same pace.

    The pace is not known exactly: what is to come follows a negative binomial distribution (from
    a Poisson pace with Jeffreys' prior).
    """
    if not to_come:
        return Forecast(now, now, now)
    low, high = _interval(_to_come(now + 0.5, over, to_come))
    return Forecast(now + low, round(now + now * to_come / over), now + high)


def of_share(now: int, among: int, over: int, to_come: int) -> Forecast | None:
    """A part of the cases so far: which part at the end, as many cases coming as until now.

    What is to come follows a beta-binomial distribution (Jeffreys' prior). None of no cases.
    """
    if not among:
        return None
    further = min(_MANY, round(among * to_come / over))
    share = now / among
    if not further:
        return Forecast(share, share, share)
    low, high = _interval(_drawn(now + 0.5, among - now + 0.5, further))
    whole = among + further
    return Forecast((now + low) / whole, share, (now + high) / whole)


def of_days(days: Sequence[int], quantile: float, to_come: int) -> Forecast | None:
    """Days that cases took so far: between which of them the quantile lies.

    The interval is that of the order statistics, which asks for no distribution. None of no cases.
    """
    ordered = sorted(days)
    if not ordered:
        return None
    number = len(ordered)
    value = ordered[_place(quantile, number)]
    if not to_come:
        return Forecast(value, value, value)
    below = [binomial_at_most(k, number, quantile) for k in range(number)]
    low = next((k for k in range(number) if below[k] > OUTSIDE), number - 1)
    high = next((k for k in range(number) if below[k] >= 1 - OUTSIDE), number - 1)
    return Forecast(ordered[low], value, ordered[high])


def _place(quantile: float, number: int) -> int:
    """The nearest of the days that occur, as the figure takes it."""
    return min(number - 1, floor(quantile * (number - 1) + 0.5))


def _to_come(shape: float, over: int, to_come: int) -> Iterator[float]:
    """The probability of 0, 1, 2, … more, from a gamma pace of that shape."""
    part = to_come / (over + to_come)
    term = exp(shape * log(1 - part))
    for k in range(_MANY):
        yield term
        term *= (shape + k) / (k + 1) * part


def _drawn(yes: float, no: float, further: int) -> Iterator[float]:
    def beta(first: float, second: float) -> float:
        return lgamma(first) + lgamma(second) - lgamma(first + second)

    for k in range(further + 1):
        ways = lgamma(further + 1) - lgamma(k + 1) - lgamma(further - k + 1)
        yield exp(ways + beta(k + yes, further - k + no) - beta(yes, no))


def _interval(probabilities: Iterator[float]) -> tuple[int, int]:
    low: int | None = None
    last = 0
    for last, below in enumerate(accumulate(probabilities)):
        if low is None and below > OUTSIDE:
            low = last
        if below >= 1 - OUTSIDE:
            break
    return (last if low is None else low), last
