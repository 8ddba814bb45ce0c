"""What a report is about: a board and a period, the period before, and what they are called."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from services.reporting.periods import Period

_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_ORDINALS = ("första", "andra", "tredje")


@dataclass(frozen=True, slots=True)
class Span:
    """A board's id and the report's period: legal arrival days, Swedish, both ends counted in."""

    board: str
    period: Period

    @property
    def before(self) -> Period:
        """What is compared with: the same days of the year before (R72)."""
        return self.period.a_year_earlier()


def in_words(period: Period) -> str:
    """`2018`, `första halvåret 2020`, `augusti–december 2018`, `1 mars–15 april 2020`."""
    first, last = period.first, period.last
    if not (first.day == 1 and last.day == monthrange(last.year, last.month)[1]):
        return in_days(first, last)
    months = first.month, last.month
    if first.year != last.year:
        if months == (8, 7) and last.year == first.year + 1:
            return f"läsåret {first.year}/{last.year % 100:02d}"
        return in_days(first, last)
    year = first.year
    if months == (1, 12):
        return str(year)
    if months in {(1, 6), (7, 12)}:
        return f"{_ORDINALS[first.month // 7]} halvåret {year}"
    if months in {(1, 4), (5, 8), (9, 12)}:
        return f"{_ORDINALS[first.month // 4]} tertialet {year}"
    if first.month == last.month:
        return f"{_MONTHS[first.month - 1]} {year}"
    return f"{_MONTHS[first.month - 1]}–{_MONTHS[last.month - 1]} {year}"


def during(period: Period) -> str:
    """As a sentence begins: `Under 2018`, `Under perioden 1 mars–15 april 2020`."""
    words = in_words(period)
    return f"Under perioden {words}" if words[0].isdigit() and len(words) > 4 else f"Under {words}"


def day(when: date) -> str:
    """`1 mars 2020`."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def in_days(first: date, last: date) -> str:
    """`1 mars–15 april 2020`, `1 mars 2020`."""
    if first == last:
        return day(first)
    start = f"{first.day} {_MONTHS[first.month - 1]}"
    if first.year != last.year:
        start = f"{start} {first.year}"
    return f"{start}–{day(last)}"
