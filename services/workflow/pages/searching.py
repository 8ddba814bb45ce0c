"""Search in cases. Decode, call, answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.workflow.access import Access
from services.workflow.cursors import Cursor, CursorWrong
from services.workflow.pages.asked_words import LONGEST, AskedWords
from services.workflow.pages.frame import SEARCH
from services.workflow.pages.listed import POINTS, Row, Rows
from services.workflow.pages.narrowing import address
from services.workflow.pages.office import Office
from services.workflow.search import Found, FoundPage, Search
from services.workflow.search_entry import Place
from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase
from shared.signing_keys import SigningKeys

A_PAGE = 50
WORDS, NUMBER, AFTER = "ord", "nr", "efter"

FOUND_IN: Mapping[Place, Phrase] = {
    Place.NUMBER: phrase("numret"),
    Place.NAMES: phrase("namn och kontakt"),
    Place.REPORT: phrase("det som lämnades in"),
    Place.MESSAGES: phrase("meddelanden"),
    Place.ANSWER: phrase("svaret"),
}


class SearchPages:
    """As many round trips as `Search` says; the page adds none."""

    def __init__(self, office: Office, search: Search, keys: SigningKeys) -> None:
        self._office = office
        self._search = search
        self._rows = Rows(office.organisation)
        self._asked = AskedWords(keys, office.frame.site.address(SEARCH), office.clock)

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        reader = Depends(self._office.allowed(Access.READ))

        @router.get(SEARCH)
        async def show(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            search_id = request.query_params.get(NUMBER, "")
            words = self._asked.words(request, member.user, search_id) if search_id else None
            if words is None:
                return self._answer(request, member, FormState())
            return await self._found(request, member, search_id, words)

        @router.post(SEARCH)
        async def ask(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            form = FormState.posted((await request.form()).multi_items())
            words = " ".join(form.value(WORDS).split())
            if not words or len(words) > LONGEST:
                wrong = (
                    phrase("Korta texten till högst %(limit)s tecken.", limit=LONGEST)
                    if words
                    else phrase("Skriv ett nummer, ett ord eller ett namn.")
                )
                typed = FormState.of({WORDS: form.value(WORDS)}, {WORDS: wrong})
                return self._answer(request, member, typed, status=422)
            response = RedirectResponse(SEARCH, 303)
            self._asked.keep(request, response, member.user, words)
            return response

        return router

    async def _found(
        self, request: Request, member: StaffMember, search_id: str, words: str
    ) -> Response:
        cursor = _cursor(request.query_params.get(AFTER, ""))
        page = await self._search.find(member.principal, words, cursor, A_PAGE)
        form = FormState.of({WORDS: words})
        return self._answer(request, member, form, search_id=search_id, page=page, further=cursor)

    def _answer(
        self,
        request: Request,
        member: StaffMember,
        form: FormState,
        *,
        status: int = 200,
        search_id: str = "",
        page: FoundPage | None = None,
        further: Cursor | None = None,
    ) -> Response:
        here = self._office.frame.site.address(SEARCH)
        known = {NUMBER: search_id}
        after = page.next if page else None
        return self._office.frame.answer(
            request,
            member,
            "search.html",
            status=status,
            form=form,
            longest=LONGEST,
            searched=page is not None,
            rows=[self._row(found) for found in page.items] if page else [],
            points=POINTS,
            first=address(here, known) if further else "",
            next=address(here, {**known, AFTER: str(after)}) if after else "",
        )

    def _row(self, found: Found) -> Row:
        case = found.case
        row = self._rows.row(case.id, case.facts, case.desk, self._office.today)
        return replace(row, found_in=tuple(FOUND_IN[place] for place in found.matched))


def _cursor(text: str) -> Cursor | None:
    """Where to go on; from the beginning for anything but what a list has given."""
    try:
        return Cursor.read(text) if text else None
    except CursorWrong:
        return None
