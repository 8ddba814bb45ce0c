"""The control points: how many of how many cases fulfil each, and which do not (R67)."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.facts_in_use import Cases
from services.reporting.figures.by_unit import nothing, reckoned_by_unit
from services.reporting.figures.control_points import BY_WORDS, PointLine, control_point_table
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.reckoning import reckoned
from services.reporting.pages.asked import BOARD, UNIT, Asked
from services.reporting.pages.desk import FigureDesk, Values
from services.reporting.pages.frame import CONTROL_POINTS as PATH
from services.reporting.pages.frame import FIGURES_PATH
from services.reporting.pages.pictured import POINTS, points_pictured
from services.reporting.pages.places import PlaceRow, place_rows
from services.reporting.pages.shown import LACKING, FigureShown, shown
from services.reporting.pages.voice import Voice
from shared.identity.sessions import StaffMember
from shared.pages.phrases import phrase


@dataclass(frozen=True)
class PointRow:
    """A point of the auditors' table. `said` is how the cases answer, the most usual first."""

    shown: FigureShown
    line: PointLine
    lacking: str
    """Where the cases are that do not fulfil it."""
    said: str


class PointPage:
    """Two round trips."""

    def __init__(self, desk: FigureDesk) -> None:
        self._desk = desk

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        reader = Depends(self._desk.reader)

        @router.get(PATH)
        async def show(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            boards = self._desk.office.boards(member)

            def make(asked: Asked, cases: Cases, voice: Voice) -> Values:
                in_period = cases.asked(asked.question)
                found = {each.figure: each for each in reckoned(in_period, POINTS)}
                lines = control_point_table(in_period)
                organisation = self._desk.office.organisation
                tallies = reckoned_by_unit(in_period, POINTS, organisation)
                rows = place_rows(asked, boards, tallies, self._desk, nothing(POINTS))
                return {
                    "points": [
                        PointRow(
                            shown(figure, found[figure.id], asked, voice),
                            line,
                            asked.address(f"{FIGURES_PATH}/{figure.id}", LACKING),
                            self._said(line, voice),
                        )
                        for figure, line in zip(POINTS, lines, strict=True)
                    ],
                    "cases": found[POINTS[0].id].of,
                    "pictured": points_pictured(
                        "points",
                        phrase("Andel som uppfyller varje kontrollpunkt"),
                        {voice.say(asked.place): found},
                        voice,
                        {},
                    ),
                    "rows": [(row, _cells(row, asked, voice)) for row in rows if row.has_cases],
                }

            return await self._desk.page(request, member, "points.html", make)

        return router

    def _said(self, line: PointLine, voice: Voice) -> str:
        dimension = BY_WORDS.get(line.point)
        if dimension is None:
            return ""
        label = self._desk.words.value
        return ", ".join(
            f"{voice.say(label(Dimension(dimension), word))} {voice.number(cases)}"
            for word, cases in sorted(line.words.items(), key=lambda each: -each[1])
        )


def _cells(row: PlaceRow, asked: Asked, voice: Voice) -> list[tuple[str, str]]:
    """For each point the share, and where the cases are that do not fulfil it."""
    place = ((BOARD, row.board), *(((UNIT, row.unit),) if row.unit else ()))
    return [
        (
            voice.percent(row.tally[figure.id].share),
            asked.address(f"{FIGURES_PATH}/{figure.id}", *place, LACKING),
        )
        for figure in POINTS
    ]
