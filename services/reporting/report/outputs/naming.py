"""How a figure's filters are told beside it, and what stands at a report's head and foot."""

from services.reporting.report.content import Content, ReportFigure
from shared.pages.formats import Formats
from shared.pages.languages import Language

DRAFT = "Utkast"
DRAFT_EXPLAINED = "Utkast: siffrorna ändras tills rapporten publiceras."
DEFINITIONS = "Definitioner"
SHOWN = "De siffror som rapporten använder."


def as_of(content: Content) -> str:
    """`Siffrorna är från 22 november 2026 kl. 14.05.`"""
    return f"Siffrorna är från {Formats(Language.SWEDISH).instant(content.made_at)}."


def used_definitions(content: Content) -> list[tuple[str, str, str]]:
    """Id, name and definition of each figure that a sentence or a table is made of."""
    refs = {
        ref
        for section in content.sections
        for paragraph in section.paragraphs
        for sentence in paragraph
        for ref in sentence.figures
    } | {
        cell.figure for table in content.tables for row in table.rows for cell in row if cell.figure
    }
    ids = {each.id for each in content.figures if each.ref in refs}
    return [
        (each, definition.name, definition.definition)
        for each, definition in content.definitions.items()
        if each in ids
    ]


def filters_of(figure: ReportFigure) -> str:
    """`kind=complaint gender=woman`."""
    return " ".join(f"{key}={','.join(values)}" for key, values in figure.filters.items())
