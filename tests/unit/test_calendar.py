"""Swedish working days, months, and where a day ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import (
    add_months,
    add_working_days,
    end_of_day,
    is_working_day,
    next_working_day,
    preceding_working_day,
    working_days_between,
)
from shared.clock import local_date

DAYS = st.dates(date(2018, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    "holiday",
    [
        date(2026, 1, 1),  # nyårsdagen
        date(2026, 1, 6),  # trettondedag jul
        date(2026, 4, 3),  # långfredagen
        date(2026, 4, 6),  # annandag påsk
        date(2026, 5, 1),  # första maj
        date(2026, 5, 14),  # Kristi himmelsfärdsdag
        date(2025, 6, 6),  # nationaldagen
        date(2026, 12, 25),  # juldagen
        date(2024, 12, 26),  # annandag jul
        date(2026, 6, 19),  # midsommarafton
        date(2026, 12, 24),  # julafton
        date(2026, 12, 31),  # nyårsafton
    ],
)
def test_public_holidays_and_the_three_eves_are_days_off(holiday: date) -> None:
    assert holiday.weekday() < 5
    assert not is_working_day(holiday)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 2),  # skärtorsdagen
        date(2026, 4, 30),  # valborgsmässoafton
        date(2026, 5, 15),  # klämdag
        date(2026, 5, 25),  # annandag pingst, no holiday since 2005
        date(2026, 10, 30),  # allhelgonaafton
        date(2026, 12, 23),
    ],
)
def test_half_days_and_squeeze_days_are_working_days(day: date) -> None:
    assert is_working_day(day)


def test_every_saturday_and_sunday_is_a_day_off() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert not any(is_working_day(day) for day in days if day.weekday() >= 5)


def test_the_year_2026_has_the_working_days_that_almanacs_give() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    weekday_holidays = 7  # 1/1, 6/1, 3/4, 6/4, 1/5, 14/5, 25/12
    eves = 3  # 19/6, 24/12, 31/12
    assert sum(is_working_day(day) for day in days) == 261 - weekday_holidays - eves


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 16), 2, date(2026, 11, 18)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # Saturday
        (date(2026, 11, 22), 2, date(2026, 11, 24)),  # Sunday
        (date(2026, 12, 23), 2, date(2026, 12, 29)),  # over Christmas
        (date(2026, 12, 30), 1, date(2027, 1, 4)),  # over the year
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count) == end


@given(DAYS, st.integers(1, 60))
def test_counting_there_and_counting_between_agree(start: date, count: int) -> None:
    assert working_days_between(start, add_working_days(start, count)) == count
    assert working_days_between(start, add_working_days(start, -count)) == -count


@given(DAYS)
def test_neighbouring_working_days_have_only_days_off_between(day: date) -> None:
    after, before = next_working_day(day), preceding_working_day(day)

    assert before < day < after
    assert is_working_day(before)
    assert is_working_day(after)
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(is_working_day(each) for each in between if each != day)


@pytest.mark.parametrize(
    ("day", "count", "result"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_months_last(day: date, count: int, result: date) -> None:
    assert add_months(day, count) == result


def test_a_day_ends_at_swedish_midnight() -> None:
    assert end_of_day(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, tzinfo=UTC)
    assert end_of_day(date(2026, 12, 1)) == datetime(2026, 12, 1, 23, tzinfo=UTC)
    assert end_of_day(date(2026, 7, 1)).tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)],
)
def test_days_when_summer_time_turns_are_23_or_25_hours(day: date, hours: int) -> None:
    assert end_of_day(day) - end_of_day(day - timedelta(days=1)) == timedelta(hours=hours)


@given(DAYS)
def test_the_last_millisecond_belongs_to_the_day_and_its_end_to_the_next(day: date) -> None:
    end = end_of_day(day)
    assert local_date(end - timedelta(milliseconds=1)) == day
    assert local_date(end) == day + timedelta(days=1)
