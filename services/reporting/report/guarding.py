"""Holds the texts of a report against its figures before it is published (R74, R75)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from services.reporting.figures.questions import Question
from services.reporting.guard.checking import contradictions
from services.reporting.guard.figures_of_table import (
    FiguresOfTable,
    names_of_categories,
    names_of_units,
)
from services.reporting.guard.findings import Text
from services.reporting.report.headings import HEADINGS, SectionId
from services.reporting.report.references import Fault
from services.reporting.report.spans import Span
from services.reporting.report.writing import Filled
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase

REFERENCE = "reference"
"""The rule that every reference must be to a figure."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a report cannot be published, and the place in a section's text as it was typed."""

    section: SectionId
    start: int
    end: int
    words: str
    """What stands there."""
    sentence: str
    rule: str
    message: Phrase
    figure: str | None = None


class Contradiction(Protocol):
    """A place that the figures do not bear out, as the guard tells it."""

    @property
    def rule(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def sentence(self) -> str: ...
    @property
    def message(self) -> Phrase: ...
    @property
    def figure(self) -> str | None: ...


class Guard(Protocol):
    """Finds every place of a section's text that the figures do not bear out.

    `table` has the facts of all cases, since a text may speak of any period.
    """

    def __call__(
        self,
        words: str,
        section: SectionId,
        span: Span,
        table: pl.DataFrame,
        organisation: Organisation,
    ) -> Sequence[Contradiction]: ...


def by_the_rules(
    words: str, section: SectionId, span: Span, table: pl.DataFrame, organisation: Organisation
) -> Sequence[Contradiction]:
    """What `services.reporting.guard` finds; only some sections may speak of other periods."""
    text = Text(
        words=words,
        period=span.period,
        before=span.before,
        comparing=HEADINGS[section].comparing,
    )
    about = Question(board=(span.board,))
    figures = FiguresOfTable(table, about, organisation)
    units = names_of_units(organisation, span.board)
    return contradictions(text, figures, units, names_of_categories(organisation, span.board))


def objections(
    texts: Mapping[SectionId, Filled],
    guard: Guard,
    span: Span,
    table: pl.DataFrame,
    organisation: Organisation,
) -> tuple[Objection, ...]:
    """All that stands against publishing these texts, in the report's order."""
    found: list[Objection] = []
    for section in SectionId:
        text = texts.get(section)
        if text is None or not text.typed.strip():
            continue
        found += [_of_fault(section, fault) for fault in text.faults]
        found += [
            _of_contradiction(section, text, each)
            for each in guard(text.words, section, span, table, organisation)
        ]
    return tuple(found)


def _of_fault(section: SectionId, fault: Fault) -> Objection:
    return Objection(
        section,
        fault.start,
        fault.end,
        fault.words,
        fault.words,
        REFERENCE,
        phrase("Hänvisningen leder inte till någon siffra: %(why)s", why=fault.message),
    )


def _of_contradiction(section: SectionId, text: Filled, found: Contradiction) -> Objection:
    start, end = text.typed_place(found.start, found.end)
    return Objection(
        section,
        start,
        end,
        text.typed[start:end],
        found.sentence,
        str(found.rule),
        found.message,
        found.figure,
    )
