"""What intake keeps: its collections in one place."""

from dataclasses import dataclass
from typing import Self

from services.intake.erased import Erasure
from services.intake.mail.documents import MailPiece, MailRecord
from services.intake.message import Message
from services.intake.progress import Progress
from services.intake.submission import Submission
from shared.store.collection import Collection
from shared.store.database import Database
from shared.store.errors import StoreUnavailable
from shared.store.versioned import VersionedCollection


@dataclass(frozen=True)
class Records:
    """Intake's own database."""

    database: Database
    submissions: Collection[Submission]
    messages: Collection[Message]
    progress: VersionedCollection[Progress]
    mails: VersionedCollection[MailRecord]
    pieces: Collection[MailPiece]
    erasures: Collection[Erasure]

    @classmethod
    def of(cls, database: Database) -> Self:
        return cls(
            database=database,
            submissions=database.collection(Submission, outbox=True),
            messages=database.collection(Message, outbox=True),
            progress=database.versioned(Progress),
            mails=database.versioned(MailRecord),
            pieces=database.collection(MailPiece),
            erasures=database.collection(Erasure, outbox=True),
        )

    def require_prepared(self) -> None:
        """Raise StoreUnavailable until the indexes are there: uniqueness rests on them."""
        if not self.database.prepared:
            raise StoreUnavailable("the store has not answered since this process started")
