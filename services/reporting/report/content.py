"""What a composed report consists of: sentences, tables, and the figures they are made of."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from services.reporting.report.headings import SectionId

HIDDEN = "–*"
"""Stands where a small number is hidden."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class ReportFigure(_Part):
    """One figure as it stands in a report.

    `value` is cases or calendar days, None where there is nothing to reckon from or it is hidden;
    `of` how many cases it could be true of, None where hidden; `share` is 0 to 1.
    """

    ref: str
    """By which texts refer to it: `answered kind=complaint period=before`."""
    id: str
    filters: dict[str, tuple[str, ...]] = {}
    """`-` among the values: those of which it is not known."""
    first: date
    last: date
    value: int | None
    of: int | None
    share: float | None = None
    days: bool = False
    """Whether the value is days."""
    hidden: bool = False


class Definition(_Part):
    """What a figure is called and means, in Swedish."""

    name: str
    definition: str


class Sentence(_Part):
    """One sentence, and the references of the figures that it is made of."""

    text: str
    figures: tuple[str, ...] = ()


Paragraph = tuple[Sentence, ...]


class Cell(_Part):
    """What is shown, and where it is a figure: its value and reference."""

    text: str
    value: int | float | None = None
    figure: str | None = None
    of: bool = False
    """Whether it shows what the figure could be true of, instead of its value."""


class Table(_Part):
    """The first column heads its row; where it `adds_up`, the last row is the others' sum."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    adds_up: bool = False
    note: str = ""
    chart: bool = False
    """Whether the last column is worth a chart."""


class Section(_Part):
    """What is made of figures, and below it what people have written."""

    id: SectionId
    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    written: tuple[str, ...] = ()
    """Paragraphs, with the figures that they refer to put in."""


class Content(_Part):
    """A whole report, as it stands at an instant (UTC)."""

    title: str
    municipality: str
    colour: str
    board: str
    period: str
    before: str
    """The periods in words."""
    made_at: datetime
    cases: int
    sections: tuple[Section, ...]
    figures: tuple[ReportFigure, ...]
    definitions: dict[str, Definition]
    """By the figures' ids."""
    language: str = "sv-SE"

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for section in self.sections for table in section.tables)


def said(text: str, *figures: ReportFigure) -> Sentence:
    """A sentence that is made of these figures."""
    return Sentence(text=text, figures=tuple(dict.fromkeys(each.ref for each in figures)))
