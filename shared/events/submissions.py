"""What intake publishes: submissions, messages and survey answers.

`content` is the only place where personal data travel. Only the workflow and notifications read
the classes that have it; a service that must not know (reporting) reads
`shared.events.envelope.FactsEvent` instead.
"""

from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

from shared.events.envelope import Event, FactsEvent, Part
from shared.events.vocabulary import ComplainantView, Scan


class Address(Part):
    """How the complainant can be reached. Personal."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None


class AttachmentReference(Part):
    """A file that intake keeps; others stream it from there."""

    id: UUID
    media_type: str
    size: int
    """Bytes."""
    sha256: str
    name: str | None = None
    """As its sender called it. Personal."""
    scan: Scan = Scan.NOT_SCANNED


class ReceivedContent(Part):
    """The complainant's own words and who they are. Personal."""

    text: str
    contact: Address = Address()
    subject: str | None = None
    quoted: str | None = None
    """What a mail repeats of earlier mails below its sender's own words."""
    forwarded_by: Address | None = None
    """Who of the municipality passed the complainant's mail on."""
    unit_as_given: str | None = None
    """What was given as unit when no such unit exists."""
    external_reference: str | None = None
    """The sender's own number: IVO's, the region's, another system's (R10, R11)."""
    attachments: tuple[AttachmentReference, ...] = ()
    occurred_about: str | None = None
    """When it happened, as the complainant remembers it."""
    person_concerned: str | None = None
    """Whom it is about, where that is not the one who tells (R07)."""
    consequence: str | None = None
    """What it meant for the person (R58)."""
    immediate_action: str | None = None
    """What was done at once (R17)."""


class MessageContent(Part):
    """What the complainant added. Personal."""

    text: str
    quoted: str | None = None
    """What a mail repeats of earlier mails below its sender's own words."""
    attachments: tuple[AttachmentReference, ...] = ()


class Raw(StrEnum):
    """In what form the submission is kept untouched by intake."""

    FORM = "form"
    JSON = "json"
    MAIL = "mail"
    ROW = "row"
    """A row of an imported list."""


class ReceivedDetail(Part):
    """How the submission came in, without personal data."""

    raw: Raw
    arrival_basis: str
    """Why `received_on` is that day (FL 22 §): `as_given` or `day_it_reached_us`."""


class CaseReceived(FactsEvent):
    """A submission came in by any channel. `seq` is 1."""

    type: Literal["case.received"] = "case.received"
    version: Literal[1] = 1
    detail: ReceivedDetail
    content: ReceivedContent


class MessageDetail(Part):
    """What the complainant did besides writing."""

    view: ComplainantView | None = None
    """Set when the complainant agreed with or disputed the closing (R39)."""


class MessageReceived(Event):
    """The complainant added something, answered, agreed or disputed."""

    type: Literal["message.received"] = "message.received"
    version: Literal[1] = 1
    detail: MessageDetail
    content: MessageContent


class SurveyDetail(Part):
    """Answers by question id (R86): 1–5 on the question's scale, 0 for no opinion."""

    survey: str
    """The survey and its version, for instance `after-closing.v1`."""
    answers: dict[str, int]
    answered_on: date
    entered_by_staff: bool = False


class SurveyAnswered(Event):
    """An answer to the survey sent at closing."""

    type: Literal["survey.answered"] = "survey.answered"
    version: Literal[1] = 1
    detail: SurveyDetail
