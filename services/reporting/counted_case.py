"""A case as it is counted: its newest facts, and nothing personal."""

from datetime import datetime
from typing import ClassVar, Self

from services.reporting.table.targets import KeptTargets
from shared.events.envelope import FactsEvent
from shared.events.facts import CaseFacts
from shared.store.documents import Versioned
from shared.store.index import Index


class CountedCase(Versioned):
    """One document a case, by its id. Made of events that were read without their `content`."""

    indexes: ClassVar[tuple[Index, ...]] = (
        Index("updated_at", (("updated_at", 1),)),
        Index("reference", (("facts.reference", 1),)),
        Index("diary_number", (("facts.diary_number", 1),), sparse=True),
    )

    facts: CaseFacts
    counted_at: datetime
    """When the case was first counted (UTC); a rebuild keeps it."""
    updated_at: datetime
    """When these facts were stored (UTC)."""

    targets: KeptTargets | None = None
    """Its board's targets when these facts were stored; None of an unknown board."""

    @classmethod
    def of(cls, event: FactsEvent, now: datetime, targets: KeptTargets | None = None) -> Self:
        """The case as the event tells of it."""
        return cls(
            id=str(event.case_id),
            seq=event.seq,
            facts=event.facts,
            counted_at=now,
            updated_at=now,
            targets=targets,
        )
