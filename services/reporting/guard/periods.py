"""Periods that a Swedish text speaks of, as first and last day (Swedish time)."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.reporting.periods import Period, of_year

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
_MONTH = "|".join(_MONTHS)
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s*(?:-|–|—|till och med|t\.?o\.?m\.?|till)\s*"
_ORDINAL = {"första": 1, "andra": 2, "tredje": 3}

_PATTERNS = (
    ("school", re.compile(rf"läsåret\s+(?P<year>{_YEAR})\s*[/–-]\s*(?:20)?\d\d", re.I)),
    (
        "days",
        re.compile(
            rf"(?P<day>\d\d?)\s+(?P<month>{_MONTH})(?:\s+(?P<from_year>{_YEAR}))?{_TO}"
            rf"(?P<last_day>\d\d?)\s+(?P<last_month>{_MONTH})(?:\s+(?P<year>{_YEAR}))?",
            re.I,
        ),
    ),
    (
        "months",
        re.compile(
            rf"(?P<month>{_MONTH}){_TO}(?P<last_month>{_MONTH})(?:\s+(?P<year>{_YEAR}))?", re.I
        ),
    ),
    (
        "half",
        re.compile(rf"(?P<which>första|andra)\s+halvåret?(?:\s+(?P<year>{_YEAR}))?", re.I),
    ),
    (
        "third",
        re.compile(rf"(?P<which>första|andra|tredje)\s+tertialet(?:\s+(?P<year>{_YEAR}))?", re.I),
    ),
    ("month", re.compile(rf"(?P<month>{_MONTH})\s+(?P<year>{_YEAR})", re.I)),
    (
        "year",
        re.compile(
            rf"(?<![\w-])(?<!dnr )(?<!dnr: )(?P<year>{_YEAR})(?!(?::\d)|\w|-\d|/\d|\s*§)", re.I
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A period that the text speaks of, and where."""

    period: Period
    start: int
    end: int


def mentions(text: str, report: Period) -> Iterator[Mention]:
    """The periods in a text; where no year is given, of the year in which the report's ends.

    A year in the number of a law, a case or a paragraph is none.
    """
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(start < until and since < end for since, until in taken):
                continue
            if kind == "year" and _is_of_a_law(text, start):
                continue
            taken.append((start, end))
            period = _period(kind, found, report)
            if period is not None:
                yield Mention(period, start, end)


def _period(kind: str, found: re.Match[str], report: Period) -> Period | None:
    groups = found.groupdict()
    year = int(groups["year"]) if groups.get("year") else report.last.year
    try:
        match kind:
            case "school":
                return Period(date(year, 8, 1), date(year + 1, 7, 31))
            case "days":
                begin = int(groups["from_year"]) if groups.get("from_year") else year
                return Period(
                    date(begin, _month(groups["month"]), int(groups["day"])),
                    date(year, _month(groups["last_month"]), int(groups["last_day"])),
                )
            case "months":
                return _months(year, _month(groups["month"]), _month(groups["last_month"]))
            case "half":
                half = _ORDINAL[groups["which"].casefold()]
                return _months(year, 6 * half - 5, 6 * half)
            case "third":
                third = _ORDINAL[groups["which"].casefold()]
                return _months(year, 4 * third - 3, 4 * third)
            case "month":
                return _months(year, _month(groups["month"]), _month(groups["month"]))
            case _:
                return of_year(year)
    except ValueError:
        return None


def _months(year: int, first: int, last: int) -> Period:
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _month(name: str) -> int:
    return _MONTHS.index(name.casefold()) + 1


def _is_of_a_law(text: str, start: int) -> bool:
    """For instance `lag (1976:580)`, `SOSFS 2011:9`, `Dnr AN 2019-33`: numbers, not years."""
    before = text[max(0, start - 12) : start].casefold()
    return bool(re.search(r"(?:\(|sosfs |hslf-fs |sfs |dnr \w{1,5} |prop\. )$", before))
