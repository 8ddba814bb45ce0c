"""What is published elsewhere, what only a person can try, and who is told (R02, R14)."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints

from shared.organisation.names import Identifier, Name
from shared.organisation.roles import RoleAccount


class Publicity(BaseModel):
    """A page elsewhere that must carry our link."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: HttpUrl = Field(examples=["https://www.exempelkommun.example/synpunkter"])
    link: Annotated[str, StringConstraints(pattern=r"^/[^\s#]*$", max_length=300)] = Field(
        default="/",
        examples=["/lamna"],
        description="the path of one of our pages, beginning with /",
    )
    """The page of ours that must be linked to from there."""


class ManualChannel(BaseModel):
    """A way in that no program can try: a telephone, a voicemail, a letter box."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["voicemail-hemvard"])
    name: Name = Field(
        examples=[{"sv": "Telefonsvararen i hemvården", "en": "Home care voicemail"}]
    )
    days: Annotated[int, Field(ge=1, le=366)] = Field(default=31, examples=[31])
    """Within how many days someone must have tried it again."""


class Operations(BaseModel):
    """Who is told when a channel is dead."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recipients: Annotated[tuple[RoleAccount, ...], Field(min_length=1)]
