"""Days, written in digits or in words, and months of a year."""

import re
from collections.abc import Iterator
from datetime import date

from services.reporting.learning_cards.deidentifying.places import Place, Rule, all_of, place
from shared.pages.phrases import phrase

_DAY = phrase("Ser ut som ett datum.")
_MONTH = phrase("En månad är närmare än den tid som kortet visar.")
_HOLIDAY = phrase("En namngiven dag är ett datum.")

_LEAP_YEAR = 2000
_ALL_DAY_ALL_WEEK = "24/7"

_MONTHS = (
    r"(?:januari|jan|februari|feb|mars|mar|april|apr|maj|juni|jun|juli|jul|augusti|aug|september"
    r"|sept|sep|oktober|okt|november|nov|december|dec)"
)
_ORDINALS = (
    r"(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde|elfte|tolfte"
    r"|trettonde|fjortonde|femtonde|sextonde|sjuttonde|artonde|nittonde|tjugonde"
    r"|(?:tjugo|trettio)(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde)"
    r"|trettionde)"
)
_WITH_MONTH = re.compile(
    rf"(?<![\d,.])(?:den\s+)?(?:[012]?\d|3[01])(?:\s?:?[ae])?\.?\s*{_MONTHS}\b(?:\.?\s+\d{{4}})?",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(rf"\b(?:den\s+)?{_ORDINALS}\s+{_MONTHS}\b(?:\s+\d{{4}})?", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_MONTHS}\s+(?:[012]?\d|3[01])(?![\d:%])(?!\s?(?:procent|%))", re.I)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)[\-/.](?P<m>\d{1,2})[\-/.](?P<d>\d{1,2})(?!\d)"
)
_DAY_FIRST = re.compile(
    r"(?<![\d.\-/])(?P<d>\d{1,2})(?P<sep>[./\-])\s?(?P<m>\d{1,2})(?:(?P=sep)|\s)\s?"
    r"(?P<y>(?:19|20)?\d\d)(?![\d%])"
)
_EIGHT_DIGITS = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)")
_SIX_DIGITS = re.compile(r"(?<!\d)(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)")
_DAY_AND_MONTH = re.compile(r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?![\d/])")
_MONTH_OF_YEAR = re.compile(rf"\b{_MONTHS}\s+(?:19|20)\d\d\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:julafton|juldag|annandag\s+(?:jul|påsk)|nyårsafton|nyårsdag|trettondag|skärtorsdag"
    r"|långfredag|påskafton|påskdag|valborgsmässoafton|valborg|pingstdag|pingstafton"
    r"|midsommarafton|midsommardag|kristi\s+himmelsfärdsdag|nationaldag)(?:en|s)?\b",
    re.IGNORECASE,
)


def dates(text: str) -> Iterator[Place]:
    """Certain where year, month and day, or a day and the month's name, can be nothing else."""
    for pattern in (_WITH_MONTH, _IN_WORDS):
        yield from all_of(pattern, Rule.DATE, text, _DAY)
    for pattern, sure in (
        (_YEAR_FIRST, True),
        (_DAY_FIRST, True),
        (_EIGHT_DIGITS, True),
        (_SIX_DIGITS, False),
        (_DAY_AND_MONTH, False),
    ):
        for found in pattern.finditer(text):
            if _is_day(int(found["m"]), int(found["d"])) and found[0] != _ALL_DAY_ALL_WEEK:
                yield place(Rule.DATE, text, found.span(), _DAY, certain=sure)
    yield from all_of(_MONTH_FIRST, Rule.DATE, text, _DAY, certain=False)
    yield from all_of(_MONTH_OF_YEAR, Rule.DATE, text, _MONTH, certain=False)
    yield from all_of(_NAMED, Rule.DATE, text, _HOLIDAY, certain=False)


def _is_day(month: int, day: int) -> bool:
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True
