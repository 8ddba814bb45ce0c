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
_TO = r"\s*(?:-|–|—|till och med|t\.?o\.?m\.?|till|och)\s*"
_ORDINAL = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4}
_SEASONS = {"våren": (1, 6), "vårterminen": (1, 6), "sommaren": (6, 8), "hösten": (8, 12)}
_SEASONS["höstterminen"] = _SEASONS["hösten"]

_PATTERNS = (
    (
        "before",
        re.compile(
            r"(?<!\w)(?:(?:samma|motsvarande) (?:period|tid|månader) (?:föregående|förra) år(?:et)?"
            r"|(?:förra|föregående|fjol)\s?år(?:et|ets)?|i fjol|året (?:före|innan|dessförinnan)"
            r"|år(?:et)? tidigare|(?:föregående|förra|förgående) (?:period(?:en)?|halvår(?:et)?))"
            r"(?!\w)",
            re.I,
        ),
    ),
    (
        "same",
        re.compile(rf"(?:samma|motsvarande) (?:period|tid)(?: år)? (?P<year>{_YEAR})", re.I),
    ),
    (
        "iso",
        re.compile(
            rf"(?P<iso>{_YEAR}-\d\d-\d\d)\s*(?:-|–|—|till och med|t\.?o\.?m\.?|till)\s*"
            rf"(?P<iso_last>{_YEAR}-\d\d-\d\d)"
        ),
    ),
    ("school", re.compile(rf"läsåret\s+(?P<year>{_YEAR})\s*[/–-]\s*(?:20)?\d\d(?!\d)", re.I)),
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
        "day",
        re.compile(
            rf"(?<!\d)\d\d?\s+(?:{_MONTH})(?:\s+(?P<year>{_YEAR}))?|{_YEAR}-\d\d-\d\d", re.I
        ),
    ),
    (
        "until",
        re.compile(
            rf"(?:fram till(?: och med)?|till och med|t\.?o\.?m\.?)\s+(?P<month>{_MONTH})"
            rf"(?:\s+(?P<year>{_YEAR}))?",
            re.I,
        ),
    ),
    (
        "half",
        re.compile(
            rf"(?P<which>första|andra)\s+halvåret?(?:\s+(?:av\s+)?(?P<year>{_YEAR}))?", re.I
        ),
    ),
    (
        "third",
        re.compile(rf"(?P<which>första|andra|tredje)\s+tertialet(?:\s+(?P<year>{_YEAR}))?", re.I),
    ),
    (
        "quarter",
        re.compile(
            rf"(?P<which>första|andra|tredje|fjärde)\s+kvartalet(?:\s+(?P<year>{_YEAR}))?", re.I
        ),
    ),
    (
        "season",
        re.compile(rf"(?P<season>{'|'.join(_SEASONS)})(?:\s+(?P<year>{_YEAR}))?", re.I),
    ),
    ("month", re.compile(rf"(?P<month>{_MONTH})\s+(?P<year>{_YEAR})", re.I)),
    ("month", re.compile(rf"(?<!\w)i (?P<month>{_MONTH})(?!\w)", re.I)),
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
    exact: bool = True
    """Whether its days are sure: of `hösten 2022` they are not."""
    compared: bool = False
    """Whether the text only compares with it: `än 2022`, `jämfört med förra året`."""


_COMPARED = re.compile(
    r"(?<!\w)(?:jämfört med|att jämföra med|i jämförelse med|jämförelse med|än|i förhållande till"
    r"|gentemot|mot|sedan|jämfört)\s+"
    r"(?:(?:under|för|år|i|med|perioden|samma period|den|siffr\w+)\s+)*$",
    re.IGNORECASE,
)
_NUMBER_COMPARED = re.compile(
    r"(?<!\w)(?:(?:jämfört|att jämföra|i jämförelse) med|mot)\s+(?:\d+|[a-zåäö]+)\s+"
    r"(?:[a-zåäö]+\s+){0,2}$",
    re.IGNORECASE,
)


def mentions(text: str, report: Period, before: Period | None = None) -> Iterator[Mention]:
    """The periods in a text; where no year is given, of the year in which the report's ends.

    A year in the number of a law, a case or a paragraph is none; nor is a single day. `before` is
    what the report compares with: `förra året`.
    """
    before = before or report.a_year_earlier()
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(start < until and since < end for since, until in taken):
                continue
            if kind == "year" and _is_of_a_law(text, start):
                continue
            taken.append((start, end))
            period = _period(kind, found, report, before)
            if period is not None:
                compared = bool(
                    _COMPARED.search(text[:start]) or _NUMBER_COMPARED.search(text[:start])
                )
                yield Mention(_fitted(period, report), start, end, kind != "season", compared)


def days_named(text: str, report: Period) -> Iterator[tuple[int, int]]:
    """Where single days stand, with their numbers; what is said of a period is none."""
    periods = [(each.start, each.end) for each in mentions(text, report)]
    pattern = next(pattern for kind, pattern in _PATTERNS if kind == "day")
    for found in pattern.finditer(text):
        if not any(found.start() < until and since < found.end() for since, until in periods):
            yield found.span()


def _fitted(period: Period, report: Period) -> Period:
    """The report's own period, where the text names the same months less exactly."""
    begins = (period.first.year, period.first.month) == (report.first.year, report.first.month)
    ends = (period.last.year, period.last.month) == (report.last.year, report.last.month)
    return report if begins and ends else period


def _period(kind: str, found: re.Match[str], report: Period, before: Period) -> Period | None:
    groups = found.groupdict()
    year = int(groups["year"]) if groups.get("year") else report.last.year
    try:
        match kind:
            case "before":
                return before
            case "same":
                return Period(report.first.replace(year=year), report.last.replace(year=year))
            case "iso":
                return Period(
                    date.fromisoformat(groups["iso"]), date.fromisoformat(groups["iso_last"])
                )
            case "day":
                return None
            case "until":
                last = _months(year, _month(groups["month"]), _month(groups["month"])).last
                return Period(min(report.first, last), last)
            case "quarter":
                quarter = _ORDINAL[groups["which"].casefold()]
                return _months(year, 3 * quarter - 2, 3 * quarter)
            case "season":
                return _months(year, *_SEASONS[groups["season"].casefold()])
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
