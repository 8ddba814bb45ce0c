"""How far a case has come, as the workflow tells it; for those who follow their case."""

from typing import ClassVar

from shared.events.envelope import FactsEvent
from shared.events.facts import CaseFacts
from shared.store.documents import Versioned
from shared.store.index import Index
from shared.store.versioned import VersionedCollection


class Progress(Versioned):
    """The newest facts of a case by `seq`; `_id` is the case's id."""

    collection: ClassVar[str] = "progress"
    indexes: ClassVar[tuple[Index, ...]] = (Index("feed", (("feed", 1),), sparse=True),)

    facts: CaseFacts
    feed: str | None = None
    """Place among the changes that its partner system asks for; missing where there is none."""


async def keep_newest(progress: VersionedCollection[Progress], event: FactsEvent) -> None:
    """Keep the event's facts unless newer ones are known."""
    await progress.put_newer(str(event.case_id), event.seq, {"facts": event.facts.model_dump()})
