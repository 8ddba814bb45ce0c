"""How grave it is (R46–R49, R59, R60)."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import StringConstraints

from services.workflow.case import Case
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import Command, Degree, Reason
from shared.clock import local_date
from shared.events.handling import CaseAssessed
from shared.events.vocabulary import LexSarahState, Status
from shared.organisation import Organisation
from shared.organisation.risk_rules import RiskRule
from shared.pages.phrases import Phrase, phrase


class Assess(Command):
    """Severity and probability, held against the board's rule (R46–R48)."""

    name: ClassVar[str] = "assess"

    severity: Degree
    probability: Degree
    misconduct_suspected: bool = False
    """The lex Sarah question (R49): misconduct, or a palpable risk of it."""
    data_breach: bool | None = None
    """Whether personal data got lost or into wrong hands (R59)."""
    child_concern: bool | None = None
    """Whether there is concern for a child, to be reported (R60)."""
    child_reported_on: date | None = None
    """The Swedish day on which it was reported."""
    category: Annotated[str, StringConstraints(max_length=80)] | None = None
    """Set where the case came without one."""
    reason: Reason | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        if case.facts.responsible is None:
            yield phrase("Ingen ansvarar för ärendet: tilldela det först.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:
        board = organisation.known_board(case.facts.board)
        known = {category.id for category in board.category_list.offered(case.facts.kind)}
        if self.category is not None and self.category not in known:
            yield phrase(
                "Kategorin %(category)s finns inte. Välj en av: %(known)s.",
                category=self.category,
                known=", ".join(sorted(known)),
            )
        declined = case.facts.lex_sarah is LexSarahState.DECLINED and case.lex_sarah is None
        if self.misconduct_suspected and declined:
            yield phrase(
                "Det är redan skrivet att misstanken inte är befogad: rapportera enligt lex Sarah "
                "om den ändå är det."
            )
        if self.child_reported_on is not None and self.child_reported_on > local_date(step.at):
            yield phrase("Dagen har inte varit än.")
        if self._rule(case, step, organisation) is None:
            yield phrase(
                "Nämnden %(board)s har ingen gällande riskregel: lägg till en.",
                board=board.id,
            )

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:
        facts = case.facts
        rule = self._rule(case, step, organisation)
        assert rule is not None  # noqa: S101 - faults has looked
        must = rule.must_investigate(self.severity, self.probability)
        early = facts.status in (Status.RECEIVED, Status.REGISTERED, Status.ASSIGNED)
        suspected = self.misconduct_suspected and facts.lex_sarah is LexSarahState.NONE
        changes: dict[str, Any] = {
            "status": Status.ASSESSED if early else facts.status,
            "severity": self.severity,
            "probability": self.probability,
            "risk_rule": rule.version,
            "must_investigate": must,
            "assessed_at": step.at,
            "category": self.category or facts.category,
            "lex_sarah": LexSarahState.SUSPECTED if suspected else facts.lex_sarah,
        }
        for name in ("data_breach", "child_concern", "child_reported_on"):
            if (answer := getattr(self, name)) is not None:
                changes[name] = answer
        return taken(
            case,
            CaseAssessed,
            step,
            facts=changes,
            detail={
                "severity": self.severity,
                "probability": self.probability,
                "risk": self.severity * self.probability,
                "rule": rule.version,
                "must_investigate": must,
            },
            reason=self.reason,
        )

    @staticmethod
    def _rule(case: Case, step: Step, organisation: Organisation) -> RiskRule | None:
        board = organisation.known_board(case.facts.board)
        return board.risk_rule(local_date(step.at), case.facts.law)
