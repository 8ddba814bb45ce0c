"""What time it is. Instants are UTC; days are counted in Swedish time.

Code that needs the time is given a `Clock`, so that a test can move it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Stockholm")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant in UTC, in whole milliseconds."""
        ...


def whole_milliseconds(instant: datetime) -> datetime:
    """The instant as the store keeps it: BSON has milliseconds and no finer."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def local_date(instant: datetime) -> date:
    """The Swedish day that the instant falls on.

    Raises ValueError for an instant without time zone: its day cannot be known.
    """
    return _aware(instant).astimezone(LOCAL).date()


@dataclass(frozen=True)
class SystemClock:
    """The machine's clock, moved by `offset_seconds` (tests and demonstrations only)."""

    offset_seconds: float = 0.0

    def now(self) -> datetime:
        return whole_milliseconds(datetime.now(UTC) + timedelta(seconds=self.offset_seconds))


class MovableClock:
    """A clock that stands still until it is moved, for tests."""

    def __init__(self, start: datetime) -> None:
        self._now = _utc(start)

    def now(self) -> datetime:
        return self._now

    def set(self, instant: datetime) -> None:
        """Move to `instant`, forwards or backwards. Raises ValueError without time zone."""
        self._now = _utc(instant)

    def advance(self, step: timedelta) -> None:
        """Move by `step` of real time, so that an hour is an hour also when summer time ends."""
        self._now = whole_milliseconds(self._now + step)


def _utc(instant: datetime) -> datetime:
    return whole_milliseconds(_aware(instant).astimezone(UTC))


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError(f"{instant.isoformat()} has no time zone: give the instant in UTC")
    return instant
