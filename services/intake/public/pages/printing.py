"""Posters and paper forms to print: a list, a page for each unit, and the PDFs."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from services.intake.public.printed.sheets import Place, Sheet, place_of, sheet_words
from services.intake.public.printed.typesetting import Press
from services.intake.settings import IntakeSettings
from shared.clock import Clock, local_date
from shared.organisation import Organisation
from shared.pages.rendering import Pages
from shared.web.problems import NotFound

Answering = Callable[[Request, str], Awaitable[Response]]

_AN_HOUR = "public, max-age=3600"
_FILES = {"affisch": Sheet.POSTER, "blankett": Sheet.PAPER_FORM}


class PrintingPages:
    """Anyone may print them: what they say is public (R01, R21)."""

    def __init__(
        self, organisation: Organisation, pages: Pages, settings: IntakeSettings, clock: Clock
    ) -> None:
        self._organisation = organisation
        self._pages = pages
        self._settings = settings
        self._clock = clock
        self._press = Press()

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/tryck", self.listed, methods=["GET"])
        router.add_api_route("/tryck/{code}", self.shown, methods=["GET"])
        for name in _FILES:
            router.add_api_route(f"/tryck/{{code}}/{name}.pdf", self._pdf(name), methods=["GET"])
            router.add_api_route(f"/tryck/{{code}}/{name}.png", self._png(name), methods=["GET"])
        return router

    async def listed(self, request: Request) -> Response:
        boards = [
            (board, list(self._places_under(board.id))) for board in self._organisation.boards
        ]
        return self._pages.answer(request, "printing.html", boards=boards)

    async def shown(self, request: Request, code: str) -> Response:
        place = self._place(code)
        return self._pages.answer(
            request,
            "printing_unit.html",
            place=place,
            link=self._settings.public_address(place.form_path),
        )

    def _pdf(self, name: str) -> Answering:
        async def pdf(request: Request, code: str) -> Response:
            place = self._place(code)
            made = await self._press.pdf(_FILES[name], self._words(request, place))
            return Response(
                made,
                media_type="application/pdf",
                headers={
                    "Content-Disposition": f'inline; filename="{name}-{place.code}.pdf"',
                    "Cache-Control": _AN_HOUR,
                    "Vary": "Cookie, Accept-Language",
                },
            )

        return pdf

    def _png(self, name: str) -> Answering:
        async def png(request: Request, code: str) -> Response:
            made = await self._press.picture(_FILES[name], self._words(request, self._place(code)))
            return Response(
                made,
                media_type="image/png",
                headers={"Cache-Control": _AN_HOUR, "Vary": "Cookie, Accept-Language"},
            )

        return png

    def _words(self, request: Request, place: Place) -> Mapping[str, Any]:
        return sheet_words(
            place,
            self._organisation,
            self._settings.public_address(place.form_path),
            self._pages.language(request),
            self._today(),
        )

    def _place(self, code: str) -> Place:
        place = place_of(code, self._organisation, self._today())
        if place is None:
            raise NotFound("There is no poster or form for that unit.")
        return place

    def _places_under(self, board_id: str) -> Iterator[tuple[Place, int]]:
        board = self._organisation.known_board(board_id)
        for unit in self._organisation.public_units(board_id, self._today()):
            yield Place(board, unit), len(self._organisation.units_above(unit.id))

    def _today(self) -> date:
        return local_date(self._clock.now())
