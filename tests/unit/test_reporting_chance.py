"""Exact probabilities, held against adding up every possibility."""

import math
import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.figures.chance import (
    binomial_at_least,
    binomial_at_most,
    drawn_at_least,
    standing_out,
)


@given(tries=st.integers(0, 40), found=st.integers(-1, 42), part=st.integers(1, 19))
def test_binomial_is_what_adding_up_gives(tries: int, found: int, part: int) -> None:
    chance = Fraction(part, 20)
    terms = [
        math.comb(tries, k) * chance**k * (1 - chance) ** (tries - k) for k in range(tries + 1)
    ]

    more = binomial_at_least(found, tries, float(chance))
    fewer = binomial_at_most(found, tries, float(chance))

    assert math.isclose(more, sum(terms[max(found, 0) :]), rel_tol=1e-9, abs_tol=1e-12)
    assert math.isclose(fewer, sum(terms[: max(found + 1, 0)]), rel_tol=1e-9, abs_tol=1e-12)


@given(among=st.integers(1, 30), data=st.data())
def test_drawing_is_what_adding_up_gives(among: int, data: st.DataObject) -> None:
    marked = data.draw(st.integers(0, among))
    drawn = data.draw(st.integers(0, among))
    found = data.draw(st.integers(0, among))
    ways = sum(
        math.comb(marked, k) * math.comb(among - marked, drawn - k)
        for k in range(found, among + 1)
        if drawn >= k
    )

    assert math.isclose(
        drawn_at_least(found, drawn, marked, among),
        ways / math.comb(among, drawn),
        rel_tol=1e-9,
        abs_tol=1e-12,
    )


def test_large_numbers_are_reckoned_too() -> None:
    assert 0.49 < binomial_at_least(500_000, 1_000_000, 0.5) < 0.51
    assert binomial_at_least(600_000, 1_000_000, 0.5) < 1e-300
    assert binomial_at_most(600_000, 1_000_000, 0.5) == 1.0


def test_where_nothing_stands_out_none_is_named_more_often_than_the_rate() -> None:
    chance = random.Random(20260302)
    rounds = 4000
    alarms = sum(
        bool(standing_out({test: chance.random() for test in range(20)}, 0.05))
        for _ in range(rounds)
    )

    # Five standard errors above the stated rate.
    assert alarms / rounds < 0.05 + 5 * math.sqrt(0.05 * 0.95 / rounds)
    assert alarms / rounds > 0.03


def test_what_stands_out_is_named_and_no_other() -> None:
    assert standing_out({"a": 0.001, "b": 0.02, "c": 0.5, "d": 0.9}, 0.05) == {"a", "b"}
    assert standing_out({"a": 0.001, "b": 0.03, "c": 0.5, "d": 0.9}, 0.05) == {"a"}
    assert standing_out({}, 0.05) == frozenset()
    assert standing_out({"a": 0.06}, 0.05) == frozenset()
