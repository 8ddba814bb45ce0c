"""Periods: first and last day in Swedish time, and those that a calendar has."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
    """What a period is called, where it has a name."""

    MONTH = "month"
    QUARTER = "quarter"
    TERTIAL = "tertial"
    """Four months: January to April, May to August, September to December."""
    HALF_YEAR = "half_year"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    """August to July, as schools count."""

    @property
    def months(self) -> int:
        """How many months it has."""
        return _MONTHS[self]


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def within(self, other: "Period") -> bool:
        """Whether all of it lies in the other."""
        return other.first <= self.first and self.last <= other.last

    def meets(self, other: "Period") -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def until(self, day: date) -> "Period":
        """As much of it as is over or goes on by that day; all of it where it begins later."""
        return Period(self.first, min(self.last, day)) if self.first <= day else self

    def a_year_earlier(self) -> "Period":
        """The same days of the year before; 29 February becomes the 28th.

        What ends with February ends with it the year before too, be it a day longer.
        """
        last = _a_year_before(self.last)
        if self.last.month == 2 and self.last.day == monthrange(self.last.year, 2)[1]:
            last = last.replace(day=monthrange(last.year, 2)[1])
        return Period(_a_year_before(self.first), last)

    def __str__(self) -> str:
        whole = (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31)
        if whole and self.first.year == self.last.year:
            return str(self.first.year)
        return f"{self.first}–{self.last}"


def of_year(year: int) -> Period:
    """The calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def around(day: date, kind: PeriodKind) -> Period:
    """The period of that kind that the day lies in."""
    if kind is PeriodKind.SCHOOL_YEAR:
        begin = day.year if day.month >= _SCHOOL_BEGINS else day.year - 1
        return months(date(begin, _SCHOOL_BEGINS, 1), kind.months)
    first = day.month - (day.month - 1) % kind.months
    return months(date(day.year, first, 1), kind.months)


def ended(today: date, kind: PeriodKind) -> Period:
    """The latest period of that kind that is over."""
    return around(around(today, kind).first - timedelta(days=1), kind)


def months(first: date, number: int) -> Period:
    """So many whole months from the month of that day; backwards where the number is negative."""
    begin = first.year * 12 + first.month - 1
    low, high = (begin, begin + number - 1) if number > 0 else (begin + number, begin - 1)
    year, month = divmod(high, 12)
    return Period(
        date(low // 12, low % 12 + 1, 1),
        date(year, month + 1, monthrange(year, month + 1)[1]),
    )


_SCHOOL_BEGINS = 8
_MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.TERTIAL: 4,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: 12,
    PeriodKind.SCHOOL_YEAR: 12,
}


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
