"""The overview: how it stands now, and how the period went, on one page."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import polars as pl
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.facts_in_use import Cases
from services.reporting.figures.asked_period import ALL_TIME
from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.reckoning import reckoned
from services.reporting.figures.statistics import Value, counted
from services.reporting.pages.asked import BOARD, UNIT, Asked
from services.reporting.pages.desk import FigureDesk, Values
from services.reporting.pages.frame import OVERVIEW
from services.reporting.pages.pictured import (
    POINTS,
    Part,
    Pictured,
    parts_pictured,
    points_pictured,
)
from services.reporting.pages.received import RECEIVED, received_by_month
from services.reporting.pages.shown import all_shown, of_theme, shown
from services.reporting.pages.voice import OwnWords, Voice
from services.reporting.pages.words import DIMENSIONS
from shared.identity.sessions import StaffMember
from shared.pages.phrases import Phrase, phrase

NOW = ("open", "late", "unanswered", "answers-late")
PERIOD_FIGURES = ("received", "closed", "dismissed", "referred", "reopened")
FEEDBACK = ("acknowledged", "answered", "unanswered", "agrees")
STEPS = (
    ("acknowledge", "acknowledged", phrase("Till bekräftelse")),
    ("assign", "assigned", phrase("Till att någon ansvarar")),
    ("answer", "answered", phrase("Till svar")),
    ("close", "closed", phrase("Till avslut")),
)
LEX_SARAH = ("lex-sarah-reports", "led-to-lex-sarah", "ivo-notified")


class OverviewPage:
    """Two round trips: everything on the page is reckoned from the same facts."""

    def __init__(self, desk: FigureDesk) -> None:
        self._desk = desk

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        reader = Depends(self._desk.reader)

        @router.get("/")
        async def home(member: Annotated[StaffMember, reader]) -> Response:  # noqa: ARG001
            return RedirectResponse(self._desk.office.frame.site.address(OVERVIEW), 303)

        @router.get(OVERVIEW)
        async def show(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            return await self._desk.page(request, member, "overview.html", self._made)

        return router

    def _made(self, asked: Asked, cases: Cases, voice: Voice) -> Values:
        in_period = cases.asked(asked.question).collect().lazy()
        now = asked.in_period(ALL_TIME)
        figures = all_shown(reckoned(in_period, list(FIGURES.values())), asked, voice)
        of_now = reckoned(cases.asked(now.question), [FIGURES[each] for each in NOW])
        return {
            "now": [shown(FIGURES[each.figure], each, now, voice) for each in of_now],
            "figures": of_theme(figures, PERIOD_FIGURES),
            "received": figures["received"],
            "before": self._before(asked, cases),
            "months": received_by_month(asked, cases, self._desk.office.today, voice),
            "kinds": self._by(
                Dimension.KIND, phrase("Inkomna efter slag"), asked, in_period, voice
            ),
            "places_pictured": self._places(asked, in_period, voice),
            "channels": self._by(
                Dimension.CHANNEL, phrase("Inkomna efter väg in"), asked, in_period, voice
            ),
            "steps": [
                (
                    label,
                    figures[f"days-to-{step}-median"],
                    figures[f"days-to-{step}-p90"],
                    figures[f"{done}-within-target"],
                )
                for step, done, label in STEPS
            ],
            "feedback": of_theme(figures, FEEDBACK),
            "lex_sarah": of_theme(figures, LEX_SARAH),
            "points": points_pictured(
                "points",
                phrase("Kontrollpunkter som är uppfyllda"),
                {
                    voice.say(phrase("Uppfyllt")): {
                        figure.id: figures[figure.id].reckoned for figure in POINTS
                    }
                },
                voice,
                {figure.id: figures[figure.id].address for figure in POINTS},
            ),
        }

    def _before(self, asked: Asked, cases: Cases) -> tuple[int, Asked] | None:
        """What came in on the same days a year earlier, and the address of that."""
        earlier = asked.period.until(self._desk.office.today).a_year_earlier()
        if earlier is None:
            return None
        before = asked.in_period(earlier)
        (found,) = reckoned(cases.asked(before.question), [FIGURES["received"]])
        return found.value or 0, before

    def _by(
        self,
        dimension: Dimension,
        title: Phrase,
        asked: Asked,
        in_period: pl.LazyFrame,
        voice: Voice,
    ) -> Pictured:
        words = self._desk.words
        found = {row.values[0]: row.count for row in counted(in_period, [dimension]).rows}
        parts = [
            Part(words.value(dimension, value), found[value], _address(asked, dimension, value))
            for value in sorted(found, key=lambda value: (value is None, -found[value]))
        ]
        return parts_pictured(str(dimension), title, DIMENSIONS[dimension], parts, voice)

    def _places(self, asked: Asked, in_period: pl.LazyFrame, voice: Voice) -> Pictured:
        parts = sorted(self._parts(asked, in_period), key=lambda part: -part.count)
        if _is_everywhere(asked):
            title, of = phrase("Inkomna efter nämnd"), phrase("Nämnd")
        else:
            title, of = phrase("Inkomna efter enhet"), phrase("Enhet")
        return parts_pictured("places", title, of, parts, voice)

    def _parts(self, asked: Asked, in_period: pl.LazyFrame) -> Iterator[Part]:
        """Boards, or what is right below the board or the unit, each with all below it."""
        if _is_everywhere(asked):
            found = counted(in_period, [Dimension.BOARD]).rows
            for row in found:
                value = row.values[0]
                address = asked.address(OVERVIEW, (BOARD, str(value)))
                yield Part(self._desk.words.value(Dimension.BOARD, value), row.count, address)
            return
        counts = {row.values[0]: row.count for row in counted(in_period, [Dimension.UNIT]).rows}
        organisation = self._desk.office.organisation
        board = asked.unit.board if asked.unit else asked.board.id if asked.board else ""
        above = asked.unit.id if asked.unit else None
        for unit in organisation.units_of(board):
            if unit.parent == above:
                ids: Sequence[Value] = (
                    unit.id,
                    *(below.id for below in organisation.units_below(unit.id)),
                )
                if count := sum(counts.pop(each, 0) for each in ids):
                    address = asked.address(OVERVIEW, (BOARD, board), (UNIT, unit.id))
                    yield Part(self._desk.words.unit(unit.id), count, address)
        for value, count in counts.items():
            if value == above and value is not None:
                yield Part(phrase("Enheten själv"), count)
            elif value is None:
                yield Part(phrase("Ingen enhet angiven"), count)
            else:
                yield Part(OwnWords(str(value)), count)


def _is_everywhere(asked: Asked) -> bool:
    return asked.board is None and asked.unit is None


def _address(asked: Asked, dimension: Dimension, value: Value) -> str:
    return "" if value is None else asked.address(RECEIVED, (str(dimension), str(value)))
