"""Mails as intake keeps them: the bytes as they came, and what became of each."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from services.intake.mail.delivery_reports import DeliveryReport
from shared.events.vocabulary import Channel
from shared.store.documents import Document, Versioned
from shared.store.index import Index


class Outcome(StrEnum):
    """What became of a mail."""

    CASE = "case"
    MESSAGE = "message"
    DUPLICATE = "duplicate"
    PARKED = "parked"
    PROBE = "probe"
    """A test case of ours: it has arrived, and is nothing more."""


class MailRecord(Versioned):
    """One mail that came in. Its `_id` is derived from its sender and its Message-ID.

    `seq` 1 is as it was decided, 2 once the case or the message is stored too.
    """

    collection: ClassVar[str] = "mails"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("message_id", (("message_id", 1),), sparse=True),
        Index("case", (("case_id", 1),), sparse=True),
        Index("outcome", (("outcome", 1), ("received_at", 1))),
        Index("unsettled", (("received_at", 1),), only_where={"settled": False}),
        Index("unseen", (("received_at", 1),), only_where={"unseen": True}),
    )

    message_id: str | None = None
    """Without its brackets."""
    sender: str | None = None
    """The address that it says it is from, in small letters. Personal."""
    return_path: str
    recipients: tuple[str, ...]
    """As the sender's server gave them."""
    received_at: datetime
    board: str | None = None
    """Whose address it was sent to."""
    outcome: Outcome
    case_id: str | None = None
    """The case that it became or joined; of a parked mail, the one that it is about."""
    reason: str | None = None
    """Why it was put aside, also once it is released."""
    report: DeliveryReport | None = None
    """Of a bounce: what it reports of a notice of ours, where that could be understood."""
    settled: bool
    """Whether what the outcome promises is stored. What is not, is stored later from here."""
    size: int
    """Bytes."""
    sha256: str
    raw: bytes | None = None
    """The mail as it came, when it is small; otherwise it is in pieces."""
    pieces: int = 0
    source: str = "smtp"
    """By what way it came: `smtp`, or `imap:` and the mailbox's name."""
    whole_size: int | None = None
    """Bytes of the whole mail, where only its beginning is here because it is too large."""
    channel: Channel = Channel.EMAIL
    """How its case came in: not by e-mail where a machine wrote the mail."""
    unseen: bool = False
    """Whether it was put aside and nobody has looked at it since."""
    looked_by: str | None = None
    """Opaque id of who looked at it first, and either left it or let it through."""
    looked_at: datetime | None = None
    remark: str | None = None
    """Why it was left. May be personal."""
    released: bool = False
    """Whether it was put aside first, and then let through."""

    @property
    def piece_names(self) -> list[str]:
        """Ids of its pieces, in order."""
        return [piece_name(self.sha256, position) for position in range(self.pieces)]


class MailPiece(Document):
    """A piece of a mail too large for one document, named by the mail's content."""

    collection: ClassVar[str] = "mail_pieces"

    content: bytes


WITHOUT_RAW = tuple(
    "_id" if name == "id" else name for name in MailRecord.model_fields if name != "raw"
)
"""Fields of a record as the store names them, for whoever does not want to carry mails."""


def piece_name(digest: str, position: int) -> str:
    """The `_id` of a piece of the mail with that SHA-256."""
    return f"{digest}/{position}"
