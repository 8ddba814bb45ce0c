"""What a text is held against, and what is found to contradict it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from services.reporting.figures.reckoning import Reckoned
from services.reporting.guard.claims import Filters
from services.reporting.periods import Period
from shared.events.vocabulary import Kind
from shared.pages.phrases import Phrase


class Rule(StrEnum):
    """Which rule the text breaks."""

    NUMBER = "number"
    PARTS = "parts"
    PERIOD = "period"
    TREND = "trend"
    EVERY = "every"
    GENDER = "gender"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A place in a text that the figures do not bear out. Blocks publishing."""

    rule: Rule
    start: int
    end: int
    """Of the words in question, in the text as it was given."""
    sentence: str
    message: Phrase
    figure: str | None = None
    """The id of the figure that says otherwise."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which cases a figure is wanted, within those that the report is about."""

    period: Period
    kinds: tuple[Kind, ...] = ()
    units: tuple[str, ...] = ()
    filters: Filters = ()


class Figures(Protocol):
    """What the cases of the report's board say."""

    def figure(self, figure_id: str, scope: Scope) -> Reckoned: ...


@dataclass(frozen=True, slots=True)
class Text:
    """What is checked, and what it is about."""

    words: str
    period: Period
    """The report's."""
    before: Period
    """What the report compares with."""
    unit: str | None = None
    """Of a section about a unit."""
    comparing: bool = False
    """Whether the section may speak of other periods than the report's."""
