"""Dates, times and numbers as people in Sweden write them, in either language.

Instants are shown in Swedish time whatever the reader's language.
"""

from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from shared.clock import LOCAL, local_date
from shared.pages.languages import Language

THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

# A language without a place of its own here is written as it is anywhere.
_LOCALES = {Language.SWEDISH: "sv_SE", Language.ENGLISH: "en_GB"}
_JOINED_BY = {Language.SWEDISH: " kl.", Language.ENGLISH: " at"}


@dataclass(frozen=True)
class Formats:
    """How one language writes dates, times and numbers."""

    language: Language

    @property
    def locale(self) -> str:
        return _LOCALES.get(self.language, str(self.language))

    def day(self, when: date) -> str:
        """`22 november 2026`. An instant shows as its Swedish day; ValueError without zone."""
        day = local_date(when) if isinstance(when, datetime) else when
        return format_date(day, "d MMMM y", locale=self.locale).replace(" ", NO_BREAK_SPACE)

    def time(self, when: datetime) -> str:
        """`14.05` (Swedish) or `14:05` (English) in Swedish time; ValueError without zone."""
        local_date(when)
        pattern = "HH.mm" if self.language is Language.SWEDISH else "short"
        return format_time(when, pattern, tzinfo=LOCAL, locale=self.locale)

    def instant(self, when: datetime) -> str:
        """`22 november 2026 kl. 14.05`; ValueError without zone."""
        joined_by = _JOINED_BY.get(self.language, ",")
        return f"{self.day(when)}{joined_by}{NO_BREAK_SPACE}{self.time(when)}"

    def number(self, value: float) -> str:
        """`20 000` with a thin space, `1,5`; English `20,000` and `1.5`."""
        return format_decimal(value, locale=self.locale).replace(NO_BREAK_SPACE, THIN_SPACE)

    def value(self, value: str | int | date) -> str:
        """A value as it stands in a sentence."""
        if isinstance(value, date):
            return self.day(value)
        return self.number(value) if isinstance(value, int) else value
