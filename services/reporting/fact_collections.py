"""The collections of facts in the store, and the document that says which is which."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from services.reporting.counted_case import CountedCase
from services.reporting.projection import FIRST, PREFIX, Projection
from services.reporting.rebuild import Rebuild
from shared.store import collection as stored
from shared.store.database import Database
from shared.store.documents import Document
from shared.store.errors import Duplicate
from shared.store.group_commit import GroupCommit
from shared.store.versioned import VersionedCollection

Facts = VersionedCollection[CountedCase]
Change = Callable[[Projection], Projection | None]

ID = "facts"


class CollectedSnapshot(Document):
    """That a snapshot of a case has come, by the case's id."""

    collection: ClassVar[str] = "collected"


class FactCollections:
    """Opens, creates and drops them. All methods raise StoreUnavailable or StoreRefused."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._projections = database.versioned(Projection)
        self._reads: GroupCommit[None, Projection] = GroupCommit(self._read)
        self._facts: dict[str, Facts] = {}
        self._collected: dict[str, stored.Collection[CollectedSnapshot]] = {}
        self._opening = asyncio.Lock()

    async def projection(self) -> Projection:
        """As it is in the store now; one read serves all who ask at the same moment."""
        return await self._reads.submit(None)

    async def change(self, change: Change) -> Projection | None:
        """Have the projection changed, whoever else changes it at the same time.

        `change` is called again when somebody was faster. It answers None when, as things stand
        now, there is nothing to change; then so does this.
        """
        while True:
            projection = await self._existing()
            changed = change(projection)
            if changed is None or await self._projections.replace(changed, projection.seq):
                return changed

    async def facts(self, name: str) -> Facts:
        """A collection of facts, with its indexes."""
        if name not in self._facts:
            async with self._opening:
                if name not in self._facts:
                    facts = self._database.versioned(CountedCase, name=name)
                    await facts.create_indexes()
                    self._facts[name] = facts
        return self._facts[name]

    async def put(self, name: str, case: CountedCase) -> None:
        """Write the case unless the collection has it at this `seq` or a later one.

        `counted_at` stays as it was first written.
        """
        facts = await self.facts(name)
        await facts.put_newer(
            case.id,
            case.seq,
            {"facts": case.facts.model_dump(), "updated_at": case.updated_at},
            at_first={"counted_at": case.counted_at},
        )

    async def remember_snapshot(self, rebuild: Rebuild, case_id: str) -> None:
        """Note that a snapshot of the case has come."""
        try:
            await self._collected_for(rebuild).insert(CollectedSnapshot(id=case_id))
        except Duplicate:
            return

    async def snapshots(self, rebuild: Rebuild) -> int:
        """Of how many cases a snapshot has come."""
        return await self._collected_for(rebuild).count({})

    async def names(self) -> Collection[str]:
        """Names of all collections of facts, also of those that nobody needs."""
        names = await self._database.collection_names()
        return [name for name in names if name == FIRST or name.startswith(PREFIX)]

    async def drop(self, name: str) -> None:
        """Remove a collection."""
        facts = self._facts.pop(name, None) or self._database.versioned(CountedCase, name=name)
        self._collected.pop(name, None)
        with stored.translating():
            await facts.stored.drop()

    def _collected_for(self, rebuild: Rebuild) -> stored.Collection[CollectedSnapshot]:
        name = rebuild.collected
        if name not in self._collected:
            self._collected[name] = self._database.collection(CollectedSnapshot, name=name)
        return self._collected[name]

    async def _read(self, callers: Sequence[None]) -> Sequence[Projection]:
        return [await self._existing()] * len(callers)

    async def _existing(self) -> Projection:
        while (projection := await self._projections.get(ID)) is None:
            try:
                await self._projections.insert(Projection(id=ID, seq=1))
            except Duplicate:
                continue
        return projection
