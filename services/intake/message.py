"""What a complainant adds to a case afterwards: words, and whether they agree that it is closed."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.intake.case_request import MAXIMUM_ATTACHMENTS, MAXIMUM_TEXT
from services.intake.plain_text import PlainText
from services.intake.submission import PRODUCER
from shared.events.envelope import Actor
from shared.events.submissions import (
    AttachmentReference,
    MessageContent,
    MessageDetail,
    MessageReceived,
    Raw,
)
from shared.events.vocabulary import ComplainantView, Role
from shared.ids import derived_id
from shared.store.documents import Document
from shared.store.index import Index

VIEWS = frozenset({ComplainantView.AGREES, ComplainantView.DISPUTES})


class MessageRequest(BaseModel):
    """What someone asks intake to add to a case: words, a view of the closing (R39), or both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[PlainText, StringConstraints(max_length=MAXIMUM_TEXT)] = ""
    view: ComplainantView | None = None
    attachments: Annotated[tuple[UUID, ...], Field(max_length=MAXIMUM_ATTACHMENTS)] = ()
    """Ids of files that were uploaded before."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.view is not None and self.view not in VIEWS:
            raise ValueError("view can be agrees or disputes: leave it out otherwise")
        if not self.text and self.view is None and not self.attachments:
            raise ValueError("text is empty: write something, or say agrees or disputes in view")
        return self


class Message(Document):
    """One message; `_id` is its own id. It never changes."""

    collection: ClassVar[str] = "messages"
    indexes: ClassVar[tuple[Index, ...]] = (Index("case", (("case_id", 1),)),)

    case_id: str
    by: Role = Role.COMPLAINANT
    """Who told it, by role."""
    text: str
    view: ComplainantView | None = None
    raw: Raw
    posted: bytes | None = None
    """The body as it was posted, untouched; None for a mail."""
    mail: str | None = None
    """Id of the mail that it came by, whose bytes are kept with it."""
    fingerprint: str
    created_at: datetime


@dataclass(frozen=True)
class MessagePosting:
    """How, when (UTC) and from whom a message reached intake."""

    message_id: UUID
    case_id: UUID
    at: datetime
    by: Actor
    raw: Raw
    posted: bytes | None = None
    mail: str | None = None
    quoted: str | None = None
    """What a mail repeats of earlier mails."""
    attachments: tuple[AttachmentReference, ...] = ()
    """Files that are claimed for the message already."""


def receive_message(
    request: MessageRequest, posting: MessagePosting
) -> tuple[Message, MessageReceived]:
    """The message to store and the event that tells of it."""
    message = Message(
        id=str(posting.message_id),
        case_id=str(posting.case_id),
        by=posting.by.role,
        text=request.text,
        view=request.view,
        raw=posting.raw,
        posted=posting.posted,
        mail=posting.mail,
        fingerprint=fingerprint(request),
        created_at=posting.at,
    )
    event_id = derived_id("message.received", posting.message_id)
    event = MessageReceived(
        id=event_id,
        occurred_at=posting.at,
        recorded_at=posting.at,
        case_id=posting.case_id,
        actor=posting.by,
        correlation_id=event_id,
        producer=PRODUCER,
        detail=MessageDetail(view=request.view),
        content=MessageContent(
            text=request.text, quoted=posting.quoted, attachments=posting.attachments
        ),
    )
    return message, event


def fingerprint(request: MessageRequest) -> str:
    """The same for requests that say the same, however they were written down."""
    return sha256(request.model_dump_json(exclude_defaults=True).encode()).hexdigest()
