"""Attachments as intake keeps them: what is known of each, and its content in pieces."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.events.submissions import AttachmentReference
from shared.events.vocabulary import Scan
from shared.store.documents import Document
from shared.store.index import Index


class Attachment(Document):
    """One file. What it holds never changes; whose it is and what a scan found does."""

    collection: ClassVar[str] = "attachments"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("owner", (("owner", 1),)),
        Index("case", (("case_id", 1),)),
        Index("unsettled", (("since", 1),), only_where={"settled": False}),
        Index("scan_due", (("scan_due", 1),), only_where={"scan": Scan.NOT_SCANNED.value}),
    )

    name: str | None = None
    """As its sender called it, without paths and signs that deceive. Personal."""
    media_type: str
    """What the content is, whatever its name or its sender say."""
    size: int
    """Bytes."""
    sha256: str
    scan: Scan = Scan.NOT_SCANNED
    owner: str
    """Who may use it: `account:…`, `draft:…`, `case:…` or `mail:…`."""
    case_id: str | None = None
    """The case that it is part of; None while it only waits to be handed in."""
    message_id: str | None = None
    """The message that it came with; None where it came with the case itself."""
    created_at: datetime
    allowed: bool = True
    """False where its type is not on the allow-list: kept from mails, and staff are warned."""

    since: datetime
    """When it came, or was last claimed (UTC)."""
    settled: bool = False
    """Whether the case or the message that it is part of is known to be stored."""
    scan_due: datetime | None = None
    """When the next scan is to be tried; None when there is none left to try."""
    scans_tried: int = 0
    content: bytes | None = None
    """What it holds, when that is small; otherwise it is in pieces."""
    upload: str | None = None
    """The upload whose pieces hold it."""
    pieces: int = 0

    @property
    def attachment_id(self) -> UUID:
        return UUID(self.id)

    @property
    def reference(self) -> AttachmentReference:
        """As other services are told of it."""
        return AttachmentReference(
            id=self.attachment_id,
            media_type=self.media_type,
            size=self.size,
            sha256=self.sha256,
            name=self.name,
            scan=self.scan,
        )

    @property
    def piece_names(self) -> list[str]:
        """Ids of its pieces, in order."""
        return [piece_name(self.upload or "", position) for position in range(self.pieces)]


WITHOUT_CONTENT = tuple(
    "_id" if name == "id" else name for name in Attachment.model_fields if name != "content"
)
"""Fields of an attachment as the store names them, for whoever does not want to carry files."""


class AttachmentPiece(Document):
    """A piece of a file too large for one document."""

    collection: ClassVar[str] = "attachment_pieces"

    content: bytes


class Upload(Document):
    """Pieces are being written. It stays until they are known to belong to an attachment."""

    collection: ClassVar[str] = "uploads"
    indexes: ClassVar[tuple[Index, ...]] = (Index("begun", (("begun_at", 1),)),)

    attachment_id: str
    begun_at: datetime


def piece_name(upload: str, position: int) -> str:
    """The `_id` of a piece. Those of one upload stand together, in order."""
    return f"{upload}/{position:06}"
