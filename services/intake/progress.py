"""How far a case has come, as the workflow tells it; for those who follow their case."""

from typing import ClassVar

from shared.events.envelope import FactsEvent
from shared.events.facts import CaseFacts
from shared.store.documents import Versioned
from shared.store.versioned import VersionedCollection


class Progress(Versioned):
    """The newest facts of a case by `seq`; `_id` is the case's id."""

    collection: ClassVar[str] = "progress"

    facts: CaseFacts


async def keep_newest(progress: VersionedCollection[Progress], event: FactsEvent) -> None:
    """Keep the event's facts unless newer ones are known."""
    await progress.put_newer(str(event.case_id), event.seq, {"facts": event.facts.model_dump()})
