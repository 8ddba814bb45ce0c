"""What intake keeps of an import: how it went, what was said of its rows, and pieces under way."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from services.intake.imports.row_fault import RowRemark
from services.intake.submission import Submission
from shared.store.documents import Document
from shared.store.index import Index

SILENT = timedelta(minutes=1)
"""An import that runs says so more often than this; one that does not is over."""

_DAY = 24 * 60 * 60


class ImportState(StrEnum):
    """How far an import has come."""

    RUNNING = "running"
    DONE = "done"
    """The whole list was read."""
    REFUSED = "refused"
    """All or nothing was asked for, and not all could be taken: nothing was."""
    STOPPED = "stopped"
    """From some row on the list cannot be read. What stands before it was taken."""
    INTERRUPTED = "interrupted"
    """The list did not come to its end, or intake did not. What was taken stays: send it again."""


class ImportRecord(Document):
    """One import; instants are UTC. Holds nothing of the list but its unknown columns' names."""

    collection: ClassVar[str] = "imports"

    source: str
    dry_run: bool
    strict: bool
    all_or_nothing: bool
    started_by: str | None
    """Opaque id of the account or token."""
    started_at: datetime
    touched_at: datetime
    ended_at: datetime | None = None
    state: ImportState = ImportState.RUNNING
    stopped: str | None = None
    """Why the list could not be read on."""

    bytes_read: int = 0
    """Of the list; twice over where all or nothing was asked for."""
    rows: int = 0
    """Rows that were read; each is one of the next four."""
    taken: int = 0
    unchanged: int = 0
    differs: int = 0
    rejected: int = 0
    remarks: int = 0
    """What was said of rows, a row may have several."""
    ignored_columns: tuple[str, ...] = ()
    pieces: int = 0
    """Of the report."""

    def as_of(self, now: datetime) -> Self:
        """The same, interrupted if nothing has been heard of it for a while."""
        if self.state is ImportState.RUNNING and now - self.touched_at > SILENT:
            return self.model_copy(update={"state": ImportState.INTERRUPTED})
        return self


class ReportPiece(Document):
    """A part of what was said of an import's rows, in their order; kept for ninety days."""

    collection: ClassVar[str] = "import_reports"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("old", (("created_at", 1),), expire_after=90 * _DAY),
    )

    remarks: tuple[RowRemark, ...]
    created_at: datetime


class ListPiece(Document):
    """A part of a list that is looked through before any of it is taken. Personal, and passing."""

    collection: ClassVar[str] = "import_lists"
    indexes: ClassVar[tuple[Index, ...]] = (Index("left", (("created_at", 1),), expire_after=_DAY),)

    content: bytes
    created_at: datetime


class KnownRow(Document):
    """What a submission says of the row it was made of."""

    collection: ClassVar[str] = Submission.collection
    fields: ClassVar[tuple[str, ...]] = ("fingerprint", "posted")

    fingerprint: str
    posted: bytes | None = None


def piece_id(import_id: str, position: int) -> str:
    """Of a report's or a list's piece, from 0."""
    return f"{import_id}/{position:08d}"
