"""The stored cases: whatever writes a case brings its desk and its search entry along."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from services.workflow.case import Case
from services.workflow.desk import with_desk
from services.workflow.search_entry import SearchEntry, entry_of, fingerprint
from shared.events.envelope import Event
from shared.organisation import Organisation
from shared.store.collection import Collection, translating
from shared.store.documents import Bson
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection

_MADE = ("desk", "words", "sight", "numbers", "event_day")
"""What of a case's document follows from the rest of it, and from the organisation."""


class StoredCases(VersionedCollection[Case]):
    """As the collection it is made of, with desks and search entries.

    A new case is written before its entry: whoever hands it in again, because the entry could
    not be written, has it written then. Of a case that changes the entry is written first, and
    only where its words have changed.
    """

    def __init__(
        self,
        cases: VersionedCollection[Case],
        entries: Collection[SearchEntry],
        organisation: Organisation,
    ) -> None:
        super().__init__(cases.stored, Case, cases.outlet)
        self._entries = entries
        self._organisation = organisation

    async def insert(self, document: Case, events: Sequence[Event] = ()) -> None:
        """Write a new case. Raises Duplicate."""
        try:
            await super().insert(self._ready(document), events)
        except Duplicate:
            await self._enter_stored(document.id)
            raise
        await self._enter(document)

    async def insert_in_order(
        self, documents: Sequence[tuple[Case, Sequence[Event]]]
    ) -> tuple[int, Exception | None]:
        """Write cases one after the other and stop at the first that cannot be written."""
        ready = [(self._ready(case), events) for case, events in documents]
        written, failure = await super().insert_in_order(ready)
        await asyncio.gather(*(self._enter(case) for case, _ in documents[:written]))
        if isinstance(failure, Duplicate) and failure.index == "_id":
            await self._enter_stored(documents[written][0].id)
        return written, failure

    async def replace(self, document: Case, expected: int, events: Sequence[Event] = ()) -> bool:
        """Write the case if the stored one is still at `expected`."""
        ready = self._ready(document)
        said_more = ready.words != document.words
        if said_more:
            await self._put(ready)
        done = await super().replace(ready, expected, events)
        if said_more and not done:
            stored = await self.get(document.id)
            await self._put(stored or ready)
        return done

    async def renew_every(self) -> AsyncIterator[bool]:
        """Bring along, case by case, what was written by other rules; whether it was.

        A case that has been changed since it was read has been written anew, and is left alone.
        """
        with translating():
            async for stored in self.stored.find({}):
                yield await self._renew(Case.from_bson(stored), stored)

    async def _renew(self, case: Case, stored: Bson) -> bool:
        ready = self._ready(case)
        written = ready.to_bson()
        made = {name: written.get(name) for name in _MADE}
        if made == {name: stored.get(name) for name in _MADE}:
            return False
        if ready.words != case.words:
            await self._put(ready)
        return await self.update({"_id": case.id, "seq": case.seq}, {"$set": made})

    def _ready(self, case: Case) -> Case:
        return with_desk(case, self._organisation).model_copy(update={"words": fingerprint(case)})

    async def _enter_stored(self, case_id: str) -> None:
        stored = await self.get(case_id)
        if stored is not None:
            await self._enter(stored)

    async def _put(self, case: Case) -> None:
        entry = entry_of(case)
        change = {"words": list(entry.words), "counts": list(entry.counts)}
        if not await self._entries.update({"_id": entry.id}, {"$set": change}):
            await self._enter(case)

    async def _enter(self, case: Case) -> None:
        try:
            await self._entries.insert(entry_of(case))
        except Duplicate:
            return
