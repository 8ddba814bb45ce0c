"""Analysis: cases by any two properties, as a table, a chart and a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from markupsafe import Markup

from services.reporting.charts.standing_alone import standing_alone
from services.reporting.facts_in_use import Cases
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.pivot import Pivot, ordered, pivot, publishable
from services.reporting.figures.statistics import Value
from services.reporting.figures.suppression import LIMIT
from services.reporting.pages.asked import Asked, Choice, NotKnown
from services.reporting.pages.cell_addresses import CellAddresses
from services.reporting.pages.desk import FigureDesk, Values
from services.reporting.pages.frame import ANALYSIS as PATH
from services.reporting.pages.pivot_output import (
    COLUMNS,
    HIDDEN_CELL,
    MOST_BARS,
    PUBLISH,
    ROWS,
    Chosen,
    PivotOutput,
)
from services.reporting.pages.received import RECEIVED
from services.reporting.pages.voice import Voice
from services.reporting.pages.words import DIMENSIONS
from shared.identity.sessions import StaffMember
from shared.pages.colours import Colour
from shared.pages.phrases import Label, phrase

OWN = (ROWS, COLUMNS, PUBLISH)
CHART_WIDTH = 720
"""Pixels, of the chart as a file."""


Where = tuple[tuple[Dimension, Value], ...]
"""The values that the cases of a number have."""


@dataclass(frozen=True)
class Heading:
    """A value, and where it leads; empty for nowhere."""

    label: Label
    address: str


class AnalysisPage:
    """Two round trips, for the page, the file and the chart alike."""

    def __init__(self, desk: FigureDesk) -> None:
        self._desk = desk

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        reader = Depends(self._desk.reader)

        @router.get(PATH)
        async def show(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            def make(asked: Asked, cases: Cases, voice: Voice) -> Values:
                return self._made(request, asked, cases, voice)

            return await self._desk.page(request, member, "analysis.html", make, OWN)

        @router.get(f"{PATH}.csv")
        async def file(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            return await self._download(request, member, "csv")

        @router.get(f"{PATH}.svg")
        async def chart(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            return await self._download(request, member, "svg")

        return router

    def _made(self, request: Request, asked: Asked, cases: Cases, voice: Voice) -> Values:
        chosen = _chosen(request, asked)
        table = self._table(chosen, asked, cases)
        output = self._output(voice)
        return {
            "chosen": chosen,
            "dimensions": DIMENSIONS,
            "row_heading": DIMENSIONS[chosen.rows],
            "column_heading": DIMENSIONS[chosen.columns] if chosen.columns else None,
            "columns": self._headings(chosen.columns, table.columns, asked, chosen, output),
            "rows": [
                (
                    heading,
                    self._cells(table, row, asked, chosen, output),
                    self._cell(table.of_row(row), _row(table, row), asked, chosen, output),
                )
                for row, heading in enumerate(
                    self._headings(chosen.rows, table.rows, asked, chosen, output)
                )
            ],
            "totals": [
                self._cell(table.of_column(n), _column(table, n), asked, chosen, output)
                for n in range(len(table.columns))
            ],
            "total": self._cell(table.of_all, (), asked, chosen, output),
            "all_cases": table.total,
            "table": table,
            "several": [DIMENSIONS[each] for each in table.several],
            "limit": LIMIT,
            "hidden_cell": HIDDEN_CELL,
            "svg": Markup(output.chart(table, chosen, asked)),  # noqa: S704 - of escaped parts
            "caption": output.title(chosen),
            "chart_title": output.title(chosen, with_columns=output.has_bar_for_each_column(table)),
            "bars_left_out": max(len(table.rows) - MOST_BARS, 0),
            "turned": asked.address(
                PATH, (ROWS, str(chosen.columns or "")), (COLUMNS, str(chosen.rows))
            )
            if chosen.columns
            else "",
            "csv": asked.address(f"{PATH}.csv", *chosen.pairs),
            "chart_file": asked.address(f"{PATH}.svg", *chosen.pairs),
            "other_view": asked.address(
                PATH, *Chosen(chosen.rows, chosen.columns, not chosen.publish).pairs
            ),
            "own": chosen.pairs,
        }

    async def _download(self, request: Request, member: StaffMember, kind: str) -> Response:
        reader = self._desk.reads(member)
        output = self._output(self._desk.voice(request))

        def make(cases: Cases) -> str:
            asked = reader.read(PATH, request.query_params.multi_items(), OWN)
            chosen = _chosen(request, asked)
            table = self._table(chosen, asked, cases)
            if kind == "csv":
                return output.file(table, chosen)
            brand = Colour.parse(self._desk.office.organisation.municipality.colour)
            return standing_alone(output.chart(table, chosen, asked), brand, CHART_WIDTH)

        try:
            body = await self._desk.facts.read(make)
        except NotKnown as unknown:
            return self._desk.not_known(request, member, unknown)
        types = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml"}
        return Response(
            # Excel knows UTF-8 by the mark before it.
            body.encode("utf-8-sig" if kind == "csv" else "utf-8"),
            media_type=types[kind],
            headers={
                "Content-Disposition": f'attachment; filename="analys.{kind}"',
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )

    def _table(self, chosen: Chosen, asked: Asked, cases: Cases) -> Pivot:
        words = self._desk.words
        found = pivot(cases.asked(asked.question), chosen.rows, chosen.columns)
        columns = words.ordered(chosen.columns, found.columns) if chosen.columns else found.columns
        found = ordered(found, words.ordered(chosen.rows, found.rows), columns)
        return publishable(found) if chosen.publish else found

    def _output(self, voice: Voice) -> PivotOutput:
        return PivotOutput(self._desk.words, self._desk.office.organisation, voice)

    def _headings(
        self,
        dimension: Dimension | None,
        values: Sequence[Value],
        asked: Asked,
        chosen: Chosen,
        output: PivotOutput,
    ) -> Sequence[Heading]:
        """Each leads to the same table of the cases with that value alone."""
        if dimension is None:
            return (Heading(phrase("Antal"), ""),)
        addresses = CellAddresses(asked, PATH, self._desk.office.organisation)
        return [
            Heading(
                output.label(dimension, value),
                "" if chosen.publish else addresses.of(((dimension, value),), chosen.pairs),
            )
            for value in values
        ]

    def _cells(
        self, table: Pivot, row: int, asked: Asked, chosen: Chosen, output: PivotOutput
    ) -> Sequence[tuple[str, str]]:
        return [
            self._cell(
                table.cell(row, column),
                (*_row(table, row), *_column(table, column)),
                asked,
                chosen,
                output,
            )
            for column in range(len(table.columns))
        ]

    def _cell(
        self, cases: int | None, where: Where, asked: Asked, chosen: Chosen, output: PivotOutput
    ) -> tuple[str, str]:
        """A number, and where its cases are; nowhere in what is to be published."""
        addresses = CellAddresses(asked, RECEIVED, self._desk.office.organisation)
        address = addresses.of(where) if cases and not chosen.publish else ""
        return output.number(cases), address


def _row(table: Pivot, row: int) -> Where:
    return ((table.row_dimension, table.rows[row]),)


def _column(table: Pivot, column: int) -> Where:
    return ((table.column_dimension, table.columns[column]),) if table.column_dimension else ()


def _chosen(request: Request, asked: Asked) -> Chosen:
    given = request.query_params
    rows = _dimension(given.get(ROWS) or Dimension.CATEGORY, ROWS, asked)
    columns = given.get(COLUMNS, "" if given.get(ROWS) else Dimension.KIND)
    found = _dimension(columns, COLUMNS, asked) if columns else None
    return Chosen(rows, found if found is not rows else None, given.get(PUBLISH) == "ja")


def _dimension(name: str, place: str, asked: Asked) -> Dimension:
    """The property of that name. Raises NotKnown, with all there are."""
    try:
        return Dimension(name)
    except ValueError:
        raise NotKnown(
            422,
            phrase(
                "”%(name)s” är inget som ärenden kan räknas efter. Här är allt som finns.",
                name=name,
            ),
            (
                Choice(label, asked.address(PATH, (place, str(each))))
                for each, label in DIMENSIONS.items()
            ),
        ) from None
