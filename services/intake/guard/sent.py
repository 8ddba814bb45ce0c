"""A test case as it was sent."""

from datetime import datetime
from typing import ClassVar

from shared.events.submissions import Raw
from shared.store.documents import Document
from shared.store.index import Index


class Probe(Document):
    """One test case by the id that its mark has. Instants are UTC; nothing in it is personal."""

    collection: ClassVar[str] = "probes"
    indexes: ClassVar[tuple[Index, ...]] = (Index("expires", (("expires_at", 1),)),)

    channel: str
    raw: Raw
    """The door that it must come in by."""
    board: str | None = None
    """The board that it must come to; None where that does not matter."""
    sent_at: datetime
    expires_at: datetime
    """Until when its mark is good."""
    arrived_at: datetime | None = None
    arrived_raw: Raw | None = None
    arrived_board: str | None = None

    @property
    def arrived(self) -> bool:
        """Whether it has come in where it should."""
        return (
            self.arrived_at is not None
            and self.arrived_raw is self.raw
            and self.board in (None, self.arrived_board)
        )
