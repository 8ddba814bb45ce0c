"""The survey asked in the closing talk, and entered by whoever asks (R86). Decode, call, answer."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.public.form import Rejected
from services.intake.public.survey_form import choices_of, field_of, parse_survey
from services.intake.staff.pages.desk import Desk
from services.intake.survey import ASKED_WHEN, Surveys
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Kind
from shared.identity.roles import HANDLE
from shared.identity.sessions import StaffMember
from shared.organisation import Survey
from shared.pages.forms import FormState

PATH = "/personal/enkat"


class ClosingTalkPages:
    """Two reads a page, three where there is something to ask. Nothing personal is shown."""

    def __init__(self, desk: Desk, surveys: Surveys) -> None:
        self._desk = desk
        self._surveys = surveys

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=PATH, include_in_schema=False)
        handler = Depends(self._desk.authentication.staff_page(*HANDLE))

        @router.get("/{case_id}")
        async def ask(
            request: Request,
            case_id: UUID,
            member: Annotated[StaffMember, handler],
            klart: str = "",
        ) -> Response:
            facts = await self._facts(case_id, member)
            return await self._shown(request, member, case_id, facts, FormState(), done=bool(klart))

        @router.post("/{case_id}")
        async def answer(
            request: Request, case_id: UUID, member: Annotated[StaffMember, handler]
        ) -> Response:
            form = FormState.posted((await request.form()).multi_items())
            return await self._answered(request, member, case_id, form)

        return router

    async def _answered(
        self, request: Request, member: StaffMember, case_id: UUID, form: FormState
    ) -> Response:
        facts, survey = await self._facts(case_id, member), self._survey
        if facts.status not in ASKED_WHEN:
            return await self._shown(request, member, case_id, facts, form, status=409)
        result = parse_survey(form.values, survey)
        if isinstance(result, Rejected):
            wrong = replace(form, errors=result.errors)
            return await self._shown(request, member, case_id, facts, wrong, status=422)
        account = member.principal.id or member.user
        if not await self._surveys.answer(case_id, facts, survey, result, entered_by=account):
            return await self._shown(request, member, case_id, facts, FormState(), status=409)
        here = self._desk.frame.site.address(f"{PATH}/{case_id}")
        return RedirectResponse(f"{here}?klart=1", 303)

    async def _shown(
        self,
        request: Request,
        member: StaffMember,
        case_id: UUID,
        facts: CaseFacts,
        form: FormState,
        *,
        status: int = 200,
        done: bool = False,
    ) -> Response:
        asked = facts.status in ASKED_WHEN
        return self._desk.frame.answer(
            request,
            member,
            "closing_talk.html",
            status=status,
            form=form,
            number=facts.diary_number or facts.reference,
            case_id=case_id,
            survey=self._survey,
            field_of=field_of,
            choices_of=choices_of,
            asked=asked,
            answered=asked and await self._surveys.answered(case_id, facts),
            late=status == 409,
            done=done,
        )

    @property
    def _survey(self) -> Survey:
        """The organisation's. Raises HTTPException 404 where nobody is asked."""
        survey = self._desk.organisation.survey
        if survey is None:
            raise HTTPException(404)
        return survey

    async def _facts(self, case_id: UUID, member: StaffMember) -> CaseFacts:
        """Of a case that is the member's to handle. Raises HTTPException 404."""
        received = await self._desk.reception.submission(case_id)
        if received is None:
            raise HTTPException(404)
        facts = await self._desk.reception.facts_of(received)
        if facts.kind is Kind.LEX_SARAH or not self._handles(member, facts):
            raise HTTPException(404)
        return facts

    def _handles(self, member: StaffMember, facts: CaseFacts) -> bool:
        """By board and unit, as the workflow has it; whoever answers for the case always."""
        principal = member.principal
        if facts.responsible is not None and facts.responsible == principal.id:
            return True
        if not self._desk.sees(member, facts.board):
            return False
        if principal.unit is None:
            return True
        below = {unit.id for unit in self._desk.organisation.units_below(principal.unit)}
        return facts.unit in {principal.unit, *below}
