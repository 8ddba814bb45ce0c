"""A step's form as a page: what stands in it, what is wrong with it, and the case beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fastapi import Request, Response

from services.workflow.case import Case
from services.workflow.control_points import control_points
from services.workflow.pages.case_office import CaseOffice
from services.workflow.pages.forms.accounts import offered_accounts
from services.workflow.pages.forms.definitions import BY_STEP
from services.workflow.pages.forms.field import Beside, Choices, Control, Field, Sheet, StepForm
from services.workflow.pages.forms.offers import YES_NO_UNKNOWN
from services.workflow.pages.forms.reading import AT_CLOSING, WAIVE
from services.workflow.pages.history import Happening
from services.workflow.pages.points_in_words import points_in_words
from services.workflow.pages.tables import TABLES
from services.workflow.steps.closing import Close
from shared.events.vocabulary import Scan
from shared.identity.sessions import StaffMember
from shared.pages.choices import Choice
from shared.pages.forms import FormState
from shared.pages.handling_words import DEGREES, PROBABILITIES
from shared.pages.phrases import Phrase, phrase
from shared.pages.words import CONTROL_POINTS, KINDS, ROLES, STATUSES

RETRY_AFTER_SECONDS = "30"
_CHOOSE = Choice("", phrase("Välj"))


@dataclass(frozen=True)
class Trouble:
    """Why what was sent was not taken; the page keeps what was typed."""

    status: int = 422
    reasons: tuple[Phrase, ...] = ()
    """Of the case itself: the guard's."""
    since: tuple[Happening, ...] = ()
    """What others have done meanwhile."""
    unsaved: bool = False
    forbidden: bool = False


@dataclass(frozen=True)
class Found:
    """Another case that was looked up, to be looked at before anything happens."""

    case: Case
    name: str
    """The field that it is for."""
    fields: tuple[tuple[str, str], ...]


class StepPage:
    """Shows a step, blank or as it was sent."""

    def __init__(self, desk: CaseOffice) -> None:
        self._desk = desk

    def sheet(self, case: Case) -> Sheet:
        """What the form is filled in from."""
        organisation = self._desk.office.organisation
        return Sheet(
            case=case,
            organisation=organisation,
            offered=offered_accounts(case, organisation, self._desk.accounts.every()),
            today=self._desk.office.today,
        )

    def shown(
        self,
        request: Request,
        member: StaffMember,
        form: StepForm,
        sheet: Sheet,
        state: FormState,
        trouble: Trouble | None = None,
    ) -> Response:
        """The form as it stands."""
        case, desk = sheet.case, self._desk
        status = trouble.status if trouble else 422 if state.errors else 200
        response = desk.office.frame.answer(
            request,
            member,
            "step.html",
            status=status,
            **self._of_case(case),
            step=form,
            fields=[(field, _offered(field, sheet)) for field in form.asked(sheet)],
            form=state,
            talk=desk.views.talk(case),
            posted=request.method == "POST",
            trouble=trouble or Trouble(status=200),
            controls=Control,
            sides=Beside,
            yes_no=YES_NO_UNKNOWN,
            degrees=DEGREES,
            probabilities=PROBABILITIES,
            rule=sheet.board.risk_rule(sheet.today, case.facts.law),
            points=points_in_words(case, desk.views.words),
            waivable={point.id for point in control_points(case) if not point.fulfilled}
            - AT_CLOSING,
            waive=WAIVE,
            draft=BY_STEP["draft-answer"],
            roles=[ROLES[role] for role in desk.office.access.roles_that_may(form.name)],
            child_concern=desk.office.organisation.municipality.child_concern,
        )
        if status == 503:
            response.headers["Retry-After"] = RETRY_AFTER_SECONDS
        return response

    def barred(self, request: Request, member: StaffMember, form: StepForm, case: Case) -> Response:
        """The step cannot be taken as the case is; why."""
        return self._desk.office.frame.answer(
            request,
            member,
            "step_barred.html",
            status=409,
            **self._of_case(case),
            step=form,
            reasons=(*form.command.barriers(case), *_unanswered(form, case)),
        )

    def found(
        self, request: Request, member: StaffMember, form: StepForm, case: Case, found: Found
    ) -> Response:
        """What was found, before anything happens."""
        return self._desk.office.frame.answer(
            request,
            member,
            "step_found.html",
            status=200,
            **self._of_case(case),
            step=form,
            found=found,
            found_place=self._desk.views.place(found.case),
        )

    def _of_case(self, case: Case) -> dict[str, object]:
        return {
            "case": case,
            "number": case.facts.diary_number or case.facts.reference,
            "kind": KINDS[case.facts.kind],
            "place": self._desk.views.place(case),
            "board": self._desk.office.organisation.known_board(case.facts.board),
            "words": self._desk.views.words,
            "kinds": KINDS,
            "statuses": STATUSES,
            "scans": Scan,
            "tables": TABLES,
        }


def _unanswered(form: StepForm, case: Case) -> Iterator[Phrase]:
    """Whoever wants to close the case hears of all that is missing at once."""
    if form.command is Close:
        for point in control_points(case):
            if not point.fulfilled and point.id not in AT_CLOSING:
                yield phrase(
                    "Kontrollpunkten är inte besvarad: %(point)s.", point=CONTROL_POINTS[point.id]
                )


def _offered(field: Field, sheet: Sheet) -> Choices:
    """What the field offers; a list that must be chosen from begins with nothing chosen."""
    offered = field.choices(sheet)
    if field.control in (Control.SELECT, Control.PAPER) and field.required:
        return replace(offered, free=(_CHOOSE, *offered.free))
    return offered
