"""Reports in the store, and the facts that a published one was made of."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from services.reporting.periods import Period
from services.reporting.report.content import Content
from services.reporting.report.headings import SectionId
from services.reporting.report.spans import Span
from shared.store.documents import Document, Versioned
from shared.store.index import Index


class State(StrEnum):
    """A draft shows the figures of now; what is published is frozen."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Report(Versioned):
    """One report. Its id comes from board, period and edition, so that none is made twice.

    Instants are UTC, `first` and `last` Swedish days of arrival; `*_by` are opaque account ids.
    """

    collection: ClassVar[str] = "reports"
    indexes: ClassVar[tuple[Index, ...]] = (Index("board", (("board", 1), ("last", -1))),)

    board: str
    first: date
    last: date
    edition: int
    """1 for the first of its board and period; a further one after the last was published."""
    state: State = State.DRAFT
    texts: dict[SectionId, str] = Field(default_factory=dict)
    made_at: datetime
    made_by: str | None = None
    edited_at: datetime
    edited_by: str | None = None
    published_at: datetime | None = None
    published_by: str | None = None
    content: Content | None = None
    """As it was published, whole."""
    facts: str | None = None
    """By which `frozen_facts` the facts are found that it was made of."""

    @property
    def span(self) -> Span:
        return Span(self.board, Period(self.first, self.last))


class FrozenFacts(Document):
    """A piece of the facts that a report was published from, in Arrow's file format.

    Pieces that no report names are left by someone who was not the first to publish it.
    """

    collection: ClassVar[str] = "report_facts"
    indexes: ClassVar[tuple[Index, ...]] = (Index("facts", (("facts", 1), ("place", 1))),)

    facts: str
    place: int
    data: bytes
