"""Numbers, shares, days and periods as a page says them, in its reader's language."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from services.reporting.figures.asked_period import AskedPeriod
from shared.pages.catalogues import say
from shared.pages.formats import NO_BREAK_SPACE, Formats
from shared.pages.languages import Language
from shared.pages.phrases import Label, Phrase, phrase

HIDDEN = "–"
"""Stands where a number may not be shown, or where there is none."""


@dataclass(frozen=True)
class Voice:
    """One language."""

    language: Language

    def say(self, label: Label) -> str:
        """The phrase or the name."""
        return say(label, self.language)

    def number(self, value: float | None) -> str:
        """`1 234`; a dash for none."""
        return HIDDEN if value is None else Formats(self.language).number(value)

    def percent(self, share: float | None) -> str:
        """`67 %`, in whole per cent; a dash for none. Never 0 for some, nor 100 for not all."""
        whole = self.whole_percent(share)
        if whole is None:
            return HIDDEN
        space = NO_BREAK_SPACE if self.language is Language.SWEDISH else ""
        return f"{whole}{space}%"

    @staticmethod
    def whole_percent(share: float | None) -> int | None:
        """Never 0 for some, nor 100 for not all; None for none."""
        if share is None:
            return None
        whole = round(share * 100)
        return min(max(whole, 1), 99) if 0 < share < 1 else whole

    def month(self, month: str, *, whole: bool = False) -> str:
        """`mar` under a chart, `mars 2026` in a table; from `2026-03`."""
        day = date(int(month[:4]), int(month[5:7]), 1)
        locale = Formats(self.language).locale
        if whole:
            return format_date(day, "LLLL y", locale=locale)
        return format_date(day, "LLL", locale=locale).rstrip(".")[:3]


class OwnWords:
    """What is the same in every language: an id, a year."""

    def __init__(self, text: str) -> None:
        self.text = text

    def in_language(self, language: str) -> str:  # noqa: ARG002 - every label is asked for one
        return self.text


_HALVES = {"1": phrase("Första halvåret"), "2": phrase("Andra halvåret")}
_THIRDS = {
    "1": phrase("Januari–april"),
    "2": phrase("Maj–augusti"),
    "3": phrase("September–december"),
}


def period_name(period: AskedPeriod) -> Label:
    """What a period is called: `Första halvåret 2026`, `Läsåret 2025/26`."""
    if period.first is None and period.last is None:
        return phrase("All tid")
    year, _, part = period.key.partition("-")
    if not period.key:
        return _days(period)
    match part[:1]:
        case "":
            return OwnWords(year)
        case "H":
            return _of_year(_HALVES[part[1]], year)
        case "T":
            return _of_year(_THIRDS[part[1]], year)
        case "Q":
            return phrase("Kvartal %(number)s %(year)s", number=part[1], year=year)
        case "L":
            return phrase("Läsåret %(years)s", years=f"{year}/{(int(year) + 1) % 100:02d}")
        case _:
            return _Month(period.key)


def _of_year(part: Phrase, year: str) -> Phrase:
    return phrase("%(part)s %(year)s", part=part, year=year)


def _days(period: AskedPeriod) -> Phrase:
    if period.first is None and period.last is not None:
        return phrase("Till och med %(last)s", last=period.last)
    if period.last is None and period.first is not None:
        return phrase("Från och med %(first)s", first=period.first)
    if period.first is None or period.last is None:
        return phrase("All tid")
    return phrase("%(first)s – %(last)s", first=period.first, last=period.last)


class _Month:
    def __init__(self, key: str) -> None:
        self._key = key

    def in_language(self, language: str) -> str:
        named = Voice(Language(language)).month(self._key, whole=True)
        return named[:1].upper() + named[1:]
