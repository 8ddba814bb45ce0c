"""Cases that belong together, and cases that are one (R04)."""

from collections.abc import Iterator
from typing import ClassVar, Literal
from uuid import UUID

from services.workflow.case import Case, Dismissal, Link
from services.workflow.papers import Direction, NewPaper
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import CaseId, Command, Reason
from shared.clock import local_date
from shared.events import handling_words as words
from shared.events.casework import CaseLinked
from shared.events.handling import CaseDismissed
from shared.events.handling_words import DismissReason, Relation
from shared.events.vocabulary import Kind, LexSarahState, Status
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase
from shared.pages.words import STATUSES


class LinkTo(Command):
    """Note that the case belongs with another; the other is told."""

    name: ClassVar[str] = "link"

    other: CaseId
    relation: Literal[Relation.RELATED, Relation.SAME_MATTER] = Relation.RELATED

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:  # noqa: ARG003
        """Finished cases belong together too."""
        yield from ()

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        yield from _wrong_other(case, self.other)

    @property
    def other_case(self) -> str:
        return self.other

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        return linked(case, step, UUID(self.other), self.relation)


class Merge(Command):
    """Merge a duplicate into the case that it is a duplicate of; this one is written off."""

    name: ClassVar[str] = "merge"

    into: CaseId
    reason: Reason

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        if case.facts.kind is Kind.LEX_SARAH:
            yield phrase("En lex Sarah-rapport slås inte ihop med något.")
        if case.facts.lex_sarah is LexSarahState.SUSPECTED:
            yield phrase(
                "Missförhållande misstänks: rapportera enligt lex Sarah eller skriv varför inte."
            )

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        if self.into == case.id:
            yield phrase("Ett ärende kan inte slås ihop med sig självt.")

    def against(self, other: Case) -> Iterator[Phrase]:
        if other.facts.kind is Kind.LEX_SARAH:
            yield phrase("En lex Sarah-rapport slås inte ihop med något.")
        if other.facts.status in (Status.DISMISSED, Status.REFERRED):
            yield phrase(
                "Det andra ärendet har status %(status)s: där kan inget tas om hand.",
                status=STATUSES[other.facts.status],
            )

    @property
    def other_case(self) -> str:
        return self.into

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        into = UUID(self.into)
        known = has_link(case, into, Relation.MERGED_INTO)
        link = Link(relation=Relation.MERGED_INTO, case_id=into, at=step.at)
        return taken(
            case,
            CaseDismissed,
            step,
            facts={
                "status": Status.DISMISSED,
                "dismissed": DismissReason.DUPLICATE,
                "closed_at": step.at,
            },
            detail={"reason": DismissReason.DUPLICATE, "into": into},
            reason=self.reason,
            papers=[
                NewPaper(
                    kind=words.Paper.DISMISSAL, direction=Direction.DRAWN_UP, by=step.actor.role
                )
            ],
            links=case.links if known else (*case.links, link),
            dismissal=Dismissal(
                reason=DismissReason.DUPLICATE, explanation=self.reason, at=step.at, into=into
            ),
            diary=case.diary and case.diary.model_copy(update={"closed_on": local_date(step.at)}),
        )


def linked(
    case: Case, step: Step, to: UUID, relation: Relation, cause: UUID | None = None
) -> Taken:
    """The case with a link more, and the event by which the other comes to know."""
    return taken(
        case,
        CaseLinked,
        step,
        facts={},
        detail={"to": to, "relation": relation},
        cause=cause,
        links=(*case.links, Link(relation=relation, case_id=to, at=step.at)),
    )


def has_link(case: Case, to: UUID, relation: Relation) -> bool:
    """Whether the case knows already."""
    return any(link.case_id == to and link.relation is relation for link in case.links)


def _wrong_other(case: Case, other: str) -> Iterator[Phrase]:
    if other == case.id:
        yield phrase("Ett ärende kan inte höra ihop med sig självt.")
    if any(str(link.case_id) == other for link in case.links):
        yield phrase("Ärendena hör redan ihop.")
