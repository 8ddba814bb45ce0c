"""The end of a case, and taking it up again (R26, R39, R64–R67)."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from services.workflow.case import FINISHED, Case, Waiver
from services.workflow.control_points import control_points
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import Command, Reason
from shared.clock import local_date
from shared.events.facts import CaseFacts
from shared.events.handling import CaseClosed, CaseReopened
from shared.events.vocabulary import (
    ComplainantView,
    ControlPoint,
    Feedback,
    Kind,
    LexSarahState,
    Status,
    Wish,
)
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase
from shared.pages.words import CONTROL_POINTS


class PointWaived(BaseModel):
    """A control point that does not apply to the case, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    control_point: ControlPoint
    reason: Reason


class Close(Command):
    """Close the case and its diary entry with it (R26, R64, R65)."""

    name: ClassVar[str] = "close"

    complainant_view: (
        Literal[ComplainantView.AGREES, ComplainantView.DISPUTES, ComplainantView.NO_ANSWER] | None
    ) = None
    """What the complainant says of the closing (R39)."""
    waived: tuple[PointWaived, ...] = ()
    reason: Reason | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        yield from unfinished(case)

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        for point in control_points(self._closing(case, step)):
            if not point.fulfilled:
                yield phrase(
                    "Kontrollpunkten är inte besvarad: %(point)s.",
                    point=CONTROL_POINTS[point.id],
                )

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        closing = self._closing(case, step)
        view = closing.facts.complainant_view
        return taken(
            case,
            CaseClosed,
            step,
            facts={"status": Status.CLOSED, "closed_at": step.at, "complainant_view": view},
            detail={
                "complainant_view": view,
                "waived": [point.control_point for point in self.waived],
            },
            reason=self.reason,
            waivers=closing.waivers,
            diary=case.diary and case.diary.model_copy(update={"closed_on": local_date(step.at)}),
        )

    def _closing(self, case: Case, step: Step) -> Case:
        """The case as it would be closed."""
        waivers = tuple(
            Waiver(
                control_point=point.control_point,
                reason=point.reason,
                signed_by=step.actor,
                signed_at=step.at,
            )
            for point in self.waived
        )
        facts: dict[str, Any] = {"closed_at": step.at}
        if self.complainant_view is not None:
            facts["complainant_view"] = self.complainant_view
        return case.model_copy(
            update={
                "facts": case.facts.model_copy(update=facts),
                "waivers": (*case.waivers, *waivers),
            }
        )


class Reopen(Command):
    """Take a finished case up again, with the reason."""

    name: ClassVar[str] = "reopen"

    reason: Reason

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        if case.facts.status not in FINISHED:
            yield phrase("Ärendet är inte avslutat.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        return reopened(case, step, disputed=False, reason=self.reason)


def reopened(
    case: Case, step: Step, *, disputed: bool, reason: str | None = None, **more: Any
) -> Taken:
    """The finished case taken up again, and its diary entry with it.

    The answer it was given stays the answer; a new one may be given. `facts` and `cause` may be
    given in `more`.
    """
    facts = case.facts
    return taken(
        case,
        CaseReopened,
        step,
        facts={
            "status": _taken_up(facts),
            "closed_at": None,
            "followed_up_at": None,
            "dismissed": None,
            "reopened": facts.reopened + 1,
            **more.pop("facts", {}),
        },
        detail={"disputed": disputed},
        reason=reason,
        diary=case.diary and case.diary.model_copy(update={"closed_on": None}),
        dismissal=None,
        referral=None,
        earlier_referrals=(*case.earlier_referrals, *([case.referral] if case.referral else ())),
        **more,
    )


def _taken_up(facts: CaseFacts) -> Status:
    """Where a case is that is taken up again: not further than it had come."""
    if facts.responsible is not None:
        return Status.ASSIGNED
    return Status.REGISTERED if facts.diary_number is not None else Status.RECEIVED


def unfinished(case: Case) -> Iterator[Phrase]:
    """What stands against closing beside the control points."""
    facts = case.facts
    if facts.feedback is Feedback.DUE and facts.feedback_wish is not Wish.NO:
        yield phrase("Den som har lämnat ärendet har inte fått svar.")
    if facts.kind is Kind.DEVIATION and facts.investigated is not True:
        yield phrase("En avvikelse avslutas inte utan utredning.")
    elif facts.must_investigate and facts.investigated is not True:
        yield phrase("Risken kräver en utredning, och den är inte avslutad.")
    if case.investigation is not None and case.investigation.conclusion is None:
        yield phrase("Utredningen pågår: avsluta den först.")
    if facts.lex_sarah is LexSarahState.SUSPECTED:
        yield phrase(
            "Missförhållande misstänks: rapportera enligt lex Sarah eller skriv varför inte."
        )
    if facts.kind is Kind.DEVIATION and facts.data_breach is None:
        yield phrase("Svara på om personuppgifter har kommit bort eller hamnat fel.")
    if facts.child_concern and facts.child_reported_on is None:
        yield phrase("Oro för ett barn ska anmälas: skriv vilken dag det gjordes.")
    if case.in_conflict(facts.responsible):
        yield phrase("Den som ansvarar är jävig: tilldela någon annan ärendet.")
    if case.referral is not None and case.referral.is_pending:
        yield phrase("Ärendet är erbjudet till någon annan, som inte har svarat.")
    if case.lex_sarah is not None:
        yield from _lex_sarah_unfinished(case)


def _lex_sarah_unfinished(case: Case) -> Iterator[Phrase]:
    track = case.lex_sarah
    assert track is not None  # noqa: S101 - only called for such a case
    if track.declined is None and track.misconduct is None:
        yield phrase("Rapporten är varken avböjd eller beslutad.")
    if track.misconduct is not None and track.misconduct.is_serious and track.ivo is None:
        yield phrase("Ett allvarligt missförhållande ska anmälas till IVO.")
