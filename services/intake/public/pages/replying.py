"""Writing to the municipality about a case that is followed, and saying if one is content."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from services.intake.abuse.rates import Door, Rates
from services.intake.case_request import MAXIMUM_ATTACHMENTS
from services.intake.following import OpenedCase
from services.intake.message import MessageRequest
from services.intake.public.case_forms import message_key, parse_message, parse_opinion
from services.intake.public.followed_cases import FollowedCases
from services.intake.public.form import Rejected
from services.intake.public.pages.case_page import RETRY_AFTER_SECONDS, THANKS_FOR, CasePage
from services.intake.public.pages.follow_session import FollowSession
from services.intake.public.pages.sent_files import Kept, chosen_files, keep_files
from services.intake.refusals import ImpossibleFields
from shared.errors import TooManyRequests, TransientError, Unavailable
from shared.identity.web import address_of
from shared.pages.forms import FormState
from shared.pages.phrases import phrase
from shared.pages.rendering import Pages
from shared.web.problems import TooLarge

WRITE_PATH = "/folj/meddelande"
VIEW_PATH = "/folj/asikt"
FILES_AT_ONCE = 4
"""How many of the largest files go into one message; of smaller ones there is room for more."""

CodeAgain = Callable[[Request, FormState], Response]
"""Asks for the code once more, keeping what was typed."""


class ReplyPages:
    def __init__(
        self,
        cases: FollowedCases,
        session: FollowSession,
        case_page: CasePage,
        pages: Pages,
        rates: Rates,
        code_again: CodeAgain,
    ) -> None:
        self._cases = cases
        self._session = session
        self._case_page = case_page
        self._pages = pages
        self._rates = rates
        self._code_again = code_again

    def routes(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route(WRITE_PATH, self.write, methods=["POST"])
        router.add_api_route(VIEW_PATH, self.say_view, methods=["POST"])
        return router

    async def write(self, request: Request) -> Response:
        """A message that is sent twice is one message, with one copy of each file."""
        try:
            async with request.form() as posted:
                form = FormState.posted(posted.multi_items())
                try:
                    return await self._written(request, posted, form)
                except Unavailable:
                    return self._unsent(request, form, WRITE_PATH)
        except HTTPException as error:
            if error.status_code != TooLarge.status:
                raise
            return await self._too_large(request)

    async def say_view(self, request: Request) -> Response:
        form = FormState.posted((await request.form()).multi_items())
        try:
            return await self._said(request, form)
        except Unavailable:
            return self._unsent(request, form, VIEW_PATH)

    async def _written(self, request: Request, posted: FormData, form: FormState) -> Response:
        opened = await self._session.case(request)
        if opened is None:
            return self._code_again(request, form)
        try:
            await self._rates.admit(Door.FORM, address_of(request))
            kept = await self._kept(posted, request, opened, form)
        except TransientError as error:
            return await self._trouble(request, opened, form, error)
        ids = tuple(dict.fromkeys((*_ids(form.chosen("attachment")), *kept.ids)))
        form = replace(form, typed={**form.typed, "attachment": tuple(str(each) for each in ids)})
        if kept.refused:
            return await self._wrong(request, opened, form, Rejected({"files": kept.refused}))
        result = parse_message(form.values, ids)
        if isinstance(result, Rejected):
            return await self._wrong(request, opened, form, result)
        return await self._send(request, opened, form, result, "meddelande")

    async def _said(self, request: Request, form: FormState) -> Response:
        opened = await self._session.case(request)
        if opened is None:
            return self._code_again(request, form)
        try:
            await self._rates.admit(Door.FORM, address_of(request))
        except TooManyRequests as error:
            return await self._trouble(request, opened, form, error)
        result = parse_opinion(form.values)
        if isinstance(result, Rejected):
            return await self._wrong(request, opened, form, result)
        return await self._send(request, opened, form, result, "asikt")

    async def _send(
        self,
        request: Request,
        opened: OpenedCase,
        form: FormState,
        message: MessageRequest,
        done: str,
    ) -> Response:
        key = message_key(form.value("form_token"), message)
        try:
            await self._cases.write(opened, message, key)
        except ImpossibleFields:
            gone = phrase("Någon av filerna finns inte kvar. Välj dem igen.")
            kept = {name: value for name, value in form.typed.items() if name != "attachment"}
            return await self._wrong(
                request, opened, replace(form, typed=kept), Rejected({"files": gone})
            )
        except TransientError as error:
            return await self._trouble(request, opened, form, error)
        return RedirectResponse(self._pages.site.address(f"/folj?{THANKS_FOR}={done}"), 303)

    async def _kept(
        self, posted: FormData, request: Request, opened: OpenedCase, form: FormState
    ) -> Kept:
        """The chosen files, kept. Raises TransientError."""
        files = chosen_files(posted, "files")
        for _ in files:
            await self._rates.admit(Door.UPLOAD, address_of(request))
        # Words that were changed make another message, and that has files of its own.
        scope = (form.value("form_token"), form.value("message"))
        return await keep_files(files, self._cases, opened, *scope)

    async def _trouble(
        self, request: Request, opened: OpenedCase, form: FormState, error: TransientError
    ) -> Response:
        if isinstance(error, TooManyRequests):
            return await self._case_page.show(
                request, opened, form, 429, retry_after=error.retry_after
            )
        return await self._case_page.show(request, opened, form, 503)

    async def _too_large(self, request: Request) -> Response:
        """More than is read at once: the words among it have not been seen either."""
        opened = await self._session.case(request)
        limit = FILES_AT_ONCE * self._cases.file_limits.size // 1_000_000
        told = phrase(
            "Filerna är för stora tillsammans, och meddelandet kom inte fram. Skriv det igen, och "
            "skicka högst %(limit)s MB åt gången.",
            limit=limit,
        )
        if opened is None:
            return self._code_again(request, FormState())
        return await self._wrong(request, opened, FormState(), Rejected({"files": told}))

    def _unsent(self, request: Request, form: FormState, path: str) -> Response:
        """What was written, on a page that needs no store."""
        unsent = self._pages.answer(
            request, "unsent.html", status=503, personal=True, form=form, path=path
        )
        unsent.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return unsent

    async def _wrong(
        self, request: Request, opened: OpenedCase, form: FormState, result: Rejected
    ) -> Response:
        return await self._case_page.show(request, opened, replace(form, errors=result.errors), 422)


def _ids(chosen: tuple[str, ...]) -> tuple[UUID, ...]:
    """Ids among what came in a field; what is no id is passed over."""
    found: list[UUID] = []
    for text in chosen[:MAXIMUM_ATTACHMENTS]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(found)
