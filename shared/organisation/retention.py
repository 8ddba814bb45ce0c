"""How long a board keeps what. Settings from its own adopted retention plan, never law here."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.events.vocabulary import Kind
from shared.organisation.names import Identifier, Name
from shared.organisation.span import Span


class Disposal(StrEnum):
    """What becomes of the case's personal data when the time is over."""

    ERASE = "erase"
    PRESERVE = "preserve"
    """Handed to the archive and kept for good: nothing is erased."""


class RetentionRule(BaseModel):
    """For some kinds of case: how long after closing, and then what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["complaints"])
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)] = Field(examples=[["complaint"]])
    disposal: Disposal = Field(examples=["erase"])
    after_closing: Span | None = Field(default=None, examples=[{"years": 2}])
    """Counted from the day the case was closed; left out where nothing is erased."""
    basis: Name
    """The board's retention plan (dokumenthanteringsplan) and its item."""

    @model_validator(mode="after")
    def _time_where_erased(self) -> Self:
        if (self.disposal is Disposal.ERASE) != (self.after_closing is not None):
            raise ValueError(
                'after_closing belongs to disposal = "erase", and only there: '
                "what is preserved has no last day"
            )
        return self


def erase_on(rule: RetentionRule, closed_on: date) -> date | None:
    """The day from which the personal data are to be erased; None where they are preserved."""
    return rule.after_closing.after(closed_on) if rule.after_closing else None
