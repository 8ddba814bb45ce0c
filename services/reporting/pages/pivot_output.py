"""A table of the analysis as a chart and as a file."""

import csv
from dataclasses import dataclass
from io import StringIO

from services.reporting.charts.bars import Bar, Row, bar_chart
from services.reporting.charts.svg import PATTERNS, Named
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.pivot import Pivot
from services.reporting.figures.statistics import Value
from services.reporting.pages.asked import Asked
from services.reporting.pages.voice import Voice
from services.reporting.pages.words import DIMENSIONS, Alone, Words
from shared.organisation import Organisation
from shared.pages.phrases import Label, phrase

ROWS, COLUMNS, PUBLISH = "rader", "kolumner", "publicera"
HIDDEN_CELL = ".."
"""As in official statistics: there is a number, and it may not be told."""
MOST_BARS = 30


@dataclass(frozen=True)
class Chosen:
    """What the table is of, as the address says."""

    rows: Dimension
    columns: Dimension | None
    publish: bool

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """How that stands in an address."""
        return (
            (ROWS, str(self.rows)),
            (COLUMNS, str(self.columns or "")),
            (PUBLISH, "ja" if self.publish else ""),
        )


class PivotOutput:
    """Says a table in one language."""

    def __init__(self, words: Words, organisation: Organisation, voice: Voice) -> None:
        self._words = words
        self._organisation = organisation
        self._voice = voice

    def label(self, dimension: Dimension, value: Value) -> Label:
        """What a value is called; a unit that has others below it is told apart from them."""
        if dimension is Dimension.UNIT and self._organisation.units_below(str(value)):
            return Alone(self._words.unit(str(value)))
        return self._words.value(dimension, value)

    def title(self, chosen: Chosen, *, with_columns: bool = True) -> str:
        """`Inkomna efter kategori och slag`."""
        rows = self._within(DIMENSIONS[chosen.rows])
        if chosen.columns and with_columns:
            columns = self._within(DIMENSIONS[chosen.columns])
            return self._voice.say(
                phrase("Inkomna efter %(rows)s och %(columns)s", rows=rows, columns=columns)
            )
        return self._voice.say(phrase("Inkomna efter %(rows)s", rows=rows))

    def has_bar_for_each_column(self, table: Pivot) -> bool:
        """Whether the chart tells the columns apart; otherwise it has the rows' totals."""
        return table.column_dimension is not None and 1 < len(table.columns) <= PATTERNS

    def chart(self, table: Pivot, chosen: Chosen, asked: Asked) -> str:
        """A bar for each row; one for each column too, where those are few.

        Empty where rows have many columns and no totals that may be shown.
        """
        voice = self._voice
        several = self.has_bar_for_each_column(table)
        if not table.rows or (chosen.columns and not several and not table.totals):
            return ""
        rows = []
        for number, value in enumerate(table.rows[:MOST_BARS]):
            counts = (
                [table.cell(number, column) for column in range(len(table.columns))]
                if several
                else [table.of_row(number) if chosen.columns else table.cell(number, 0)]
            )
            bars = tuple(Bar(count, self.number(count)) for count in counts)
            rows.append(Row(voice.say(self.label(chosen.rows, value)), bars))
        described = phrase(
            "Stapeldiagram med %(count)s rader. Alla tal står i tabellen.", count=len(rows)
        )
        series = (
            [voice.say(self.label(chosen.columns, value)) for value in table.columns]
            if several and chosen.columns
            else []
        )
        where = voice.say(asked.place), voice.say(asked.period_name)
        title = self.title(chosen, with_columns=several)
        named = Named("pivot", f"{title}. {', '.join(where)}", voice.say(described))
        return bar_chart(named, rows, series)

    def file(self, table: Pivot, chosen: Chosen) -> str:
        """CSV with semicolons, as spreadsheets in Swedish read it."""
        voice = self._voice
        text = StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        total = [voice.say(phrase("Totalt"))] if table.totals and chosen.columns else []
        heads = (
            [voice.say(self.label(chosen.columns, value)) for value in table.columns]
            if chosen.columns
            else [voice.say(phrase("Antal"))]
        )
        writer.writerow([voice.say(DIMENSIONS[chosen.rows]), *map(_plain, heads), *total])
        for number, value in enumerate(table.rows):
            cells = [table.cell(number, column) for column in range(len(table.columns))]
            if total:
                cells.append(table.of_row(number))
            name = _plain(voice.say(self.label(chosen.rows, value)))
            writer.writerow([name, *map(_in_file, cells)])
        if table.totals:
            sums = [table.of_column(column) for column in range(len(table.columns))]
            if total:
                sums.append(table.of_all)
            writer.writerow([voice.say(phrase("Totalt")), *map(_in_file, sums)])
        return text.getvalue()

    def _within(self, name: Label) -> str:
        """A name as it stands within a sentence."""
        said = self._voice.say(name)
        return said[:1].lower() + said[1:]

    def number(self, cases: int | None) -> str:
        """The number, or the sign that it may not be told."""
        return HIDDEN_CELL if cases is None else self._voice.number(cases)


def _in_file(cases: int | None) -> str:
    return HIDDEN_CELL if cases is None else str(cases)


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@" else text
