"""Following a case with its code. Decode, call, answer."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.abuse.rates import Door, Rates
from services.intake.public.follow_form import CARRIED, parse_follow_form
from services.intake.public.followed_cases import FollowedCases
from services.intake.public.form import Rejected
from services.intake.public.pages.case_page import CasePage
from services.intake.public.pages.follow_session import FollowSession
from services.intake.public.pages.replying import ReplyPages
from services.intake.public.pages.surveying import SurveyPages
from shared.clock import Clock
from shared.errors import TooManyRequests, Unavailable
from shared.identity.web import address_of
from shared.organisation import Organisation
from shared.pages.forms import FormState
from shared.pages.phrases import phrase
from shared.pages.rendering import Pages


class FollowPages:
    """`receipt_key` seals what a browser is given to remember that it knows the code."""

    def __init__(
        self,
        cases: FollowedCases,
        organisation: Organisation,
        pages: Pages,
        rates: Rates,
        receipt_key: bytes,
        clock: Clock,
    ) -> None:
        self._cases = cases
        self._pages = pages
        self._rates = rates
        self._path = pages.site.address("/folj")
        self._session = FollowSession(cases, receipt_key, self._path, clock)
        self._case_page = CasePage(cases, organisation, pages)
        self._replies = ReplyPages(
            cases, self._session, self._case_page, pages, rates, self.code_again
        )
        self._surveys = SurveyPages(cases, self._session, self._case_page, pages)

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/folj", self.followed_or_blank, methods=["GET"])
        router.add_api_route("/folj", self.follow, methods=["POST"])
        router.add_api_route("/folj/stang", self.put_away, methods=["POST"])
        router.include_router(self._replies.routes())
        router.include_router(self._surveys.routes())
        return router

    async def followed_or_blank(self, request: Request) -> Response:
        opened = await self._session.case(request)
        if opened is None:
            return self._form(request, FormState())
        return await self._case_page.show(request, opened)

    async def follow(self, request: Request) -> Response:
        form = FormState.posted((await request.form()).multi_items())
        result = parse_follow_form(form.values)
        if isinstance(result, Rejected):
            return self._form(request, replace(form, errors=result.errors), 422)
        try:
            await self._rates.admit(Door.FOLLOW, address_of(request))
        except TooManyRequests as error:
            refused = self._form(request, form, 429)
            refused.headers["Retry-After"] = str(error.retry_after)
            return refused
        try:
            opened = await self._cases.open(result.reference, result.secret)
        except Unavailable:
            return self._form(request, form, 503)
        if opened is None:
            unknown = phrase("Vi hittar inget ärende med den referensen och koden tillsammans.")
            return self._form(request, replace(form, errors={"reference": unknown}), 422)
        # What was written before the code had to be given again is shown where it belongs.
        response: Response = (
            await self._case_page.show(request, opened, form)
            if any(form.value(name) for name in CARRIED)
            else RedirectResponse(self._path, 303)
        )
        self._session.begin(request, response, result)
        return response

    async def put_away(self) -> Response:
        """Stop showing the case on this device."""
        response = RedirectResponse(self._path, 303)
        self._session.end(response)
        return response

    def code_again(self, request: Request, form: FormState) -> Response:
        """Ask for the code of someone who has written for a long time, and keep what they wrote."""
        return self._form(request, form, 403)

    def _form(self, request: Request, form: FormState, status: int = 200) -> Response:
        return self._pages.answer(
            request,
            "follow.html",
            status=status,
            personal=True,
            scripted=True,
            form=form,
            carried={name: form.value(name) for name in CARRIED if form.value(name)},
            too_many=status == 429,
            unavailable=status == 503,
        )
