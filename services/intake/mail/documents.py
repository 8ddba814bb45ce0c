"""Mails as intake keeps them: the bytes as they came, and what became of each."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shared.store.documents import Document, Versioned
from shared.store.index import Index


class Outcome(StrEnum):
    """What became of a mail."""

    CASE = "case"
    MESSAGE = "message"
    DUPLICATE = "duplicate"
    PARKED = "parked"


class MailRecord(Versioned):
    """One mail that came in. Its `_id` is derived from its sender and its Message-ID.

    `seq` 1 is as it was decided, 2 once the case or the message is stored too.
    """

    collection: ClassVar[str] = "mails"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("message_id", (("message_id", 1),), sparse=True),
        Index("unsettled", (("received_at", 1),), only_where={"settled": False}),
    )

    message_id: str | None = None
    """Without its brackets."""
    return_path: str
    recipients: tuple[str, ...]
    """As the sender's server gave them."""
    received_at: datetime
    outcome: Outcome
    case_id: str | None = None
    reason: str | None = None
    settled: bool
    """Whether what the outcome promises is stored. What is not, is stored later from here."""
    size: int
    """Bytes."""
    sha256: str
    raw: bytes | None = None
    """The mail as it came, when it is small; otherwise it is in pieces."""
    pieces: int = 0

    @property
    def piece_names(self) -> list[str]:
        """Ids of its pieces, in order."""
        return [piece_name(self.sha256, position) for position in range(self.pieces)]


class MailPiece(Document):
    """A piece of a mail too large for one document, named by the mail's content."""

    collection: ClassVar[str] = "mail_pieces"

    content: bytes


def piece_name(digest: str, position: int) -> str:
    """The `_id` of a piece of the mail with that SHA-256."""
    return f"{digest}/{position}"
