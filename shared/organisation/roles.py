"""Whom the product turns to: role accounts, never persons."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.organisation.names import Identifier

EmailAddress = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=254,
        pattern=r"^[^@\s<>\"(),:;\\]{1,64}@[^@\s<>\"(),:;\\]+\.[^@\s<>\"(),:;\\.]{2,}$",
    ),
    Field(description="an e-mail address"),
]


class RecipientRole(StrEnum):
    """Who can be told of a deadline. The first three are looked for upwards from the unit.

    The last two are whoever the case names; where that is no role account, the unit's manager.
    """

    MANAGER = "manager"
    COORDINATOR = "coordinator"
    HEAD_OF_OPERATIONS = "head_of_operations"
    REGISTRAR = "registrar"
    INVESTIGATOR = "investigator"
    QUALITY = "quality"
    RESPONSIBLE = "responsible"
    """Whoever answers for the case (R41)."""
    OWNER = "owner"
    """Whoever is to carry out the measure; of deadlines of measures only."""


NAMED_BY_CASE = (RecipientRole.RESPONSIBLE, RecipientRole.OWNER)


class RoleAccount(BaseModel):
    """An account that belongs to a post and outlives whoever holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: Identifier = Field(examples=["manager-hemvard-norr"])
    """Opaque id: the actor of events, and `responsible` in a case's facts."""
    address: EmailAddress = Field(examples=["enhetschef.hemvard-norr@exempelkommun.example"])
