"""A whole report from a table of facts and what people have written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from services.reporting.figures.catalogue import FIGURES
from services.reporting.report.asking import Asked
from services.reporting.report.content import Content, Definition, Section
from services.reporting.report.headings import HEADINGS, SectionId
from services.reporting.report.sections.causes import causes
from services.reporting.report.sections.comparing import comparison, follow_up
from services.reporting.report.sections.equality import equality
from services.reporting.report.sections.feedback import feedback
from services.reporting.report.sections.kinds import kinds
from services.reporting.report.sections.lex_sarah import lex_sarah
from services.reporting.report.sections.making import Made, Material
from services.reporting.report.sections.opening import background, summary
from services.reporting.report.sections.points import control_points
from services.reporting.report.sections.units import units
from services.reporting.report.spans import Span, in_words
from services.reporting.report.words import Names
from services.reporting.report.writing import Filled, filled, paragraphs
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language

_MADE: Mapping[SectionId, Callable[[Material], Made]] = {
    SectionId.SUMMARY: summary,
    SectionId.BACKGROUND: background,
    SectionId.UNITS: units,
    SectionId.KINDS: kinds,
    SectionId.CAUSES: causes,
    SectionId.FEEDBACK: feedback,
    SectionId.CONTROL_POINTS: control_points,
    SectionId.LEX_SARAH: lex_sarah,
    SectionId.EQUALITY: equality,
    SectionId.COMPARISON: comparison,
    SectionId.FOLLOW_UP: follow_up,
}
NOTHING_WRITTEN = "–"
"""As boards write where a section has nothing to say."""


@dataclass(frozen=True)
class Composed:
    """A report, and each section's text with its figures put in."""

    content: Content
    texts: Mapping[SectionId, Filled]


def composed(
    table: pl.DataFrame,
    span: Span,
    organisation: Organisation,
    texts: Mapping[SectionId, str],
    at: datetime,
) -> Composed:
    """The report as of `at` (UTC). Pure: the same table and texts give the same report."""
    board = organisation.known_board(span.board)
    asked = Asked(table, span, organisation)
    material = Material(asked, Names(organisation, board), organisation, board)
    made = {section: make(material) for section, make in _MADE.items()}
    written = {section: filled(texts.get(section, ""), asked) for section in SectionId}
    period = in_words(span.period)
    content = Content(
        title=f"Klagomål, synpunkter och avvikelser {period} – {board.name.sv}",
        municipality=organisation.municipality.name.sv,
        colour=organisation.municipality.colour,
        board=board.name.sv,
        period=period,
        before=material.before,
        made_at=at,
        cases=asked("received").value or 0,
        sections=tuple(
            _section(section, made.get(section, Made()), written[section]) for section in SectionId
        ),
        figures=asked.figures,
        definitions={
            figure.id: Definition(
                name=say(figure.name, Language.SWEDISH),
                definition=say(figure.definition, Language.SWEDISH),
            )
            for figure in FIGURES.values()
        },
    )
    return Composed(content, written)


def _section(section: SectionId, made: Made, text: Filled) -> Section:
    heading = HEADINGS[section]
    written = paragraphs(text.words)
    if not written and heading.expected and not made.paragraphs:
        written = (NOTHING_WRITTEN,)
    return Section(
        id=section,
        heading=say(heading.title, Language.SWEDISH),
        paragraphs=made.paragraphs,
        tables=made.tables,
        written=written,
    )
