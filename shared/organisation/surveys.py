"""What those are asked whose case is closed (R86): questions that can be counted."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.organisation.categories import Version
from shared.organisation.names import Identifier, Name

STEPS = (1, 2, 3, 4, 5)
"""What can be answered on every scale, from the least to the most."""

NO_OPINION = 0
"""An answer too, and no step of the scale: it is counted, and stands outside every mean."""


class Scale(StrEnum):
    """What the five steps are called. Figures of one scale can be held against each other."""

    SATISFACTION = "satisfaction"
    """From very dissatisfied to very satisfied."""
    AGREEMENT = "agreement"
    """From not at all true to wholly true."""
    EASE = "ease"
    """From very hard to very easy."""


class Question(BaseModel):
    """One question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["treatment"])
    """Stands in every answer: never changed, and never used again for another question."""
    text: Name
    scale: Scale = Field(examples=["satisfaction"])


class Survey(BaseModel):
    """The survey as `survey.toml` has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["after-closing"])
    version: Version = Field(examples=[1])
    """Raised whenever a question is added, taken away or asked in other words."""
    name: Name
    introduction: Name | None = None
    """Shown above the questions."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=12)]

    @property
    def edition(self) -> str:
        """What stands in every answer, for instance `after-closing.v1`."""
        return f"{self.id}.v{self.version}"
