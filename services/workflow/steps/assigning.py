"""Who answers for a case, and who must not (R41–R43)."""

from collections.abc import Iterator
from typing import ClassVar

from services.workflow.case import Case, ConflictOfInterest
from services.workflow.proposals import proposed_responsible
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import AccountId, Command, Reason
from shared.events.casework import CaseDocumented, Documented
from shared.events.handling import CaseAssigned
from shared.events.vocabulary import Role, Status
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase


class Assign(Command):
    """Name the one who answers for the case; the one that is proposed if left out."""

    name: ClassVar[str] = "assign"

    responsible: AccountId | None = None
    """Account id. Left out: the unit's nearest manager (R41), or someone outside the unit where
    a conflict of interest is declared (R43)."""
    reason: Reason | None = None

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        responsible = self._named(case, organisation)
        if responsible == case.facts.responsible:
            yield phrase("%(account)s ansvarar redan för ärendet.", account=responsible)
        if case.in_conflict(responsible):
            yield phrase("%(account)s är jävig i ärendet.", account=responsible)
        if case.lex_sarah is not None and responsible in case.lex_sarah.kept_from:
            yield phrase(
                "%(account)s är chef för verksamheten och ska inte utreda den.",
                account=responsible,
            )

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:
        facts = case.facts
        responsible = self._named(case, organisation)
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

    def _named(self, case: Case, organisation: Organisation) -> str:
        return self.responsible or proposed_responsible(case, organisation).account


class DeclareConflict(Command):
    """State that someone has a conflict of interest; another is then proposed (R43)."""

    name: ClassVar[str] = "declare-conflict"

    account: AccountId | None = None
    """Whose; one's own if left out."""
    reason: Reason

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        account = self.account or step.actor.id
        if account is None:
            yield phrase("Skriv vems jäv det gäller.")
        elif account != step.actor.id and step.actor.role is Role.CASEWORKER:
            yield phrase("Du kan bara anmäla ditt eget jäv. Be en chef om andras.")
        if case.in_conflict(account):
            yield phrase("Jävet är redan anmält.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        conflict = ConflictOfInterest(
            account=self.account or step.actor.id or "",
            reason=self.reason,
            declared_by=step.actor,
            declared_at=step.at,
        )
        return taken(
            case,
            CaseDocumented,
            step,
            facts={},
            detail={"what": Documented.CONFLICT_OF_INTEREST},
            conflicts=(*case.conflicts, conflict),
        )
