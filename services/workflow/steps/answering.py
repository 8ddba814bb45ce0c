"""What the complainant is told (R33, R36–R40)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import StringConstraints

from services.workflow.case import Answer, AnswerWaiver, Case, Draft, SentMessage
from services.workflow.papers import Direction, NewPaper
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import Command, Reason, Text
from shared.events import handling_words as words
from shared.events.casework import CaseDocumented, CaseNoted, Documented
from shared.events.handling import (
    CaseAcknowledged,
    CaseAnswered,
    CaseAnswerWaived,
)
from shared.events.vocabulary import (
    Acknowledgement,
    Feedback,
    Kind,
    Outcome,
    Status,
    Way,
)
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase

DraftText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]


class Acknowledge(Command):
    """The complainant was told orally that the case is received (R33)."""

    name: ClassVar[str] = "acknowledge"

    reason: Reason | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        if case.facts.acknowledgement not in (Acknowledgement.PENDING, Acknowledgement.IMPOSSIBLE):
            yield phrase("Den som har lämnat ärendet har redan fått en bekräftelse.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        return taken(
            case,
            CaseAcknowledged,
            step,
            facts={
                "acknowledgement": Acknowledgement.ORAL,
                "acknowledged_at": step.at,
                **({"unreached": False} if case.facts.unreached else {}),
            },
            detail={"acknowledgement": Acknowledgement.ORAL},
            reason=self.reason,
        )


class RecordReached(Command):
    """The complainant has been reached after something came back. Also when all is finished."""

    name: ClassVar[str] = "record-reached"

    reason: Reason
    """How, and what was said."""

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        if not case.facts.unreached:
            yield phrase("Inget av det som har skickats har kommit tillbaka.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        facts: dict[str, Any] = {"unreached": False}
        if case.facts.acknowledgement in (Acknowledgement.PENDING, Acknowledgement.IMPOSSIBLE):
            facts |= {"acknowledgement": Acknowledgement.ORAL, "acknowledged_at": step.at}
        return taken(
            case,
            CaseDocumented,
            step,
            facts=facts,
            detail={"what": Documented.REACHED},
            reason=self.reason,
        )


class Write(Command):
    """A message to the complainant, kept with the case. Also to one whose case is finished."""

    name: ClassVar[str] = "write"

    text: Text

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from _nobody_to_tell(case)

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        message = SentMessage(seq=case.seq + 1, sent_at=step.at, text=self.text, by=step.actor.role)
        return taken(
            case,
            CaseNoted,
            step,
            facts={},
            detail={"to_complainant": True},
            papers=[
                NewPaper(kind=words.Paper.MESSAGE_OUT, direction=Direction.OUT, by=step.actor.role)
            ],
            sent=(*case.sent, message),
        )


class DraftAnswer(Command):
    """Keep an answer that is being written; an empty one takes the draft away."""

    name: ClassVar[str] = "draft-answer"

    text: DraftText = ""
    measures: DraftText = ""
    where_next: DraftText = ""

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        yield from _nobody_to_tell(case)

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        written = self.text or self.measures or self.where_next
        draft = Draft(**self.model_dump(), by=step.actor, at=step.at) if written else None
        return taken(
            case, CaseDocumented, step, facts={}, detail={"what": Documented.DRAFT}, draft=draft
        )


class GiveAnswer(Command):
    """The answer: what the investigation found and what is decided (R36, R37)."""

    name: ClassVar[str] = "answer"

    text: Text
    """What happened, as the complainant is told."""
    measures: Text
    """What was or will be done."""
    where_next: Text | None = None
    """Where to turn if one is not content."""
    way: Way | None = None
    """By what way it is given; the complainant's wish if left out."""
    posted: bool = False
    """Whether a letter with it is posted already; if not, it is put among the letters to post."""
    outcome: Outcome | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        yield from _nobody_to_tell(case)
        if case.facts.severity is None:
            yield phrase("Allvarlighetsgrad saknas: bedöm ärendet först.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        yield from _no_fault_found(case, self.outcome)
        if self.posted and (self.way or case.facts.feedback_way) is not Way.LETTER:
            yield phrase("Bara ett svar som lämnas med brev kan vara postat.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        told = answered_with(
            case,
            step,
            text=self.text,
            measures=self.measures,
            where_next=self.where_next,
            way=self.way,
            outcome=self.outcome,
        )
        way = self.way or case.facts.feedback_way
        return taken(
            case,
            CaseAnswered,
            step,
            facts=told.facts,
            detail={"feedback": Feedback.GIVEN, "way": way, "posted": self.posted},
            papers=told.papers,
            **told.changes,
        )


class WaiveAnswer(Command):
    """Decide, with a reason and signed, that no answer is needed (R38)."""

    name: ClassVar[str] = "waive-answer"

    reason: Reason
    outcome: Outcome | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        yield from _nobody_to_tell(case)
        if case.facts.severity is None:
            yield phrase("Allvarlighetsgrad saknas: bedöm ärendet först.")
        if case.facts.feedback is not Feedback.DUE:
            yield phrase("Det är redan svarat, eller beslutat att inget svar behövs.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        yield from _no_fault_found(case, self.outcome)

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        facts = case.facts
        return taken(
            case,
            CaseAnswerWaived,
            step,
            facts={
                "status": Status.ANSWERED,
                "feedback": Feedback.WAIVED,
                "outcome": self.outcome or facts.outcome,
            },
            detail={},
            reason=self.reason,
            papers=[
                NewPaper(kind=words.Paper.WAIVER, direction=Direction.DRAWN_UP, by=step.actor.role)
            ],
            answer_waiver=AnswerWaiver(reason=self.reason, signed_by=step.actor, signed_at=step.at),
        )


@dataclass(frozen=True)
class Told:
    """What an answer changes of a case."""

    facts: dict[str, Any]
    changes: dict[str, Any]
    papers: list[NewPaper]


def answered_with(
    case: Case,
    step: Step,
    *,
    text: str,
    measures: str,
    where_next: str | None = None,
    way: Way | None = None,
    outcome: Outcome | None = None,
) -> Told:
    """The answer as it stands in the case; one before it is kept."""
    facts = case.facts
    way = way or facts.feedback_way
    answer = Answer(
        text=text,
        measures=measures,
        where_next=where_next,
        way=way,
        outcome=outcome,
        given_at=step.at,
    )
    return Told(
        facts={
            "status": Status.ANSWERED,
            "answered_at": step.at,
            "feedback": Feedback.GIVEN,
            "outcome": outcome or facts.outcome,
        },
        changes={
            "answer": answer,
            "earlier_answers": (*case.earlier_answers, *([case.answer] if case.answer else ())),
            "draft": None,
        },
        papers=[NewPaper(kind=words.Paper.ANSWER, direction=Direction.OUT, by=step.actor.role)],
    )


def _no_fault_found(case: Case, outcome: Outcome | None) -> Iterator[Phrase]:
    """R66."""
    if outcome is Outcome.UNJUSTIFIED and case.facts.investigated is not True:
        yield phrase("Att inget fel har skett kräver en utredning: utred och avsluta den först.")


def _nobody_to_tell(case: Case) -> Iterator[Phrase]:
    if case.facts.kind is Kind.LEX_SARAH and case.lex_sarah is not None:
        yield phrase(
            "En lex Sarah-utredning besvaras inte: den som klagade får svar i sitt eget ärende."
        )
