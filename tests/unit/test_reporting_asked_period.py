"""Periods in addresses: what they are called, where they begin and end, and a year earlier."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.figures.asked_period import (
    ALL_TIME,
    AskedPeriod,
    months_of,
    offered,
    period_of,
)
from services.reporting.pages.voice import Voice, period_name
from shared.pages.languages import Language

SV, EN = Voice(Language.SWEDISH), Voice(Language.ENGLISH)


@pytest.mark.parametrize(
    ("key", "first", "last", "name"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026"),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), "Första halvåret 2026"),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), "Andra halvåret 2026"),
        ("2026-T1", date(2026, 1, 1), date(2026, 4, 30), "Januari–april 2026"),
        ("2026-T3", date(2026, 9, 1), date(2026, 12, 31), "September–december 2026"),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31), "Kvartal 1 2024"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "Februari 2024"),
        ("2025-L", date(2025, 8, 1), date(2026, 7, 31), "Läsåret 2025/26"),
        ("2099-L", date(2099, 8, 1), date(2100, 7, 31), "Läsåret 2099/00"),
    ],
)
def test_named_period(key: str, first: date, last: date, name: str) -> None:
    period = period_of(key)
    assert period == AskedPeriod(key, first, last)
    assert SV.say(period_name(period)) == name
    assert EN.say(period_name(period))


@pytest.mark.parametrize("key", ["", "26", "2026-H3", "2026-13", "2026-00", "2026-T4", "3026", "x"])
def test_what_is_no_period(key: str) -> None:
    assert period_of(key) is None


@given(st.dates(date(2020, 1, 1), date(2032, 12, 31)))
def test_every_period_that_is_offered_is_one_and_has_begun(today: date) -> None:
    for key in offered(today):
        period = period_of(key)
        assert period is not None
        assert period is ALL_TIME or (period.first is not None and period.first <= today)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 900))
def test_a_year_earlier_has_the_same_days_of_the_year_before(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    earlier = AskedPeriod("", first, last).a_year_earlier()
    assert earlier is not None
    assert earlier.first is not None
    assert earlier.last is not None
    assert (earlier.first.year, earlier.last.year) == (first.year - 1, last.year - 1)
    assert earlier.first <= earlier.last
    for then, now in ((earlier.first, first), (earlier.last, last)):
        assert (then.month, then.day) == (now.month, now.day) or now.month == then.month == 2


def test_whole_february_is_whole_a_year_earlier_too() -> None:
    assert AskedPeriod("", date(2025, 2, 1), date(2025, 2, 28)).a_year_earlier() == AskedPeriod(
        "", date(2024, 2, 1), date(2024, 2, 29)
    )
    assert ALL_TIME.a_year_earlier() is None


def test_period_that_goes_on_is_compared_as_far_as_it_has_come() -> None:
    year = AskedPeriod("2026", date(2026, 1, 1), date(2026, 12, 31))
    assert year.until(date(2026, 3, 2)) == AskedPeriod("", date(2026, 1, 1), date(2026, 3, 2))
    assert year.until(date(2027, 1, 1)) is year
    assert year.until(date(2026, 12, 31)) is year


def test_every_month_of_a_period() -> None:
    assert months_of(date(2025, 11, 30), date(2026, 2, 1)) == (
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    )


@pytest.mark.parametrize(
    ("share", "said"),
    [(None, "–"), (0, "0"), (0.001, "1"), (0.5, "50"), (0.999, "99"), (1, "100")],
)
def test_some_are_never_none_and_never_all(share: float | None, said: str) -> None:
    assert SV.percent(share).removesuffix("%").rstrip("\N{NO-BREAK SPACE}") == said
