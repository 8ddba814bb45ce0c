"""The board's own routines and guides, for those who register and handle cases (R20, R22)."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints

from shared.organisation.names import Identifier, Name


class Guide(BaseModel):
    """A page elsewhere, and what it is called."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name = Field(examples=[{"sv": "Gör en orosanmälan", "en": "Report concern for a child"}])
    url: HttpUrl = Field(examples=["https://www.exempelkommun.example/orosanmalan"])


class Routine(Guide):
    """A routine, checklist, guide or film of the board's."""

    id: Identifier = Field(examples=["klagomal"])
    """Stands in what has been read and understood: never changed."""
    version: Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = Field(
        default=None, examples=["2026-1"]
    )
    """Staff confirm that they have read this version; no confirmation is asked without one."""
