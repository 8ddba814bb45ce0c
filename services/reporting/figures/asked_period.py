"""Periods that figures are asked for, as they stand in an address: `2026`, `2026-H1`, `2025-L`."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ALL = "alla"
_NAMED = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?P<part>H[12]|T[1-3]|Q[1-4]|L|0[1-9]|1[0-2]))?")
_MONTHS_IN = {"H": 6, "T": 4, "Q": 3}


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """Swedish days, both ends counted in; without ends it is all time.

    `key` is the period's name in an address; empty for one that is given by its days.
    """

    key: str
    first: date | None
    last: date | None

    def a_year_earlier(self) -> "AskedPeriod | None":
        """The same days of the year before; None for all time. 29 February becomes the 28th."""
        if self.first is None or self.last is None:
            return None
        return AskedPeriod("", _earlier(self.first), _last_earlier(self.last))

    def until(self, today: date) -> "AskedPeriod":
        """What has been of it: like for like with an earlier year, while it goes on."""
        if self.first is None or self.last is None or not self.first <= today < self.last:
            return self
        return AskedPeriod("", self.first, today)


ALL_TIME = AskedPeriod(ALL, None, None)


def period_of(key: str) -> AskedPeriod | None:
    """The period of that name; None for what is none.

    `2026` is a calendar year, `-H1` and `-H2` its halves, `-T1` to `-T3` its four months, `-Q1` to
    `-Q4` its quarters, `2026-03` a month, and `2025-L` the school year that begins in August 2025
    and ends with July.
    """
    if key == ALL:
        return ALL_TIME
    found = _NAMED.fullmatch(key)
    if found is None:
        return None
    year, part = int(found["year"]), found["part"]
    if part is None:
        return AskedPeriod(key, date(year, 1, 1), date(year, 12, 31))
    if length := _MONTHS_IN.get(part[0]):
        last = length * int(part[1:])
        return _months(key, year, last - length + 1, last)
    if part == "L":
        return AskedPeriod(key, date(year, 8, 1), date(year + 1, 7, 31))
    return _months(key, year, int(part), int(part))


def months_of(first: date, last: date) -> Sequence[str]:
    """Every month that has a day of the period, in order: `2026-03`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    numbers = (first.year * 12 + first.month - 1 + number for number in range(count))
    return tuple(f"{number // 12}-{number % 12 + 1:02d}" for number in numbers)


def offered(today: date) -> Sequence[str]:
    """The periods that a page offers as links: this year and what it has parts of, and earlier."""
    year = today.year
    school = year if today.month >= 8 else year - 1
    return (
        str(year),
        str(year - 1),
        *(f"{year}-H{half}" for half in (1, 2) if half == 1 or today.month > 6),
        *(f"{year}-T{third}" for third in (1, 2, 3) if today.month > 4 * (third - 1)),
        f"{school}-L",
        ALL,
    )


def _months(key: str, year: int, first: int, last: int) -> AskedPeriod:
    return AskedPeriod(key, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _earlier(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _last_earlier(day: date) -> date:
    """The last day of a February is the last also where that is the 29th."""
    if day.month == 2 and day.day == monthrange(day.year, 2)[1]:
        return date(day.year - 1, 2, monthrange(day.year - 1, 2)[1])
    return _earlier(day)
