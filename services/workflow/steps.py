"""The steps of handling: each a command with a guard that explains itself."""

from abc import ABC, abstractmethod
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.workflow.case import FINISHED, Answer, Case, SentMessage, Waiver
from services.workflow.control_points import control_points
from services.workflow.stepping import Step, StepRefused, Taken, require, taken
from shared.clock import local_date
from shared.events.handling import (
    CaseAnswered,
    CaseAssessed,
    CaseAssigned,
    CaseClosed,
    CaseNoted,
)
from shared.events.vocabulary import (
    ComplainantView,
    ControlPoint,
    Feedback,
    LexSarahState,
    Outcome,
    Status,
    Way,
    Wish,
)
from shared.organisation import Organisation

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2_000)]
Degree = Annotated[int, Field(strict=True, ge=1, le=4)]


class Command(BaseModel, ABC):
    """What a step needs to be told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]

    @abstractmethod
    def take(self, case: Case, step: Step, organisation: Organisation) -> Taken:
        """The case after the step. Raises StepRefused with every reason."""


def still_open(case: Case) -> tuple[bool, str]:
    """The condition that nearly every step has."""
    return case.facts.status not in FINISHED, f"the case is {case.facts.status}: reopen it first"


class Assign(Command):
    """Name the one who answers for the case (R41); the unit's nearest manager if left out."""

    name: ClassVar[str] = "assign"

    responsible: Annotated[str, StringConstraints(min_length=1, max_length=80)] | None = None
    """Account id."""
    reason: Reason | None = None

    def take(self, case: Case, step: Step, organisation: Organisation) -> Taken:
        facts = case.facts
        responsible = (
            self.responsible or organisation.responsible_for(facts.board, facts.unit).account
        )
        require(
            still_open(case),
            (responsible != facts.responsible, f"{responsible} answers for it already"),
        )
        early = facts.status in (Status.RECEIVED, Status.REGISTERED)
        return taken(
            case,
            CaseAssigned,
            step,
            facts={
                "status": Status.ASSIGNED if early else facts.status,
                "responsible": responsible,
                "assigned_at": facts.assigned_at or step.at,
            },
            detail={"responsible": responsible, "previous": facts.responsible},
            reason=self.reason,
        )


class Assess(Command):
    """Severity and probability, held against the board's rule (R46–R48)."""

    name: ClassVar[str] = "assess"

    severity: Degree
    probability: Degree
    misconduct_suspected: bool = False
    """The lex Sarah question (R49): misconduct, or a palpable risk of it."""
    category: Annotated[str, StringConstraints(max_length=80)] | None = None
    """Set where the case came without one."""
    reason: Reason | None = None

    def take(self, case: Case, step: Step, organisation: Organisation) -> Taken:
        facts = case.facts
        board = organisation.known_board(facts.board)
        rule = board.risk_rule(local_date(step.at), facts.law)
        known = {category.id for category in board.category_list.offered(facts.kind)}
        require(
            still_open(case),
            (facts.responsible is not None, "nobody answers for the case: assign it first"),
            (
                self.category is None or self.category in known,
                f"{board.id} has no category {self.category}; it has: {', '.join(sorted(known))}",
            ),
        )
        if rule is None:
            raise StepRefused(f"{board.id} has no risk rule in force: add one to its settings")
        must = rule.must_investigate(self.severity, self.probability)
        early = facts.status in (Status.RECEIVED, Status.REGISTERED, Status.ASSIGNED)
        suspected = self.misconduct_suspected and facts.lex_sarah is LexSarahState.NONE
        return taken(
            case,
            CaseAssessed,
            step,
            facts={
                "status": Status.ASSESSED if early else facts.status,
                "severity": self.severity,
                "probability": self.probability,
                "risk_rule": rule.version,
                "must_investigate": must,
                "assessed_at": step.at,
                "category": self.category or facts.category,
                "lex_sarah": LexSarahState.SUSPECTED if suspected else facts.lex_sarah,
            },
            detail={
                "severity": self.severity,
                "probability": self.probability,
                "risk": self.severity * self.probability,
                "rule": rule.version,
                "must_investigate": must,
            },
            reason=self.reason,
        )


class GiveAnswer(Command):
    """The answer: what the investigation found and what is decided (R36, R37)."""

    name: ClassVar[str] = "answer"

    text: Text
    """What the complainant is told."""
    measures: Text
    """What was or will be done."""
    way: Way | None = None
    """By what way it is given; the complainant's wish if left out."""
    outcome: Outcome | None = None

    def take(
        self,
        case: Case,
        step: Step,
        organisation: Organisation,  # noqa: ARG002
    ) -> Taken:
        facts = case.facts
        require(
            still_open(case),
            (facts.severity is not None, "severity is missing: assess the case first"),
        )
        way = self.way or facts.feedback_way
        return taken(
            case,
            CaseAnswered,
            step,
            facts={
                "status": Status.ANSWERED,
                "answered_at": step.at,
                "feedback": Feedback.GIVEN,
                "feedback_way": way,
                "outcome": self.outcome or facts.outcome,
            },
            detail={"feedback": Feedback.GIVEN, "way": way},
            answer=Answer(
                text=self.text,
                measures=self.measures,
                way=way,
                outcome=self.outcome,
                given_at=step.at,
            ),
            earlier_answers=(*case.earlier_answers, *([case.answer] if case.answer else ())),
        )


class Write(Command):
    """A message to the complainant, kept with the case. Also to one whose case is finished."""

    name: ClassVar[str] = "write"

    text: Text

    def take(
        self,
        case: Case,
        step: Step,
        organisation: Organisation,  # noqa: ARG002
    ) -> Taken:
        message = SentMessage(seq=case.seq + 1, sent_at=step.at, text=self.text, by=step.actor.role)
        return taken(
            case,
            CaseNoted,
            step,
            facts={},
            detail={"to_complainant": True},
            sent=(*case.sent, message),
        )


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

    def take(
        self,
        case: Case,
        step: Step,
        organisation: Organisation,  # noqa: ARG002
    ) -> Taken:
        facts = case.facts
        view = self.complainant_view or facts.complainant_view
        waivers = tuple(
            Waiver(
                control_point=point.control_point,
                reason=point.reason,
                signed_by=step.actor,
                signed_at=step.at,
            )
            for point in self.waived
        )
        closing = case.model_copy(
            update={
                "facts": facts.model_copy(update={"complainant_view": view, "closed_at": step.at}),
                "waivers": (*case.waivers, *waivers),
            }
        )
        answered = facts.feedback is not Feedback.DUE or facts.feedback_wish is Wish.NO
        missing = [point.id for point in control_points(closing) if not point.fulfilled]
        require(
            still_open(case),
            (answered, "the complainant has not been answered"),
            *((False, f"control point {point} is not answered") for point in missing),
        )
        diary = case.diary
        return taken(
            case,
            CaseClosed,
            step,
            facts={
                "status": Status.CLOSED,
                "closed_at": step.at,
                "complainant_view": view,
            },
            detail={
                "complainant_view": view,
                "waived": [point.control_point for point in self.waived],
            },
            reason=self.reason,
            waivers=closing.waivers,
            diary=diary and diary.model_copy(update={"closed_on": local_date(step.at)}),
        )


COMMANDS: tuple[type[Command], ...] = (Assign, Assess, Write, GiveAnswer, Close)
