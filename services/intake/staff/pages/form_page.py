"""A staff form as a page: what stands in it, what is wrong with it, and what it offers."""

from secrets import token_urlsafe

from fastapi import Request, Response

from services.intake.attachments.documents import Attachment
from services.intake.staff.forms.categories import categories
from services.intake.staff.forms.choices import Answer, Certainty
from services.intake.staff.forms.places import suggestions
from services.intake.staff.forms.question import Control, StaffForm
from services.intake.staff.lex_sarah_duty import duties
from services.intake.staff.pages.desk import Desk
from services.intake.staff.pages.uploads import Files
from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState

RETRY_AFTER_SECONDS = "30"


class FormPage:
    """Shows a form, blank or as it was sent."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def blank(self, request: Request, member: StaffMember, form: StaffForm) -> Response:
        """The form with what is known before anything is typed."""
        presets = {question.name: question.preset for question in form.questions if question.preset}
        presets["received_on"] = self._desk.today.isoformat()
        presets["place"] = self._own_place(request, member)
        return self.shown(request, member, form, FormState.of(presets))

    def shown(
        self,
        request: Request,
        member: StaffMember,
        form: StaffForm,
        state: FormState,
        files: Files | None = None,
        *,
        status: int = 200,
        posted: bool = False,
    ) -> Response:
        """The form as it stands."""
        desk = self._desk
        attached: tuple[Attachment, ...] = files.kept if files else ()
        response = desk.frame.answer(
            request,
            member,
            "register.html",
            status=status,
            staff_form=form,
            form=state,
            posted=posted,
            unsaved=status == 503,
            form_token=state.value("form_token") or token_urlsafe(24),
            files=attached,
            boards=desk.own_boards(member),
            suggestions=suggestions(
                desk.organisation,
                desk.frame.pages.language(request),
                desk.today,
                member.principal.board,
            ),
            categories=categories(desk.organisation, member.principal.board, form.kind),
            child_concern=desk.organisation.municipality.child_concern,
            duties=duties(desk.today) if form.law_note else (),
            controls=Control,
            answers=Answer,
            certainty=Certainty,
        )
        if status == 503:
            response.headers["Retry-After"] = RETRY_AFTER_SECONDS
        return response

    def _own_place(self, request: Request, member: StaffMember) -> str:
        """The member's own unit, to be changed where it is about another."""
        principal = member.principal
        unit = self._desk.organisation.unit(principal.unit or "", principal.board)
        return unit.name.in_language(self._desk.frame.pages.language(request)) if unit else ""
