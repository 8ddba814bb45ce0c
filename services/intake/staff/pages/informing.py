"""Noting that someone was told how to say what they think, and the proof of it (R21)."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.access import DESK
from services.intake.information_given import TOLD, How, InformationGiven, by_unit
from services.intake.staff.forms.places import Place, read_place, suggestions
from services.intake.staff.informing_words import HOW, TO
from services.intake.staff.pages.desk import Desk
from shared.events.vocabulary import ReporterKind
from shared.identity.sessions import StaffMember
from shared.ids import new_id
from shared.pages.choices import Choice
from shared.pages.forms import FormState
from shared.pages.languages import Language, named
from shared.pages.phrases import Phrase, phrase
from shared.pages.typed_dates import typed_day
from shared.store.collection import Collection
from shared.store.errors import Duplicate

PATH = "/personal/information"
LATE = timedelta(days=366)
"""How far back something can be noted."""


class InformingPages:
    def __init__(self, desk: Desk, given: Collection[InformationGiven]) -> None:
        self._desk = desk
        self._given = given

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=PATH)
        member_of_staff = Depends(self._desk.authentication.staff_page(*DESK))

        @router.get("")
        async def ask(
            request: Request, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            blank = FormState.of({"given_on": self._desk.today.isoformat(), "token": str(new_id())})
            return await self._asked(request, member, blank)

        @router.post("")
        async def note(
            request: Request, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            form = FormState.posted((await request.form()).multi_items())
            return await self._note(request, member, form)

        @router.get("/{given_id}")
        async def proof(
            request: Request, given_id: UUID, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            return await self._proof(request, member, given_id)

        return router

    async def _asked(
        self, request: Request, member: StaffMember, form: FormState, status: int = 200
    ) -> Response:
        boards = self._desk.own_boards(member)
        since = date(self._desk.today.year, 1, 1)
        counted = []
        for board in boards:
            where = {"board": board.id, "given_on": {"$gte": since.isoformat()}}
            fields = tuple(InformationGiven.model_fields)
            found = by_unit(await self._given.find(where, fields=fields))
            counted.append((board, found, self._silent(board.id, {each.unit for each in found})))
        language = self._desk.frame.pages.language(request)
        return self._desk.frame.answer(
            request,
            member,
            "informing.html",
            status=status,
            form=form,
            places=suggestions(
                self._desk.organisation, language, self._desk.today, member.principal.board
            ),
            to=[Choice(kind.value, TO[kind]) for kind in TOLD],
            how=[Choice(how.value, HOW[how]) for how in How],
            counted=counted,
            year=self._desk.today.year,
            organisation=self._desk.organisation,
        )

    async def _note(self, request: Request, member: StaffMember, form: FormState) -> Response:
        place = read_place(
            form.value("unit").strip(), self._desk.organisation, member.principal.board
        )
        day = typed_day(form.value("given_on"))
        errors: dict[str, Phrase] = {}
        if isinstance(place, Phrase):
            errors["unit"] = place
        if day is None:
            errors["given_on"] = phrase("Skriv dagen, till exempel 2026-11-22.")
        elif not self._desk.today - LATE <= day <= self._desk.today:
            errors["given_on"] = phrase("Välj en dag under det senaste året, senast i dag.")
        if form.value("to") not in TOLD:
            errors["to"] = phrase("Välj vem som fick informationen.")
        how = tuple(How(each) for each in form.chosen("how") if each in tuple(How))
        if not how:
            errors["how"] = phrase("Välj hur informationen lämnades.")
        if errors or isinstance(place, Phrase) or day is None:
            return await self._asked(request, member, FormState(form.typed, errors), 422)
        given_id = await self._kept(member, form, place, day, how)
        return RedirectResponse(self._desk.frame.site.address(f"{PATH}/{given_id}"), 303)

    async def _kept(
        self, member: StaffMember, form: FormState, place: Place, day: date, how: tuple[How, ...]
    ) -> str:
        """May be sent twice: the form's token is the id."""
        try:
            given_id = str(UUID(form.value("token")))
        except ValueError:
            given_id = str(new_id())
        given = InformationGiven(
            id=given_id,
            board=place.board.id,
            unit=place.unit.id if place.unit else None,
            given_on=day,
            to=ReporterKind(form.value("to")),
            how=how,
            language=named(form.value("language")) or Language.SWEDISH,
            by=member.principal.id or member.user,
            recorded_at=self._desk.clock.now(),
        )
        with suppress(Duplicate):
            await self._given.insert(given)
        return given_id

    async def _proof(self, request: Request, member: StaffMember, given_id: UUID) -> Response:
        given = await self._given.get(str(given_id))
        if given is None or not self._desk.sees(member, given.board):
            raise HTTPException(404)
        return self._desk.frame.answer(
            request,
            member,
            "informed.html",
            given=given,
            spoken=named(given.language) or Language.SWEDISH,
            board=self._desk.organisation.known_board(given.board),
            unit=self._desk.organisation.unit(given.unit) if given.unit else None,
            to=TO,
            how=HOW,
        )

    def _silent(self, board: str, heard: set[str | None]) -> list[str]:
        """Units that have noted nothing, by name in Swedish."""
        return [
            unit.id
            for unit in self._desk.organisation.public_units(board, self._desk.today)
            if unit.id not in heard
        ]
