"""What the sections are made with: who is asked, what things are called, cells and tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.figures.dimensions import Dimension
from services.reporting.report.asking import Asked
from services.reporting.report.content import HIDDEN, Cell, Paragraph, ReportFigure, Table
from services.reporting.report.spans import Span, during, in_words
from services.reporting.report.swedish import capital, number, percent
from services.reporting.report.words import UNKNOWN, Names
from shared.events.vocabulary import Kind
from shared.organisation import Board, Organisation

KIND_COLUMNS = {
    Kind.COMPLAINT: "Klagomål",
    Kind.VIEW: "Synpunkter",
    Kind.SUGGESTION: "Förslag",
    Kind.PRAISE: "Beröm",
    Kind.DEVIATION: "Avvikelser",
    Kind.LEX_SARAH: "Lex Sarah",
}


_CHARTS = frozenset({"units", "kinds", "causes"})
"""Tables whose totals are drawn as bars too (R78)."""


@dataclass(frozen=True)
class Material:
    """What every section is made of."""

    asked: Asked
    names: Names
    organisation: Organisation
    board: Board

    @property
    def span(self) -> Span:
        return self.asked.span

    @property
    def during(self) -> str:
        """`Under 2018`."""
        return during(self.span.period)

    @property
    def before(self) -> str:
        """`2017`, the period that is compared with."""
        return in_words(self.span.before)


@dataclass(frozen=True)
class Made:
    """The part of a section that is made of figures."""

    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()


def words(text: str) -> Cell:
    """A cell that heads its row or column, or says something."""
    return Cell(text=text)


def cell(figure: ReportFigure) -> Cell:
    """The figure's value; `–` of nothing."""
    if figure.hidden:
        return Cell(text=HIDDEN, figure=figure.ref)
    shown = "–" if figure.value is None else number(figure.value)
    return Cell(text=shown, value=figure.value, figure=figure.ref)


def of_cell(figure: ReportFigure) -> Cell:
    """What the figure could be true of."""
    if figure.of is None:
        return Cell(text=HIDDEN, figure=figure.ref, of=True)
    return Cell(text=number(figure.of), value=figure.of, figure=figure.ref, of=True)


def share_cell(figure: ReportFigure) -> Cell:
    """The share in whole percent; `–` of nothing."""
    if figure.share is None:
        return Cell(text="–", figure=figure.ref)
    return Cell(text=percent(figure.share), value=round(figure.share, 4), figure=figure.ref)


def difference_cell(now: ReportFigure, before: ReportFigure) -> Cell:
    """`+3`, `−2`, `0`; `–` where either is missing."""
    if now.value is None or before.value is None:
        return Cell(text="–")
    change = now.value - before.value
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return Cell(text=f"{sign}{number(abs(change))}", value=change)


def by_kind(
    material: Material, table_id: str, caption: str, dimension: Dimension, first: str
) -> Table | None:
    """How many cases have each value, by kind, with totals; None where there are no cases.

    Of a dimension that a case may have several values of, the rows do not add up to the total,
    and the note says so.
    """
    asked, key = material.asked, _key(dimension)
    values = asked.values(dimension)
    if not values:
        return None
    kinds = [kind for kind in asked.kinds() if asked("received", kind=kind).value]
    rows = [
        (
            words(capital(material.names.of(key, value))),
            *(cell(asked.received({key: value, "kind": kind})) for kind in kinds),
            cell(asked.received({key: value})),
        )
        for value in values
    ]
    rows.append(
        (
            words("Ärenden totalt" if dimension.has_several else "Totalt"),
            *(cell(asked("received", kind=kind)) for kind in kinds),
            cell(asked("received")),
        )
    )
    return Table(
        id=table_id,
        caption=caption,
        columns=(first, *(KIND_COLUMNS[kind] for kind in kinds), "Totalt"),
        rows=tuple(rows),
        adds_up=not dimension.has_several,
        note=(
            "Ett ärende kan ha flera, så raderna är tillsammans fler än ärendena."
            if dimension.has_several
            else ""
        ),
        chart=table_id in _CHARTS,
    )


def where_known(
    material: Material, table_id: str, caption: str, dimension: Dimension, first: str
) -> Table | None:
    """As `by_kind`, unless nothing is known of any case."""
    known = {*material.asked.values(dimension)} - {UNKNOWN, "unknown"}
    return by_kind(material, table_id, caption, dimension, first) if known else None


def _key(dimension: Dimension) -> str:
    return "unit_itself" if dimension is Dimension.UNIT else str(dimension)


def tables(*made: Table | None) -> tuple[Table, ...]:
    """Those that there is something to put in."""
    return tuple(table for table in made if table is not None)


def value(figure: ReportFigure) -> int:
    """The number of cases; 0 of nothing."""
    return figure.value or 0


def paragraphs(*given: Sequence[object]) -> tuple[Paragraph, ...]:
    """Those that say something."""
    return tuple(tuple(each) for each in given if each)  # type: ignore[arg-type]
