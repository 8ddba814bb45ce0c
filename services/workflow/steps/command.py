"""What every step of handling has in common: a typed command with a guard that explains itself."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.workflow.case import FINISHED, Case
from services.workflow.opening import Opening
from services.workflow.stepping import Step, StepRefused, Taken
from shared.events.vocabulary import Status
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase
from shared.pages.words import STATUSES

Word = TypeVar("Word", bound=StrEnum)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2_000)]
AccountId = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[\w.@-]+$", max_length=80)
]
"""Goes into facts: an opaque id, never words."""
OthersNumber = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[^\s@]*\d[^\s@]*$", max_length=60)
]
"""What somebody else calls the case. Goes into events: a number, never words."""
Degree = Annotated[int, Field(strict=True, ge=1, le=4)]
CaseId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
]


def each_once(values: tuple[Word, ...]) -> tuple[Word, ...]:
    """The values in their order without repetitions."""
    return tuple(dict.fromkeys(values))


class Command(BaseModel, ABC):
    """What a step needs to be told. `name` is how the API and the history call it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        """Why the case cannot take the step now, whatever the step is told."""
        yield from not_open(case)

    @classmethod
    def may_be_taken(cls, case: Case) -> bool:
        """Whether it is worth offering."""
        return next(cls.barriers(case), None) is None

    def take(self, case: Case, step: Step, organisation: Organisation) -> Taken:
        """The case after the step. Raises StepRefused with every reason."""
        reasons = [*type(self).barriers(case), *self.faults(case, step, organisation)]
        if case.in_conflict(step.actor.id) and self.name not in FOR_ANYONE:
            reasons.insert(0, IN_CONFLICT)
        if reasons:
            raise StepRefused(*reasons)
        return self.taken(case, step, organisation)

    def faults(
        self,
        case: Case,  # noqa: ARG002
        step: Step,  # noqa: ARG002
        organisation: Organisation,  # noqa: ARG002
    ) -> Iterator[Phrase]:
        """What is wrong with what the step was told, for this case."""
        yield from ()

    def opens(
        self,
        case: Case,  # noqa: ARG002
        step: Step,  # noqa: ARG002
        organisation: Organisation,  # noqa: ARG002
    ) -> Opening | None:
        """A new case that must exist before this one changes."""
        return None

    @property
    def other_case(self) -> str | None:
        """Another case that the step names, and that must exist."""
        return None

    def against(self, other: Case) -> Iterator[Phrase]:  # noqa: ARG002
        """What is wrong with that other case."""
        yield from ()

    @abstractmethod
    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:
        """The case after a step that nothing stands against."""


IN_CONFLICT = phrase("Du är jävig i ärendet: någon annan ska handlägga det.")
FOR_ANYONE = frozenset({"assign", "declare-conflict"})
"""What even someone in conflict may do: see that another takes the case."""


def not_open(case: Case) -> Iterator[Phrase]:
    """The barrier that nearly every step has."""
    if case.facts.status in FINISHED:
        yield phrase(
            "Ärendet har status %(status)s. Ta upp det igen först.",
            status=STATUSES[case.facts.status],
        )
    if case.facts.status is Status.PAUSED:
        yield phrase("Ärendet är vilande. Återuppta det först.")
