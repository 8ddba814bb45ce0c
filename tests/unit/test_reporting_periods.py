"""Periods that a calendar has, and the same days a year earlier."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.periods import Period, PeriodKind, around, ended, months, of_year

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (PeriodKind.MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (PeriodKind.QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        (PeriodKind.TERTIAL, date(2026, 1, 1), date(2026, 4, 30)),
        (PeriodKind.HALF_YEAR, date(2026, 1, 1), date(2026, 6, 30)),
        (PeriodKind.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        (PeriodKind.SCHOOL_YEAR, date(2025, 8, 1), date(2026, 7, 31)),
    ],
)
def test_the_period_around_a_day(kind: PeriodKind, first: date, last: date) -> None:
    assert around(date(2026, 2, 14), kind) == Period(first, last)


@given(day=days, kind=st.sampled_from(PeriodKind))
def test_periods_of_a_kind_follow_each_other_without_gaps(day: date, kind: PeriodKind) -> None:
    here = around(day, kind)
    before = ended(day, kind)

    assert here.first <= day <= here.last
    assert (here.first - before.last).days == 1
    assert around(here.last, kind) == here


@given(day=days, number=st.integers(1, 40))
def test_months_backwards_end_where_months_forwards_begin(day: date, number: int) -> None:
    before, after = months(day, -number), months(day, number)

    assert (after.first - before.last).days == 1
    assert months(before.first, number) == before


def test_a_year_earlier_keeps_whole_months_whole() -> None:
    assert of_year(2024).a_year_earlier() == of_year(2023)
    assert around(date(2025, 2, 3), PeriodKind.MONTH).a_year_earlier() == Period(
        date(2024, 2, 1), date(2024, 2, 29)
    )
    leap = Period(date(2024, 2, 29), date(2024, 3, 5))
    assert leap.a_year_earlier() == Period(date(2023, 2, 28), date(2023, 3, 5))


def test_a_period_that_goes_on_is_cut_and_one_to_come_is_not() -> None:
    year = of_year(2026)

    assert year.until(date(2026, 3, 2)) == Period(date(2026, 1, 1), date(2026, 3, 2))
    assert year.until(date(2025, 3, 2)) == year
    assert year.until(date(2027, 3, 2)) == year
    assert year.days == 365
