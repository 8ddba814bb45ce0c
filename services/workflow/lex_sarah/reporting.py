"""Reporting misconduct from a case that is being handled (SoL 27:2, LSS 24 b §, R49).

The report becomes a case of its own, with its own number and investigator; the case it came from
keeps its own answer and closing (R52). The new case is made first, and its event tells the origin:
so a process that dies between the two leaves nothing undone.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal
from uuid import UUID

from services.workflow.case import Case, Link
from services.workflow.lex_sarah.legal_references import legal_references
from services.workflow.opening import Opening
from services.workflow.stepping import PRODUCER, Step, Taken, taken
from services.workflow.steps.command import Command, Text
from shared.clock import local_date
from shared.events.casework import CaseLinked
from shared.events.facts import CaseFacts
from shared.events.handling_words import Relation
from shared.events.submissions import CaseReceived, Raw, ReceivedContent, ReceivedDetail
from shared.events.vocabulary import (
    Acknowledgement,
    Channel,
    DiscoveredBy,
    Feedback,
    Kind,
    Law,
    LexSarahState,
    ReporterKind,
    Wish,
)
from shared.ids import derived_id
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase

SUFFIX = "-LS"
"""After the reference of the case that it came from."""


class ReportLexSarah(Command):
    """Report misconduct, or a palpable risk of it; a linked case is opened for the report."""

    name: ClassVar[str] = "report-lex-sarah"

    text: Text
    """What happened, or is at risk of happening."""
    consequence: Text | None = None
    immediate_action: Text | None = None
    law: Literal[Law.SOL, Law.LSS] | None = None
    """The case's own, or the board's first, if left out."""

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        if case.facts.kind is Kind.LEX_SARAH:
            yield phrase("Ärendet är redan en lex Sarah-rapport.")
        if any(link.relation is Relation.LEX_SARAH for link in case.links):
            yield phrase("Händelsen är redan rapporterad enligt lex Sarah.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:
        if legal_references(self._law(case, organisation), local_date(step.at)) is None:
            yield phrase(
                "Verksamheten lyder under hälso- och sjukvårdslagen. Då gäller lex Maria: "
                "välj SoL eller LSS om händelsen hör dit."
            )

    def opens(self, case: Case, step: Step, organisation: Organisation) -> Opening:
        law = self._law(case, organisation)
        facts = case.facts
        today = local_date(step.at)
        about = CaseFacts(
            reference=f"{facts.reference}{SUFFIX}",
            board=facts.board,
            unit=facts.unit,
            kind=Kind.LEX_SARAH,
            first_kind=Kind.LEX_SARAH,
            channel=Channel.STAFF,
            category=facts.category,
            law=law,
            reporter_kind=ReporterKind.STAFF,
            discovered_by=DiscoveredBy.UNIT,
            received_on=today,
            occurred_on=facts.occurred_on,
            received_at=step.at,
            acknowledgement=Acknowledgement.WAIVED,
            feedback_wish=Wish.NO,
            feedback=Feedback.DUE,
        )
        case_id = lex_sarah_case_of(case)
        return Opening(
            CaseReceived(
                id=derived_id(case.id, "lex-sarah", "received"),
                occurred_at=step.at,
                recorded_at=step.at,
                case_id=case_id,
                seq=1,
                actor=step.actor,
                correlation_id=case.correlation_id,
                producer=PRODUCER,
                facts=about,
                detail=ReceivedDetail(raw=Raw.FORM, arrival_basis="day_it_reached_us"),
                content=ReceivedContent(
                    text=self.text,
                    consequence=self.consequence,
                    immediate_action=self.immediate_action,
                ),
            ),
            origin=case.case_id,
        )

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        return reported(case, step, lex_sarah_case_of(case))

    def _law(self, case: Case, organisation: Organisation) -> Law:
        board = organisation.known_board(case.facts.board)
        return self.law or case.facts.law or board.law


def lex_sarah_case_of(case: Case) -> UUID:
    """The id of the lex Sarah case that the case leads to: one, however often it is asked for."""
    return derived_id(case.id, "lex-sarah")


def reported(
    case: Case,
    step: Step,
    lex_sarah_case: UUID,
    cause: UUID | None = None,
    *,
    seq: int = 0,
    facts: dict[str, Any] | None = None,
) -> Taken:
    """The origin, once its report is a case; `facts` if that one has come further already."""
    return taken(
        case,
        CaseLinked,
        step,
        facts={"lex_sarah": LexSarahState.REPORTED} if facts is None else facts,
        detail={"to": lex_sarah_case, "relation": Relation.LEX_SARAH},
        cause=cause,
        links=(
            *case.links,
            Link(relation=Relation.LEX_SARAH, case_id=lex_sarah_case, at=step.at, seq=seq),
        ),
    )
