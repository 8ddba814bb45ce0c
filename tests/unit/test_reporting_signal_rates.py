"""Where nothing changes, signals are no more frequent than stated; what is planted is found."""

import math
import random
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from services.reporting.periods import Period, months
from services.reporting.signals import changes, handling, silence
from services.reporting.signals.counts import Count
from services.reporting.signals.families import FALSE_ALARMS, Window
from services.reporting.signals.signal import Scope, Signal

ROUNDS = 600
FIRST = date(2026, 10, 1)
YEAR = months(FIRST, -12)
UNITS = tuple(Scope("von", f"unit-{number}") for number in range(24))


def windows(*lengths: int) -> list[Window]:
    found = []
    for length in lengths:
        now = months(FIRST, -length)
        found.append(Window(now, months(now.first, -12)))
    return found


def cases_a_day(chance: random.Random) -> float:
    """Units differ: from one case a year to one a day."""
    return math.exp(chance.uniform(math.log(1 / 365), math.log(1.0)))


def poisson(chance: random.Random, mean: float) -> int:
    number, product = 0, chance.random()
    while product > math.exp(-mean):
        number, product = number + 1, product * chance.random()
    return number


def stationary(
    chance: random.Random, *lengths: int, change: float = 1.0, changed: Scope | None = None
) -> Iterator[Count]:
    """Every unit's cases, as frequent in the window as before it, but for `changed`."""
    for scope in UNITS:
        often = cases_a_day(chance) if scope != changed else 0.3
        for window in windows(*lengths):
            more = change if scope == changed else 1.0
            now = poisson(chance, often * more * window.now.days)
            yield Count(scope, window, now, poisson(chance, often * window.before.days))


def of_board(chance: random.Random, part: float = 0.3) -> Iterator[handling.Compared]:
    """Units whose cases are late as often as everybody's."""
    sizes = [chance.randrange(0, 40) for _ in UNITS]
    late = [sum(chance.random() < part for _ in range(size)) for size in sizes]
    for scope, size, found in zip(UNITS, sizes, late, strict=True):
        yield handling.Compared(scope, found, size, sum(late), sum(sizes))


def causes(chance: random.Random) -> Iterator[changes.CauseCount]:
    before, now = chance.randrange(20, 200), chance.randrange(5, 60)
    parts = [0.4, 0.25, 0.15, 0.1, 0.06, 0.04]
    drawn = [chance.choices(range(6), parts, k=size) for size in (now, before)]
    for number in range(6):
        yield changes.CauseCount(
            Scope("von", None, None, str(number)),
            YEAR,
            drawn[0].count(number),
            now,
            drawn[1].count(number),
            before,
        )


def equal_parts(chance: random.Random) -> Iterator[silence.Part]:
    cases = [poisson(chance, 20) for _ in UNITS]
    for scope, each in zip(UNITS, cases, strict=True):
        yield silence.Part(scope, each, sum(cases), 1 / len(UNITS))


def mixes(chance: random.Random) -> list[silence.Mix]:
    pairs = [(poisson(chance, 8), poisson(chance, 12)) for _ in UNITS]
    complaints, deviations = map(sum, zip(*pairs, strict=True))
    return [
        silence.Mix(scope, *pair, complaints, deviations)
        for scope, pair in zip(UNITS, pairs, strict=True)
    ]


FAMILIES: dict[str, tuple[float, Callable[[random.Random], Iterator[Signal]]]] = {
    "silent": (FALSE_ALARMS, lambda chance: silence.silent(stationary(chance, 3, 6, 12), {})),
    "rise": (FALSE_ALARMS, lambda chance: changes.risen(stationary(chance, 1))),
    "cluster": (FALSE_ALARMS, lambda chance: changes.clusters(stationary(chance, 1))),
    "fall": (FALSE_ALARMS, lambda chance: changes.fallen(stationary(chance, 3))),
    "growing_cause": (FALSE_ALARMS, lambda chance: changes.growing_causes(causes(chance))),
    "late": (FALSE_ALARMS, lambda chance: handling.late(of_board(chance), YEAR)),
    "low_points": (FALSE_ALARMS, lambda chance: handling.low_points(of_board(chance), YEAR)),
    "unreported": (FALSE_ALARMS, lambda chance: handling.unreported(of_board(chance), YEAR)),
    "under_reporting": (
        silence.UNEQUAL,
        lambda chance: silence.under_reporting(equal_parts(chance), YEAR),
    ),
    "few_deviations": (
        FALSE_ALARMS,
        lambda chance: silence.few_deviations(mixes(chance), YEAR),
    ),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_false_alarms_are_as_rare_as_stated(family: str) -> None:
    rate, signals = FAMILIES[family]
    chance = random.Random(f"{family} 2026")

    alarms = sum(any(True for _ in signals(chance)) for _ in range(ROUNDS))

    # Four standard errors: a family that kept to its rate would exceed this once in 30,000 runs.
    assert alarms / ROUNDS <= rate + 4 * math.sqrt(rate * (1 - rate) / ROUNDS)


PLANTED = UNITS[7]


@pytest.mark.parametrize(
    ("signals", "lengths", "change"),
    [
        (lambda counts: silence.silent(counts, {}), (3, 6, 12), 0.0),
        (changes.risen, (1,), 4.0),
        (changes.clusters, (1,), 4.0),
        (changes.fallen, (3,), 0.25),
    ],
)
def test_a_planted_change_is_found(
    signals: Callable[[Iterator[Count]], Iterator[Signal]], lengths: tuple[int, ...], change: float
) -> None:
    chance = random.Random(7)
    found = [
        {
            signal.scope
            for signal in signals(stationary(chance, *lengths, change=change, changed=PLANTED))
        }
        for _ in range(100)
    ]

    assert sum(PLANTED in each for each in found) >= 90
    others = sum(len(each - {PLANTED}) for each in found)
    # Of all that are given, the part that is chance stays under the rate, with room for luck.
    assert others <= (2 * FALSE_ALARMS) * sum(map(len, found))


def test_silence_is_told_by_the_shortest_window_and_not_where_it_is_signed_for() -> None:
    counts = [Count(PLANTED, window, 0, 120) for window in windows(3, 6, 12)]

    (signal,) = silence.silent(counts, {})

    assert signal.period == months(FIRST, -3)
    assert signal.numbers["before"] == 120
    signed = {"unit-7": frozenset({"2026-07", "2026-08", "2026-09"})}
    assert list(silence.silent(counts, signed)) == []
    assert list(silence.silent(counts, {"unit-7": frozenset({"2026-07"})})) == [signal]


def test_a_year_without_cases_is_told_whatever_was_expected() -> None:
    (signal,) = silence.silent_year([(UNITS[0], 0), (UNITS[1], 1)], YEAR, {})

    assert signal.scope == UNITS[0]
    signed = {"unit-0": frozenset(silence.month_names(YEAR))}
    assert list(silence.silent_year([(UNITS[0], 0)], YEAR, signed)) == []


def test_a_signal_has_one_id_for_its_kind_scope_and_period() -> None:
    (one,) = silence.silent_year([(UNITS[0], 0)], YEAR, {})
    (other,) = silence.silent_year([(UNITS[1], 0)], YEAR, {})
    (later,) = silence.silent_year([(UNITS[0], 0)], Period(YEAR.first, FIRST), {})

    assert one.id == next(silence.silent_year([(UNITS[0], 0)], YEAR, {})).id
    assert len({one.id, other.id, later.id}) == 3
