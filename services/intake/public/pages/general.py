"""Pages that are the same for everyone: the start, and how accessible the pages are."""

from datetime import date

from fastapi import APIRouter, Request, Response

from services.intake.public import form_choices
from services.intake.public.mail_addresses import board_addresses
from services.intake.public.service_targets import targets_by_board
from shared.clock import Clock, local_date
from shared.events.vocabulary import Kind
from shared.organisation import Organisation
from shared.pages.rendering import Pages

STATEMENT_MADE_ON = date(2026, 11, 22)
"""When somebody last held the accessibility statement against the pages (lag 2018:1937, 13 §)."""


class GeneralPages:
    def __init__(self, organisation: Organisation, pages: Pages, clock: Clock) -> None:
        self._organisation = organisation
        self._pages = pages
        self._clock = clock

    def routes(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/", self.start, methods=["GET"])
        router.add_api_route("/tillganglighet", self.accessibility, methods=["GET"])
        return router

    async def start(self, request: Request) -> Response:
        today = local_date(self._clock.now())
        boards = targets_by_board(self._organisation, Kind.COMPLAINT, today)
        return self._pages.answer(
            request,
            "start.html",
            kinds=form_choices.KIND_CHOICES,
            boards=boards,
            same_targets=len({each.targets for each in boards}) == 1,
            addresses=tuple(board_addresses(self._organisation, today)),
            branches=form_choices.branches(self._organisation, today),
            contact=self._organisation.municipality.contact,
        )

    async def accessibility(self, request: Request) -> Response:
        municipality = self._organisation.municipality
        return self._pages.answer(
            request, "accessibility.html", contact=municipality.contact, made_on=STATEMENT_MADE_ON
        )
