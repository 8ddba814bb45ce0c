"""What the API tells of attachments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from services.intake.attachments.documents import Attachment
from shared.events.vocabulary import Scan


class AttachmentAccepted(BaseModel):
    """The file is stored. Name its id in a case or a message within a day."""

    attachment_id: UUID
    media_type: str
    """What its content is, whatever it was said to be."""
    size: int
    """Bytes."""
    sha256: str
    scan: Scan

    @classmethod
    def of(cls, attachment: Attachment) -> Self:
        return cls(
            attachment_id=attachment.attachment_id,
            media_type=attachment.media_type,
            size=attachment.size,
            sha256=attachment.sha256,
            scan=attachment.scan,
        )


class AttachmentItem(BaseModel):
    """One file of a case. `name` is personal; `allowed` is false for a type nobody may upload."""

    attachment_id: UUID
    name: str | None
    media_type: str
    size: int
    """Bytes."""
    sha256: str
    scan: Scan
    allowed: bool
    message_id: UUID | None
    """The message that it came with; null where it came with the case itself."""
    created_at: datetime

    @classmethod
    def of(cls, attachment: Attachment) -> Self:
        return cls(
            attachment_id=attachment.attachment_id,
            name=attachment.name,
            media_type=attachment.media_type,
            size=attachment.size,
            sha256=attachment.sha256,
            scan=attachment.scan,
            allowed=attachment.allowed,
            message_id=UUID(attachment.message_id) if attachment.message_id else None,
            created_at=attachment.created_at,
        )


class AttachmentItems(BaseModel):
    """Files in the order they came."""

    items: Sequence[AttachmentItem]
