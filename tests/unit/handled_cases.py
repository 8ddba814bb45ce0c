"""Cases on their way through handling, for tests of single steps."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from services.workflow.case import Case
from services.workflow.commands import BY_NAME
from services.workflow.opening import Opening, open_case
from services.workflow.stepping import Step, StepRefused, Taken
from shared.events.envelope import Actor
from shared.events.vocabulary import Kind, Role
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language
from tests.support.submissions import MOMENT, submission

MANAGER = Actor(role=Role.MANAGER, id="manager-1")
INVESTIGATOR = Actor(role=Role.INVESTIGATOR, id="investigator-von")
NOW = MOMENT + timedelta(hours=1)


class Handled:
    """One case and the steps that are taken on it."""

    def __init__(self, organisation: Organisation, **given: Any) -> None:
        self.organisation = organisation
        kind = given.setdefault("kind", Kind.COMPLAINT)
        given = {"board": "von", "unit": "hemvard-norr", "first_kind": kind, **given}
        opened = open_case(Opening(submission(**given)), 2026, 1, organisation, MOMENT)
        self.case: Case = opened.case
        self.last: Taken | None = None

    def take(self, name: str, actor: Actor = MANAGER, /, **told: Any) -> Case:
        """Take the step. Raises StepRefused."""
        command = BY_NAME[name].model_validate(told)
        self.last = command.take(self.case, Step(actor, NOW), self.organisation)
        self.case = self.last.case
        return self.case

    def refused(self, name: str, actor: Actor = MANAGER, /, **told: Any) -> list[str]:
        """Why the step cannot be taken, in English."""
        try:
            BY_NAME[name].model_validate(told).take(self.case, Step(actor, NOW), self.organisation)
        except StepRefused as refused:
            return [say(reason, Language.ENGLISH) for reason in refused.reasons]
        return []

    def assessed(self, **told: Any) -> "Handled":
        """Assigned and assessed."""
        self.take("assign", responsible="manager-hemvard-norr")
        self.take("assess", **{"severity": 2, "probability": 2, "data_breach": False, **told})
        return self

    def investigated(self, **told: Any) -> "Handled":
        """Assessed and investigated."""
        self.assessed()
        self.take("investigate")
        given: dict[str, Any] = {
            "course_of_events": "Passet byttes.",
            "causes": ["workload"],
            "consequences": ["worry"],
        }
        self.take("conclude", **{**given, **told})
        return self

    def lex_sarah(self) -> "Handled":
        """Of a lex Sarah report: assigned to its investigator and assessed."""
        self.take("assign")
        self.take("assess", severity=4, probability=2, category="care-given")
        return self

    def concluded(self) -> "Handled":
        """Of a lex Sarah report: investigated."""
        self.lex_sarah().take("investigate")
        self.take(
            "conclude",
            course_of_events="Passet byttes.",
            noticed="Samma kväll.",
            earlier_occurrences="Ja.",
            could_recur="Ja.",
            causes=["workload"],
        )
        return self


Handle = Callable[..., Handled]
