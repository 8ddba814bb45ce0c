"""The survey on a page of its own. Decode, call, answer."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.public.followed_cases import FollowedCases
from services.intake.public.form import Rejected
from services.intake.public.pages.case_page import THANKS_FOR, CasePage
from services.intake.public.pages.follow_session import FollowSession
from services.intake.public.survey_form import choices_of, field_of, parse_survey
from shared.errors import Unavailable
from shared.organisation import Survey
from shared.pages.forms import FormState
from shared.pages.rendering import Pages


class SurveyPages:
    def __init__(
        self, cases: FollowedCases, session: FollowSession, case_page: CasePage, pages: Pages
    ) -> None:
        self._cases = cases
        self._session = session
        self._case_page = case_page
        self._pages = pages

    def routes(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/folj/enkat", self.ask, methods=["GET"])
        router.add_api_route("/folj/enkat", self.answer, methods=["POST"])
        return router

    async def ask(self, request: Request) -> Response:
        """The questions; the case's own page where there is nothing to ask."""
        opened = await self._session.case(request)
        survey = self._case_page.survey_of(opened) if opened else None
        if opened is None or survey is None or await self._cases.survey_answered(opened):
            return self._back()
        return self._form(request, survey, FormState())

    async def answer(self, request: Request) -> Response:
        """Answers that are sent twice count once."""
        form = FormState.posted((await request.form()).multi_items())
        try:
            return await self._answered(request, form)
        except Unavailable:
            survey = self._case_page.survey
            if survey is None:
                raise
            return self._form(request, survey, form, 503)

    async def _answered(self, request: Request, form: FormState) -> Response:
        opened = await self._session.case(request)
        survey = self._case_page.survey_of(opened) if opened else None
        if opened is None or survey is None:
            return self._back()
        result = parse_survey(form.values, survey)
        if isinstance(result, Rejected):
            return self._form(request, survey, replace(form, errors=result.errors), 422)
        await self._cases.answer_survey(opened, survey, result)
        return RedirectResponse(self._pages.site.address(f"/folj?{THANKS_FOR}=enkat"), 303)

    def _back(self) -> Response:
        return RedirectResponse(self._pages.site.address("/folj"), 303)

    def _form(
        self, request: Request, survey: Survey, form: FormState, status: int = 200
    ) -> Response:
        return self._pages.answer(
            request,
            "survey.html",
            status=status,
            personal=True,
            form=form,
            trouble="unsaved" if status == 503 else None,
            survey=survey,
            field_of=field_of,
            choices_of=choices_of,
        )
