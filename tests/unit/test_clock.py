"""Instants are UTC in whole milliseconds; days are Swedish."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from shared.clock import Clock, MovableClock, SystemClock, local_date, whole_milliseconds


def test_system_clock_is_utc_and_has_no_finer_than_milliseconds() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    after = datetime.now(UTC)

    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0
    assert before - timedelta(milliseconds=1) <= now <= after


def test_offset_moves_the_system_clock_in_both_directions() -> None:
    for offset in (3600.0, -86_400.0):
        difference = SystemClock(offset_seconds=offset).now() - datetime.now(UTC)
        assert abs(difference.total_seconds() - offset) < 5


def test_truncation_never_moves_an_instant_forwards() -> None:
    instant = datetime(2026, 11, 22, 12, 0, 0, 999_999, tzinfo=UTC)
    assert whole_milliseconds(instant) == datetime(2026, 11, 22, 12, 0, 0, 999_000, tzinfo=UTC)


def test_movable_clock_stands_still_until_moved() -> None:
    clock = MovableClock(datetime(2026, 1, 1, tzinfo=UTC))
    assert clock.now() == clock.now()

    clock.advance(timedelta(hours=1, microseconds=1500))
    assert clock.now() == datetime(2026, 1, 1, 1, 0, 0, 1000, tzinfo=UTC)

    clock.set(datetime(2025, 6, 1, 14, tzinfo=timezone(timedelta(hours=2))))
    assert clock.now() == datetime(2025, 6, 1, 12, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_both_clocks_are_clocks() -> None:
    clocks: list[Clock] = [SystemClock(), MovableClock(datetime(2026, 1, 1, tzinfo=UTC))]
    assert all(clock.now().utcoffset() == timedelta(0) for clock in clocks)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_is_the_swedish_one_summer_and_winter(instant: datetime, day: date) -> None:
    assert local_date(instant) == day


def test_an_instant_without_time_zone_is_refused() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="has no time zone: give the instant in UTC"):
        local_date(naive)
    with pytest.raises(ValueError, match="has no time zone"):
        MovableClock(naive)
