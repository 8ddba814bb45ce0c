"""Finding out what happened, why, and what it meant (R48, R53–R55, R58)."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator

from services.workflow.case import Case
from services.workflow.investigation import Conclusion, Finding, Investigation
from services.workflow.papers import Direction, NewPaper
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import AccountId, Command, Line, Reason, Text, each_once
from shared.clock import local_date
from shared.events import handling_words as words
from shared.events.casework import CaseDocumented, Documented
from shared.events.handling import CaseInvestigating
from shared.events.handling_words import Consequence, Grounds
from shared.events.vocabulary import Cause, Kind, LexSarahState, Status
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase


class Investigate(Command):
    """Begin the investigation."""

    name: ClassVar[str] = "investigate"

    investigator: AccountId | None = None
    """Account id; the one who answers for the case if left out."""
    reason: Reason | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        if case.facts.severity is None:
            yield phrase("Allvarlighetsgrad saknas: bedöm ärendet först.")
        if case.investigation is not None and case.investigation.conclusion is None:
            yield phrase("Utredningen pågår redan.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        account = self.investigator or case.facts.responsible
        if account is None:
            yield phrase("Ingen ansvarar för ärendet: tilldela det först.")
        if case.in_conflict(account):
            yield phrase("%(account)s är jävig i ärendet.", account=account or "")
        if case.lex_sarah is not None and account in case.lex_sarah.kept_from:
            yield phrase(
                "%(account)s är chef för verksamheten och ska inte utreda den.",
                account=account or "",
            )

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        facts = case.facts
        before = case.investigation
        changes: dict[str, Any] = {"status": Status.INVESTIGATING, "investigated": False}
        if case.lex_sarah is not None:
            changes["lex_sarah"] = facts.lex_sarah.at_least(LexSarahState.INVESTIGATING)
        return taken(
            case,
            CaseInvestigating,
            step,
            facts=changes,
            lex_sarah=case.lex_sarah and case.lex_sarah.taken_up_again(),
            detail={},
            reason=self.reason,
            investigation=Investigation(
                investigator=self.investigator or facts.responsible or "",
                began_at=step.at,
                findings=before.findings if before else (),
                earlier_conclusions=(
                    (*before.earlier_conclusions, before.conclusion)
                    if before and before.conclusion
                    else ()
                ),
            ),
        )


class AddFinding(Command):
    """Note what was found: when, from where, and whether it is a fact or an assessment."""

    name: ClassVar[str] = "add-finding"

    text: Text
    source: Line
    """A document, a talk, an observation."""
    grounds: Grounds
    on: date | None = None
    """The Swedish day that it was learnt; today if left out."""

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        yield from _not_under_way(case)

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        if self.on is not None and self.on > local_date(step.at):
            yield phrase("Dagen har inte varit än.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        investigation = case.investigation
        assert investigation is not None  # noqa: S101 - barriers has looked
        finding = Finding(
            number=len(investigation.findings) + 1,
            on=self.on or local_date(step.at),
            source=self.source,
            grounds=self.grounds,
            text=self.text,
            by=step.actor,
            noted_at=step.at,
        )
        return taken(
            case,
            CaseDocumented,
            step,
            facts={},
            detail={"what": Documented.FINDING},
            investigation=investigation.model_copy(
                update={"findings": (*investigation.findings, finding)}
            ),
        )


class Conclude(Command):
    """End the investigation: what happened, why, and what it meant."""

    name: ClassVar[str] = "conclude"

    course_of_events: Text
    noticed: Text | None = None
    """When and how it was noticed."""
    earlier_occurrences: Text | None = None
    """Whether it happened before, and why again."""
    could_recur: Text | None = None
    causes: Annotated[tuple[Cause, ...], AfterValidator(each_once)] = ()
    cause_explained: Text | None = None
    """Must be given for another cause than the list has, and where there was none."""
    consequences: Annotated[tuple[Consequence, ...], AfterValidator(each_once)] = ()
    consequence_explained: Text | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        yield from _not_under_way(case)

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        if not self.causes and not self.cause_explained:
            yield phrase("Välj minst en orsak, eller skriv varför det inte finns någon.")
        if Cause.OTHER in self.causes and not self.cause_explained:
            yield phrase("Beskriv orsaken med ord när du väljer Annat.")
        if case.facts.kind is Kind.DEVIATION and not self.consequences:
            yield phrase("Välj vad avvikelsen fick för konsekvens, även om det är Ingen.")
        if Consequence.NONE in self.consequences and len(self.consequences) > 1:
            yield phrase("Välj antingen Ingen konsekvens eller de konsekvenser det fick.")
        if case.facts.kind is Kind.LEX_SARAH:
            yield from self._missing_of_lex_sarah()

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        investigation = case.investigation
        assert investigation is not None  # noqa: S101 - barriers has looked
        conclusion = Conclusion(**self.model_dump(), by=step.actor, concluded_at=step.at)
        return taken(
            case,
            CaseDocumented,
            step,
            facts={
                "investigated": True,
                "causes": self.causes,
                "consequences": self.consequences,
            },
            detail={"what": Documented.INVESTIGATION},
            papers=[
                NewPaper(
                    kind=words.Paper.INVESTIGATION,
                    direction=Direction.DRAWN_UP,
                    by=step.actor.role,
                )
            ],
            investigation=investigation.model_copy(update={"conclusion": conclusion}),
        )

    def _missing_of_lex_sarah(self) -> Iterator[Phrase]:
        """What a lex Sarah investigation must show (SOSFS 2011:5 5 kap.)."""
        if not self.noticed:
            yield phrase("Skriv när och hur händelsen uppmärksammades.")
        if not self.earlier_occurrences:
            yield phrase("Skriv om det har hänt förut, och varför det då hände igen.")
        if not self.could_recur:
            yield phrase("Skriv om det kan hända igen.")


def _not_under_way(case: Case) -> Iterator[Phrase]:
    if case.investigation is None:
        yield phrase("Ingen utredning pågår: börja utreda först.")
    elif case.investigation.conclusion is not None:
        yield phrase("Utredningen är avslutad. Börja utreda igen för att skriva mer.")
