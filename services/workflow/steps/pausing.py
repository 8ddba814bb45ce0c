"""A case that waits for something outside."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from services.workflow.case import Case
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import Command, Reason
from shared.clock import local_date
from shared.events import facts as words
from shared.events.handling import CasePaused, CaseResumed
from shared.events.vocabulary import Status
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase


class Pause(Command):
    """Let the case wait until a day, with the reason."""

    name: ClassVar[str] = "pause"

    until: date
    """The Swedish day on which it is taken up again."""
    reason: Reason

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        if self.until <= local_date(step.at):
            yield phrase("Välj en dag som inte har varit.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        return taken(
            case,
            CasePaused,
            step,
            facts={
                "status": Status.PAUSED,
                "paused_until": self.until,
                "pauses": (
                    *case.facts.pauses,
                    words.Pause(began_on=local_date(step.at), until=self.until),
                ),
            },
            detail={"until": self.until},
            reason=self.reason,
            before_pause=case.facts.status,
        )


class Resume(Command):
    """The wait is over."""

    name: ClassVar[str] = "resume"

    reason: Reason | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        if case.facts.status is not Status.PAUSED:
            yield phrase("Ärendet är inte vilande.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        return taken(
            case,
            CaseResumed,
            step,
            facts={
                "status": case.before_pause or Status.ASSIGNED,
                "paused_until": None,
                "pauses": ended(case.facts, local_date(step.at)),
            },
            detail={},
            reason=self.reason,
            before_pause=None,
        )


def ended(facts: words.CaseFacts, today: date) -> tuple[words.Pause, ...]:
    """The case's pauses, the last one over by today (Swedish day) if it still lasted.

    A pause outlives its own day until somebody resumes the case; for deadlines it was over then.
    """
    return tuple(
        pause if pause.ended_on else pause.model_copy(update={"ended_on": today})
        for pause in facts.pauses
    )
