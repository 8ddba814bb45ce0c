"""Reads a day as people type it.

A plain text field is used for dates: a browser's own date field shows another country's order when
the browser is set so, and drops a half-written date without a word.
"""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH = {"may": "maj", "oct": "okt"}

_YEAR_FIRST = re.compile(r"(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})")
_MONTH_BY_NAME = re.compile(r"(?:den )?(\d{1,2})\.? ([a-z]{3})[a-z]*\.? (\d{4})")


def typed_day(text: str) -> date | None:
    """`2026-11-22`, `20261122`, `22/11 2026` or `22 november 2026`; None for anything else."""
    given = " ".join(text.lower().split())
    if match := _YEAR_FIRST.fullmatch(given):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.fullmatch(given):
        day, month, year = (int(part) for part in match.groups())
    elif match := _MONTH_BY_NAME.fullmatch(given):
        name = _ENGLISH.get(match[2], match[2])
        day, month, year = int(match[1]), _month(name), int(match[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    """1–12; 0, which is no month, for a word that is none."""
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0
