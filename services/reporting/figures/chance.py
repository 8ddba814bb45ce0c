"""With what probability chance alone gives such small numbers: exact tests, and many at a time.

No approximations: the numbers of a unit are often under five. A probability given here is never
below the true one by more than what floating point loses, so that a stated rate of false alarms
holds; since whole numbers jump, the true rate is often far lower.
"""

from collections.abc import Mapping
from math import exp, lgamma, log, log1p
from typing import TypeVar

KeyT = TypeVar("KeyT")

_NEGLIGIBLE = 1e-17


def binomial_at_least(found: int, tries: int, chance: float) -> float:
    """The probability of so many or more of the tries, each with that chance."""
    if found <= 0:
        return 1.0
    if found > tries or chance <= 0:
        return 0.0
    if chance >= 1:
        return 1.0
    if found <= tries * chance:
        return max(0.0, 1.0 - binomial_at_most(found - 1, tries, chance))
    term = exp(_log_binomial(found, tries, chance))
    odds = chance / (1 - chance)
    total, k = 0.0, found
    while k <= tries and term > _NEGLIGIBLE * total:
        total += term
        term *= (tries - k) / (k + 1) * odds
        k += 1
    return min(1.0, total)


def binomial_at_most(found: int, tries: int, chance: float) -> float:
    """The probability of so many or fewer."""
    if found < 0:
        return 0.0
    return binomial_at_least(tries - found, tries, 1 - chance)


def drawn_at_least(found: int, drawn: int, marked: int, among: int) -> float:
    """The probability that of `drawn` out of `among`, `found` or more are `marked` ones.

    The one-sided test of Fisher: whether a part has more of something than the whole would give.
    """
    lowest, highest = max(0, drawn + marked - among), min(drawn, marked)
    if found <= lowest:
        return 1.0
    if found > highest:
        return 0.0
    whole = _log_choose(among, drawn)
    term = exp(_log_choose(marked, found) + _log_choose(among - marked, drawn - found) - whole)
    total = 0.0
    for k in range(found, highest + 1):
        total += term
        term *= (marked - k) * (drawn - k) / ((k + 1) * (among - marked - drawn + k + 1))
    return min(1.0, total)


def two_sided(at_least: float, at_most: float) -> float:
    """The probability of a difference as great in either direction: twice the lesser."""
    return min(1.0, 2 * min(at_least, at_most))


def standing_out(probabilities: Mapping[KeyT, float], rate: float) -> frozenset[KeyT]:
    """Which of many tests stand out, by Benjamini and Hochberg (1995).

    On average at most the part `rate` of those given is there by chance, whatever the number of
    tests; and where chance alone is at work in all of them, any is given with at most that
    probability. Holds for tests that are independent or rise and fall together.
    """
    ordered = sorted(probabilities.values())
    limit = 0.0
    for rank, probability in enumerate(ordered, start=1):
        if probability <= rate * rank / len(ordered):
            limit = probability
    return frozenset(key for key, each in probabilities.items() if each <= limit)


def _log_binomial(found: int, tries: int, chance: float) -> float:
    return _log_choose(tries, found) + found * log(chance) + (tries - found) * log1p(-chance)


def _log_choose(among: int, chosen: int) -> float:
    return lgamma(among + 1) - lgamma(chosen + 1) - lgamma(among - chosen + 1)
