"""Units: a list with those that have no case, and a page for each with everything below it."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.facts_in_use import Cases
from services.reporting.figures.by_unit import nothing, reckoned_by_unit
from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.figure import Theme
from services.reporting.figures.reckoning import reckoned
from services.reporting.figures.statistics import counted
from services.reporting.pages.asked import BOARD, UNIT, Asked
from services.reporting.pages.desk import FigureDesk, Values
from services.reporting.pages.frame import FIGURES_PATH, OVERVIEW
from services.reporting.pages.frame import UNITS as PATH
from services.reporting.pages.pictured import (
    POINTS,
    Part,
    parts_pictured,
    points_pictured,
)
from services.reporting.pages.places import PlaceRow, existed, is_over, place_rows
from services.reporting.pages.received import RECEIVED, received_by_month
from services.reporting.pages.shown import FigureShown, all_shown, shown, value_of
from services.reporting.pages.voice import Voice
from services.reporting.pages.words import THEMES
from shared.identity.sessions import StaffMember
from shared.organisation import Board, Unit
from shared.pages.phrases import Phrase, phrase

LISTED = ("received", "open", "answered", "unanswered")
COMPARED = (Theme.CASES, Theme.TIMES, Theme.FEEDBACK, Theme.INVESTIGATION, Theme.LEX_SARAH)


class UnitPages:
    """Two round trips each."""

    def __init__(self, desk: FigureDesk) -> None:
        self._desk = desk

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        reader = Depends(self._desk.reader)

        @router.get(PATH)
        async def every(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            boards = self._desk.office.boards(member)

            def make(asked: Asked, cases: Cases, voice: Voice) -> Values:
                return self._every(asked, cases, voice, boards)

            return await self._desk.page(request, member, "units.html", make)

        @router.get(f"{PATH}/{{unit_id}}")
        async def one(
            request: Request, unit_id: str, member: Annotated[StaffMember, reader]
        ) -> Response:
            unit = self._desk.office.organisation.unit(unit_id)
            boards = {board.id: board for board in self._desk.office.boards(member)}
            if unit is None or unit.id != unit_id or unit.board not in boards:
                unknown = self._desk.reads(member).unknown_unit(unit_id, PATH, 404)
                return self._desk.not_known(request, member, unknown)
            board = boards[unit.board]

            def make(asked: Asked, cases: Cases, voice: Voice) -> Values:
                return self._one(asked.at(board, unit), cases, voice, board, unit)

            return await self._desk.page(request, member, "unit.html", make)

        return router

    def _every(self, asked: Asked, cases: Cases, voice: Voice, boards: Sequence[Board]) -> Values:
        figures = [FIGURES[each] for each in LISTED]
        tallies = reckoned_by_unit(
            cases.asked(asked.question), figures, self._desk.office.organisation
        )
        rows = place_rows(asked, boards, tallies, self._desk, nothing(figures))
        return {
            "headings": [figure.name for figure in figures],
            "definitions": figures,
            "rows": [(row, self._page_of(row, asked), _cells(row, asked, voice)) for row in rows],
            "silent": self._silent(rows, asked),
            "period_over": is_over(asked.period, self._desk.office.today),
        }

    def _silent(self, rows: Sequence[PlaceRow], asked: Asked) -> Sequence[tuple[PlaceRow, str]]:
        """Units that were there in the period, and of which nothing came in, nor below them."""
        units = {unit.id: unit for unit in self._desk.office.organisation.units}
        return [
            (row, self._page_of(row, asked))
            for row in rows
            if row.unit and not row.has_cases and existed(units[row.unit], asked.period)
        ]

    def _page_of(self, row: PlaceRow, asked: Asked) -> str:
        if not row.known:
            return ""
        if row.unit is None:
            return asked.address(OVERVIEW, (BOARD, row.board), without=(UNIT,))
        return asked.address(f"{PATH}/{row.unit}", without=(BOARD, UNIT))

    def _one(self, asked: Asked, cases: Cases, voice: Voice, board: Board, unit: Unit) -> Values:
        of_board = asked.at(board, None)
        in_period = cases.asked(asked.question).collect().lazy()
        wanted = list(FIGURES.values())
        found = {each.figure: each for each in reckoned(in_period, wanted)}
        boards = {each.figure: each for each in reckoned(cases.asked(of_board.question), wanted)}
        figures = all_shown(found.values(), asked, voice)
        compared: list[tuple[Phrase, Sequence[tuple[FigureShown, FigureShown]]]] = [
            (
                THEMES[theme],
                [
                    (
                        figures[figure.id],
                        shown(figure, boards[figure.id], of_board, voice),
                    )
                    for figure in wanted
                    if figure.theme is theme
                ],
            )
            for theme in COMPARED
        ]
        return {
            "unit": unit,
            "unit_name": self._desk.words.unit(unit.id),
            "board": board,
            "above": [
                (each.name, asked.address(f"{PATH}/{each.id}", without=(BOARD, UNIT)))
                for each in reversed(self._desk.office.organisation.units_above(unit.id))
            ],
            "asked_here": asked,
            "received": figures["received"],
            "open": figures["open"],
            "compared": compared,
            "months": received_by_month(asked, cases, self._desk.office.today, voice),
            "categories": self._categories(asked, cases, voice),
            "points": points_pictured(
                "points",
                phrase("Kontrollpunkter, enheten och nämnden"),
                {voice.say(unit.name): found, voice.say(board.name): boards},
                voice,
                {figure.id: figures[figure.id].address for figure in POINTS},
            ),
            "below": self._below(asked, cases, voice, board),
            "listed": [FIGURES[each].name for each in LISTED],
            "gone": not existed(unit, asked.period),
        }

    def _categories(self, asked: Asked, cases: Cases, voice: Voice) -> object:
        rows = counted(cases.asked(asked.question), [Dimension.CATEGORY]).rows
        parts = [
            Part(
                self._desk.words.value(Dimension.CATEGORY, row.values[0]),
                row.count,
                asked.address(RECEIVED, (str(Dimension.CATEGORY), str(row.values[0])))
                if row.values[0] is not None
                else "",
            )
            for row in sorted(rows, key=lambda row: (row.values[0] is None, -row.count))
        ]
        title = phrase("Inkomna efter kategori")
        return parts_pictured("categories", title, phrase("Kategori"), parts, voice)

    def _below(
        self, asked: Asked, cases: Cases, voice: Voice, board: Board
    ) -> Sequence[tuple[PlaceRow, str, Sequence[tuple[str, str]]]]:
        figures = [FIGURES[each] for each in LISTED]
        tallies = reckoned_by_unit(
            cases.asked(asked.question), figures, self._desk.office.organisation
        )
        rows = place_rows(asked, [board], tallies, self._desk, nothing(figures))
        return [
            (row, self._page_of(row, asked), _cells(row, asked, voice))
            for row in rows
            if asked.unit and row.unit != asked.unit.id
        ]


def _cells(row: PlaceRow, asked: Asked, voice: Voice) -> Sequence[tuple[str, str]]:
    """Each figure, and where its cases are."""
    place = ((BOARD, row.board), *(((UNIT, row.unit),) if row.unit else ()))
    return [
        (
            value_of(FIGURES[each], row.tally[each], voice),
            asked.address(f"{FIGURES_PATH}/{each}", *place) if row.known else "",
        )
        for each in LISTED
    ]
