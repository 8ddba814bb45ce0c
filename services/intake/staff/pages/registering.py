"""The forms, and what comes of them. Decode, call, answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.access import DESK
from services.intake.attachments import owners
from services.intake.case_request import CaseRequest
from services.intake.duplicates import Candidate
from services.intake.refusals import FieldFault, ImpossibleFields
from services.intake.staff.forms.definitions import FORMS_BY_ID
from services.intake.staff.forms.question import StaffForm
from services.intake.staff.forms.reading import Answers, Rejected, read_form
from services.intake.staff.forms.submission import idempotency_key, to_case_request, to_message
from services.intake.staff.pages.desk import Desk, acting
from services.intake.staff.pages.form_page import FormPage
from services.intake.staff.pages.receipts import Receipts
from services.intake.staff.pages.uploads import Files, Uploads
from services.intake.staff.slip import StaffSlip
from services.intake.submission import Submission
from shared.errors import TransientError
from shared.events.submissions import Raw
from shared.identity.login_pages import REDRAW
from shared.identity.sessions import StaffMember
from shared.identity.web import CSRF
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase
from shared.pages.words import KINDS

DECISION = "decision"
"""What was decided of similar cases: a case's id, or that this is a new one."""
NEW = "new"

FORM_PATHS = r"/personal/registrera/[a-z-]+"
"""Where forms with files are sent to, which are larger than others."""
SCANS_AT_ONCE = 3
"""Files of the greatest size that one form can bring; smaller ones may be more."""

_FIELDS: Mapping[str, str] = {"attachments": "files", "unit": "place", "board": "place"}


class RegisteringPages:
    def __init__(self, desk: Desk, receipts: Receipts) -> None:
        self._desk = desk
        self._page = FormPage(desk)
        self._uploads = Uploads(desk.attachments)
        self._receipts = receipts

    def routes(self) -> APIRouter:
        router = APIRouter()
        member_of_staff = Depends(self._desk.authentication.staff_page(*DESK))

        @router.get("/personal/registrera/{form_id}")
        async def blank(
            request: Request, form_id: str, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            return self._page.blank(request, member, _known(form_id))

        @router.post("/personal/registrera/{form_id}")
        async def save(
            request: Request, form_id: str, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            return await self._save(request, member, _known(form_id))

        return router

    async def _save(self, request: Request, member: StaffMember, form: StaffForm) -> Response:
        """A form that is sent twice makes one case."""
        posted = await request.form()
        state = FormState.posted(posted.multi_items())
        files = Files()
        try:
            if form.asks("files"):
                files = await self._uploads.taken(
                    posted, member.principal, state.value("form_token")
                )
            if state.value(REDRAW):
                return self._page.shown(request, member, form, state, files, posted=True)
            return await self._read_and_store(request, member, form, state, files)
        except TransientError:
            return self._page.shown(request, member, form, state, files, status=503, posted=True)

    async def _read_and_store(
        self,
        request: Request,
        member: StaffMember,
        form: StaffForm,
        state: FormState,
        files: Files,
    ) -> Response:
        desk = self._desk
        read = read_form(form, state.values, desk.organisation, desk.today, member.principal.board)
        wrong = _errors(form, read, files)
        if isinstance(read, Rejected) or wrong:
            rejected = replace(state, errors=wrong)
            return self._page.shown(request, member, form, rejected, files, status=422, posted=True)
        case = to_case_request(form, read, files.ids)
        decision = state.value(DECISION)
        try:
            if form.finds_duplicates and not decision:
                found = await desk.duplicates.like(case, member.principal.board)
                if found:
                    return self._similar(request, member, form, state, files, found)
            if decision and decision != NEW:
                return await self._add(request, member, form, state, case, decision)
            return await self._store(request, member, form, state, case)
        except ImpossibleFields as error:
            return self._refused(request, member, form, state, error.faults)

    async def _store(
        self,
        request: Request,
        member: StaffMember,
        form: StaffForm,
        state: FormState,
        case: CaseRequest,
    ) -> Response:
        receipt = await self._desk.reception.accept(
            case,
            idempotency_key(state.value("form_token"), case),
            by=acting(member),
            raw=Raw.FORM,
            attachments_of=owners.of_account(member.principal),
        )
        slip = StaffSlip(
            case_id=receipt.case_id,
            reference=receipt.reference,
            form=form.id,
            secret=receipt.secret,
        )
        return self._to_receipt(request, slip)

    async def _add(
        self,
        request: Request,
        member: StaffMember,
        form: StaffForm,
        state: FormState,
        case: CaseRequest,
        decision: str,
    ) -> Response:
        """The words become a message to the case that was there already."""
        known = await self._chosen(member, decision)
        message = to_message(case)
        await self._desk.reception.add_message(
            known.case_id,
            message,
            idempotency_key(state.value("form_token"), message),
            by=acting(member),
            posted=case.model_dump_json().encode(),
            raw=Raw.FORM,
            attachments_of=owners.of_account(member.principal),
        )
        slip = StaffSlip(case_id=known.case_id, reference=known.reference, form=form.id)
        return self._to_receipt(request, slip)

    async def _chosen(self, member: StaffMember, decision: str) -> Submission:
        """The case that was chosen, if the member may see it. Raises HTTPException 404."""
        try:
            found = await self._desk.reception.submission(UUID(decision))
        except ValueError:
            found = None
        own = member.principal.board
        if found is None or (own is not None and found.facts.board != own):
            raise HTTPException(404)
        return found

    def _similar(
        self,
        request: Request,
        member: StaffMember,
        form: StaffForm,
        state: FormState,
        files: Files,
        found: Sequence[Candidate],
    ) -> Response:
        kept = [
            (name, value)
            for name, values in state.typed.items()
            if name not in {CSRF, DECISION, "attachment", "drop"}
            for value in values
        ]
        return self._desk.frame.answer(
            request,
            member,
            "similar.html",
            staff_form=form,
            fields=[*kept, *(("attachment", str(each)) for each in files.ids)],
            text=state.value("text"),
            found=found,
            kinds=KINDS,
            organisation=self._desk.organisation,
        )

    def _refused(
        self,
        request: Request,
        member: StaffMember,
        form: StaffForm,
        state: FormState,
        faults: Sequence[FieldFault],
    ) -> Response:
        """What only intake could find. A new form token, so that files can be chosen anew."""
        names = [_FIELDS.get(fault.field, fault.field) for fault in faults]
        shown = [name if form.asks(name) else form.questions[0].name for name in names]
        fresh = {name: typed for name, typed in state.typed.items() if name != "form_token"}
        errors = {
            name: phrase("Välj filerna en gång till.")
            if name == "files"
            else phrase("Kontrollera uppgiften: den kunde inte tas emot.")
            for name in shown
        }
        return self._page.shown(
            request, member, form, FormState(fresh, errors), status=422, posted=True
        )

    def _to_receipt(self, request: Request, slip: StaffSlip) -> Response:
        response = RedirectResponse(self._receipts.path(slip.case_id), 303)
        self._receipts.give(request, response, slip)
        return response


def _known(form_id: str) -> StaffForm:
    form = FORMS_BY_ID.get(form_id)
    if form is None:
        raise HTTPException(404)
    return form


def _errors(form: StaffForm, read: Answers | Rejected, files: Files) -> Mapping[str, Phrase]:
    """What is wrong, files included, in the order of the page."""
    wrong = dict(read.errors) if isinstance(read, Rejected) else {}
    if files.problem is not None:
        wrong["files"] = files.problem
    return {
        question.name: wrong[question.name] for question in form.questions if question.name in wrong
    }
