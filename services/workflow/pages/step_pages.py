"""Each step as a page: shown, sent, taken. Decode, call, answer."""

import re
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.workflow.access import Access
from services.workflow.case import Case
from services.workflow.handling import CaseUnknown, Stale
from services.workflow.pages.case_office import CaseOffice
from services.workflow.pages.case_page import DONE
from services.workflow.pages.forms.definitions import BY_PATH, BY_STEP
from services.workflow.pages.forms.field import Control, Field, Sheet, StepForm
from services.workflow.pages.forms.reading import presets, read_command
from services.workflow.pages.lookup import find_case
from services.workflow.pages.not_permitted import not_permitted
from services.workflow.pages.same_event_words import OTHER
from services.workflow.pages.step_page import Found, StepPage, Trouble
from services.workflow.stepping import StepRefused
from services.workflow.steps.command import Command
from shared.errors import TransientError
from shared.events.handling_words import Relation
from shared.identity.login_pages import REDRAW
from shared.identity.sessions import StaffMember
from shared.identity.web import CSRF
from shared.metrics import STEPS
from shared.pages.forms import FormState
from shared.pages.phrases import phrase
from shared.web.problems import Forbidden

SEQ, CHOSEN = "seq", "chosen"
"""Fields of every form: the state of the case that was read, and that a found case was seen."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MEASURE = "atgard"
"""The word in an address that says which measure or paper a step is about: a number."""


class StepPages:
    """At most two reads, and one write; one more read where another case is looked up."""

    def __init__(self, desk: CaseOffice) -> None:
        self._desk = desk
        self._page = StepPage(desk)

    def routes(self) -> APIRouter:
        router = APIRouter(prefix="/arenden", include_in_schema=False)
        reader = Depends(self._desk.office.allowed(Access.READ))

        @router.get("/{case_id}/{step}")
        async def blank(
            request: Request, case_id: UUID, step: str, member: Annotated[StaffMember, reader]
        ) -> Response:
            return await self._blank(request, member, case_id, _known(step))

        @router.post("/{case_id}/{step}")
        async def send(
            request: Request, case_id: UUID, step: str, member: Annotated[StaffMember, reader]
        ) -> Response:
            return await self._sent(request, member, case_id, _known(step))

        return router

    async def _blank(
        self, request: Request, member: StaffMember, case_id: UUID, form: StepForm
    ) -> Response:
        case = await self._case(member, case_id)
        if case is None or not self._desk.may(member.principal, form.name, case):
            action = Access.READ if case is None else form.name
            return not_permitted(request, member, self._desk.office, action)
        if not form.command.may_be_taken(case):
            return self._page.barred(request, member, form, case)
        sheet = self._page.sheet(case)
        state = _with_number(request, form, presets(form, sheet))
        state = await self._with_other(request, member, form, state)
        return self._page.shown(request, member, form, sheet, _at(case, state))

    async def _sent(
        self, request: Request, member: StaffMember, case_id: UUID, form: StepForm
    ) -> Response:
        case = await self._case(member, case_id)
        if case is None:
            return not_permitted(request, member, self._desk.office, Access.READ)
        state = FormState.posted((await request.form()).multi_items())
        sheet = self._page.sheet(case)
        if not self._desk.may(member.principal, form.name, case):
            told = Trouble(status=403, forbidden=True)
            return self._page.shown(request, member, form, sheet, state, told)
        if state.value(REDRAW):
            return self._page.shown(request, member, form, sheet, state)
        found = await self._looked_up(member, form, case, state)
        if isinstance(found, FormState):
            return self._page.shown(request, member, form, sheet, found)
        named = _naming(state, found) if found else state
        command = read_command(form, sheet, named)
        if not isinstance(command, Command):
            wrong = replace(state, errors=command)
            return self._page.shown(request, member, form, sheet, wrong)
        if found and state.value(CHOSEN) != found.case.id:
            return self._page.found(request, member, form, case, found)
        return await self._taken(request, member, form, sheet, state, command)

    async def _taken(
        self,
        request: Request,
        member: StaffMember,
        form: StepForm,
        sheet: Sheet,
        state: FormState,
        command: Command,
    ) -> Response:
        expected = _seq(state)
        try:
            case = await self._desk.permitted.take(
                member.principal, sheet.case.id, expected, command
            )
        except Stale as error:
            STEPS.labels(step=form.name, outcome="stale").inc()
            return await self._stale(request, member, form, state, error, sheet)
        except StepRefused as error:
            STEPS.labels(step=form.name, outcome="refused").inc()
            told = Trouble(status=409, reasons=tuple(error.reasons))
        except Forbidden:
            told = Trouble(status=403, forbidden=True)
        except TransientError:
            told = Trouble(status=503, unsaved=True)
        else:
            address = self._desk.office.frame.site.address(f"/arenden/{case.id}")
            return RedirectResponse(f"{address}?{DONE}={form.path}", 303)
        return self._page.shown(request, member, form, sheet, state, told)

    async def _stale(
        self,
        request: Request,
        member: StaffMember,
        form: StepForm,
        state: FormState,
        error: Stale,
        sheet: Sheet,
    ) -> Response:
        """What others did meanwhile; what was typed stays, and goes on from the case as it is."""
        case = sheet.case
        if case.seq < error.current:
            case = await self._desk.permitted.case(member.principal, case.id)
            sheet = self._page.sheet(case)
        told = Trouble(
            status=409,
            since=tuple(self._desk.views.history.of(case, error.since)),
            reasons=tuple(form.command.barriers(case)),
        )
        return self._page.shown(request, member, form, sheet, _at(case, state), told)

    async def _looked_up(
        self, member: StaffMember, form: StepForm, case: Case, state: FormState
    ) -> Found | FormState | None:
        """The case whose number was typed; the form with an error where there is none."""
        field = _asks_for_case(form)
        number = state.value(field.name).strip() if field else ""
        if field is None or not number:
            return None
        visible = self._desk.office.access.visible(member.principal, Access.READ)
        other = await find_case(self._desk.stored, number, visible)
        if other is None:
            told = phrase("Det finns inget ärende med det numret som du har tillgång till.")
            return replace(state, errors={field.name: told})
        if other.id == case.id:
            told = phrase("Det är numret på det här ärendet: skriv det andra ärendets.")
            return replace(state, errors={field.name: told})
        kept = tuple(
            (name, value)
            for name, values in state.typed.items()
            if name not in (CSRF, CHOSEN, REDRAW)
            for value in values
        )
        return Found(other, field.name, kept)

    async def _with_other(
        self, request: Request, member: StaffMember, form: StepForm, state: FormState
    ) -> FormState:
        """With the number of the other case that the link was about, if any. One read then."""
        field, other = _asks_for_case(form), request.query_params.get(OTHER, "")
        if field is None or not _UUID.fullmatch(other):
            return state
        try:
            case = await self._desk.permitted.case(member.principal, other)
        except (CaseUnknown, Forbidden):
            return state
        number = case.facts.diary_number or case.facts.reference
        same = {"relation": (Relation.SAME_MATTER.value,)} if "relation" in state.typed else {}
        return replace(state, typed={**state.typed, field.name: (number,), **same})

    async def _case(self, member: StaffMember, case_id: UUID) -> Case | None:
        """The case; None where the member may not see it. Raises HTTPException 404."""
        try:
            return await self._desk.permitted.case(member.principal, str(case_id))
        except CaseUnknown as error:
            raise HTTPException(404) from error
        except Forbidden:
            return None


def _known(step: str) -> StepForm:
    form = BY_PATH.get(step) or BY_STEP.get(step)
    if form is None:
        raise HTTPException(404)
    return form


def _at(case: Case, state: FormState) -> FormState:
    """The form for the case as it is now."""
    return replace(state, typed={**state.typed, SEQ: (str(case.seq),)})


def _seq(state: FormState) -> int:
    """The state of the case that was read; one that never was, for what no form has given."""
    text = state.value(SEQ)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _asks_for_case(form: StepForm) -> Field | None:
    return next((field for field in form.fields if field.control is Control.CASE), None)


def _naming(state: FormState, found: Found) -> FormState:
    """The form with the found case's id where its number was typed."""
    return replace(state, typed={**state.typed, found.name: (found.case.id,)})


def _with_number(request: Request, form: StepForm, state: FormState) -> FormState:
    """With the measure or paper that the link was about."""
    number = request.query_params.get(MEASURE, "")
    for field in form.fields:
        numbered = field.control in (Control.MEASURE, Control.PAPER)
        if numbered and number.isascii() and number.isdigit() and len(number) < 6:
            return replace(state, typed={**state.typed, field.name: (number,)})
    return state
