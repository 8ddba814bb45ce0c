"""What someone asks intake to take in, whatever the channel: checked, but not yet stored."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from services.intake.plain_text import OneLine, PlainText
from shared.events.vocabulary import (
    Channel,
    DiscoveredBy,
    Gender,
    Kind,
    Law,
    ReporterKind,
    Way,
    Wish,
)

MAXIMUM_TEXT = 20_000
MAXIMUM_ATTACHMENTS = 20

Line = Annotated[OneLine, StringConstraints(max_length=200)]
Code = Annotated[OneLine, StringConstraints(min_length=1, max_length=80)]
EmailAddress = Annotated[
    OneLine,
    StringConstraints(
        max_length=254,
        pattern=r"^[^@\s<>\"(),:;\\]{1,64}@[^@\s<>\"(),:;\\]+\.[^@\s<>\"(),:;\\.]{2,}$",
    ),
]


class Contact(BaseModel):
    """Who to answer and how. Every part may be missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line | None = None
    email: EmailAddress | None = None
    phone: Annotated[OneLine, StringConstraints(max_length=40)] | None = None
    address: Annotated[PlainText, StringConstraints(max_length=500)] | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _blank_is_missing(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    def __bool__(self) -> bool:
        return any((self.name, self.email, self.phone, self.address))


class FeedbackWish(BaseModel):
    """Whether and how the complainant wants an answer (R34)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wanted: Wish = Wish.UNKNOWN
    how: Way | None = None
    by: date | None = None
    """The day (Swedish time) by which an answer is wished for."""


class CaseRequest(BaseModel):
    """A case as it is handed in (R07). `received_on` is a day in Swedish time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    board: Code
    kind: Kind
    channel: Channel
    text: Annotated[PlainText, StringConstraints(min_length=1, max_length=MAXIMUM_TEXT)]
    unit: Code | None = None
    category: Code | None = None
    themes: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    law: Law | None = None
    contact: Contact = Contact()
    anonymous: bool = False
    feedback_wish: FeedbackWish = FeedbackWish()
    gender: Gender = Gender.UNKNOWN
    received_on: date | None = None
    occurred_on: date | None = None
    occurred_about: Line | None = None
    """When it happened, as the complainant remembers it."""
    external_reference: Line | None = None
    discovered_by: DiscoveredBy = DiscoveredBy.UNKNOWN
    reporter_kind: ReporterKind = ReporterKind.UNKNOWN
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "sv"
    acknowledged_orally: bool = False
    person_concerned: Line | None = None
    consequence: Annotated[PlainText, StringConstraints(max_length=MAXIMUM_TEXT)] | None = None
    immediate_action: Annotated[PlainText, StringConstraints(max_length=MAXIMUM_TEXT)] | None = None
    data_breach: bool | None = None
    child_concern: bool | None = None
    solved_on_the_spot: bool = False
    protected_identity: bool = False
    """Whether the complainant's personal data are protected: nothing goes by mail, or by name."""
    attachments: Annotated[tuple[UUID, ...], Field(max_length=MAXIMUM_ATTACHMENTS)] = ()
    """Ids of files that were uploaded before."""

    @field_validator("channel")
    @classmethod
    def _known_channel(cls, value: Channel) -> Channel:
        if value is Channel.UNKNOWN:
            raise ValueError("say how the case came in: only an imported one may not know")
        return value

    @field_validator("feedback_wish", mode="before")
    @classmethod
    def _short_forms(cls, value: object) -> object:
        """Accept `"yes"`, `true` and `"email"` where only that much is known."""
        if isinstance(value, bool):
            return {"wanted": Wish.YES if value else Wish.NO}
        if isinstance(value, str):
            if value in set(Way):
                return {"wanted": Wish.YES, "how": value}
            return {"wanted": value}
        return value

    @model_validator(mode="after")
    def _anonymous_has_no_contact(self) -> Self:
        if self.anonymous and self.contact:
            raise ValueError(
                "an anonymous case has no contact: leave contact out, or set anonymous to false"
            )
        return self
