"""Measures: decided, done, and judged by their effect (R54, R56, R57, R63)."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from services.workflow.case import Case, FollowedUp
from services.workflow.measures import DONE, JUDGED, Measure, facts_of, levels
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import AccountId, Command, Line, Reason, Text
from shared.clock import local_date
from shared.events.handling import (
    CaseActionDecided,
    CaseActionDone,
    CaseEffectAssessed,
    CaseFollowedUp,
)
from shared.events.handling_words import ActionKind, ActionLevel, ActionState
from shared.events.vocabulary import Cause, Status
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase


class DecideAction(Command):
    """Decide a measure: what, for whom, by whom and until when."""

    name: ClassVar[str] = "decide-action"

    kind: ActionKind
    level: ActionLevel
    text: Text
    cause: Cause | None = None
    """The cause it takes away, one of those the investigation found."""
    owner: AccountId | None = None
    """Account id; the one who answers for the case if left out."""
    due: date | None = None
    external_reference: Line | None = None
    reason: Reason | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        if case.facts.severity is None:
            yield phrase("Allvarlighetsgrad saknas: bedöm ärendet först.")
        if case.investigation is not None and case.investigation.conclusion is None:
            yield phrase("Utredningen pågår: avsluta den med orsaker först.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        found = case.facts.causes
        if found and self.cause is None:
            yield phrase("Välj vilken orsak åtgärden ska ta bort.")
        elif self.cause is not None and self.cause not in found:
            yield phrase("Orsaken står inte i utredningen.")
        if self.due is not None and self.due < local_date(step.at):
            yield phrase("Dagen har redan varit: välj när åtgärden ska vara klar.")
        if self.owner is None and case.facts.responsible is None:
            yield phrase("Skriv vem som ska göra åtgärden.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        facts = case.facts
        measure = Measure(
            number=len(case.measures) + 1,
            kind=self.kind,
            level=self.level,
            text=self.text,
            cause=self.cause,
            owner=self.owner or facts.responsible or "",
            due=self.due,
            external_reference=self.external_reference,
            decided_at=step.at,
        )
        measures = (*case.measures, measure)
        answered = facts.status is Status.ANSWERED
        return taken(
            case,
            CaseActionDecided,
            step,
            facts={
                "status": facts.status if answered else Status.ACTING,
                **facts_of(measures),
                "action_levels": levels(measures),
            },
            detail=_told(measure),
            reason=self.reason,
            measures=measures,
        )


class CompleteAction(Command):
    """A measure is carried out. Also after the case is closed."""

    name: ClassVar[str] = "complete-action"

    action: int = Field(ge=1)
    """The measure's number within the case."""
    done_on: date | None = None
    """Swedish day; today if left out."""
    result: Text | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        if not any(measure.state is ActionState.DECIDED for measure in case.measures):
            yield phrase("Ingen beslutad åtgärd väntar på att bli gjord.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        yield from _unknown(case, self.action)
        if self.action <= len(case.measures) and case.measures[self.action - 1].state in DONE:
            yield phrase("Åtgärden är redan gjord.")
        if self.done_on is not None and self.done_on > local_date(step.at):
            yield phrase("Dagen har inte varit än.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        measure = case.measures[self.action - 1].model_copy(
            update={
                "state": ActionState.DONE,
                "done_on": self.done_on or local_date(step.at),
                "result": self.result,
            }
        )
        measures = _with(case, measure)
        return taken(
            case,
            CaseActionDone,
            step,
            facts=facts_of(measures),
            detail=_told(measure),
            measures=measures,
        )


class JudgeEffect(Command):
    """Whether a measure helped. Also after the case is closed."""

    name: ClassVar[str] = "judge-effect"

    action: int = Field(ge=1)
    effect: Literal[ActionState.EFFECTIVE, ActionState.NO_EFFECT]
    explanation: Text

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        if not any(measure.state is ActionState.DONE for measure in case.measures):
            yield phrase("Ingen gjord åtgärd väntar på att bli bedömd.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        yield from _unknown(case, self.action)
        if self.action <= len(case.measures):
            state = case.measures[self.action - 1].state
            if state is ActionState.DECIDED:
                yield phrase("Åtgärden är inte gjord än.")
            if state in JUDGED:
                yield phrase("Åtgärdens effekt är redan bedömd.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        measure = case.measures[self.action - 1].model_copy(
            update={"state": self.effect, "effect": self.explanation}
        )
        measures = _with(case, measure)
        return taken(
            case,
            CaseEffectAssessed,
            step,
            facts=facts_of(measures),
            detail={"action": measure.number, "effective": self.effect is ActionState.EFFECTIVE},
            measures=measures,
        )


class FollowUp(Command):
    """Look at a closed case again: did it help? (R63)"""

    name: ClassVar[str] = "follow-up"

    text: Text
    """What the follow-up showed."""

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        if case.facts.status is not Status.CLOSED:
            yield phrase("Bara ett avslutat ärende följs upp.")
        if any(measure.state is ActionState.DECIDED for measure in case.measures):
            yield phrase("En beslutad åtgärd är inte gjord.")
        if any(measure.state is ActionState.DONE for measure in case.measures):
            yield phrase("En åtgärds effekt är inte bedömd.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        return taken(
            case,
            CaseFollowedUp,
            step,
            facts={"status": Status.FOLLOWED_UP, "followed_up_at": step.at},
            detail={},
            follow_ups=(
                *case.follow_ups,
                FollowedUp(text=self.text, by=step.actor, at=step.at),
            ),
        )


def _unknown(case: Case, action: int) -> Iterator[Phrase]:
    if action > len(case.measures):
        yield phrase("Ärendet har ingen åtgärd %(number)s.", number=action)


def _with(case: Case, changed: Measure) -> tuple[Measure, ...]:
    return tuple(changed if each.number == changed.number else each for each in case.measures)


def _told(measure: Measure) -> dict[str, object]:
    return {
        "action": measure.number,
        "kind": measure.kind,
        "level": measure.level,
        "due": measure.due,
    }
