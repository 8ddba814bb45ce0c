"""What a board wants to reach, as it can be measured (R89)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.events.vocabulary import Kind
from shared.organisation.names import Identifier, Name


class Direction(StrEnum):
    """On which side of the target it is reached; the target itself reaches it."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class GoalPeriod(StrEnum):
    """Over what the goal is measured, each time anew."""

    YEAR = "year"
    HALF_YEAR = "half_year"
    TERTIAL = "tertial"
    SCHOOL_YEAR = "school_year"


class Goal(BaseModel):
    """Measured by a figure of the statistics, or by a question of the survey."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["answered-in-time"])
    name: Name
    figure: Identifier | None = Field(default=None, examples=["answered"])
    """The id of a figure: `GET /api/v1/figures` of reporting lists them."""
    question: Identifier | None = Field(default=None, examples=["treatment"])
    """The id of a question of the survey: the part that answers 4 or 5 of those with an opinion."""
    target: Annotated[float, Field(ge=0, examples=[90])]
    """Per cent where the figure is a share, and of a question; otherwise cases or days."""
    direction: Direction = Field(examples=["at_least"])
    period: GoalPeriod = GoalPeriod.YEAR
    kinds: tuple[Kind, ...] = ()
    """Only cases of these kinds; of every kind where left out."""
    units: tuple[Identifier, ...] = ()
    """Only these units with everything below them; the whole board where left out."""
    valid_from: date | None = None
    """The first day it holds; periods before have no such goal."""
    basis: Name | None = None
    """What decided it."""

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.figure is None) == (self.question is None):
            raise ValueError("a goal is measured by a figure or by a question: name one of them")
        if self.question is not None and self.kinds:
            raise ValueError("kinds belong to a figure: a question is asked of all")
        return self
