"""Counting: the newest facts of every case, kept wherever they are needed.

An event is done with only when it has been written to every collection that the projection names
*after* those writes. So no copy of the service can miss that a rebuild has begun or ended, however
long it stood still in between, and nothing here depends on time.
"""

import structlog

from services.reporting.counted_case import CountedCase
from services.reporting.fact_collections import FactCollections
from services.reporting.projection import Projection
from services.reporting.table.targets import Targets
from shared.clock import Clock
from shared.events.envelope import FactsEvent
from shared.events.upkeep import CaseSnapshot
from shared.metrics import FACTS_STORED

log = structlog.get_logger()


class Counting:
    """Takes in events. Any of them may come twice, late, or in any order."""

    def __init__(self, collections: FactCollections, targets: Targets, clock: Clock) -> None:
        self._collections = collections
        self._targets = targets
        self._clock = clock
        self._latest: Projection | None = None

    async def count(self, event: FactsEvent) -> None:
        """Take in what happened to a case."""
        case = self._counted(event)
        projection = self._latest or await self._collections.projection()
        written: set[str] = set()
        while missing := [name for name in projection.written_to if name not in written]:
            for name in missing:
                await self._write(name, projection, case)
            written.update(missing)
            projection = self._latest = await self._collections.projection()
        FACTS_STORED.inc()

    async def collect(self, snapshot: CaseSnapshot) -> None:
        """Take in a snapshot for the rebuild that asked for it, if that is still running."""
        projection = await self._collections.projection()
        rebuild = projection.running
        if rebuild is None or rebuild.id != str(snapshot.detail.rebuild):
            log.debug("snapshot_not_needed")
            return
        case = self._counted(snapshot)
        await self._write(rebuild.collection, projection, case)
        await self._collections.remember_snapshot(rebuild, case.id)

    def _counted(self, event: FactsEvent) -> CountedCase:
        return CountedCase.of(event, self._clock.now(), self._targets.kept(event.facts))

    async def _write(self, name: str, projection: Projection, case: CountedCase) -> None:
        if name != projection.active:
            in_use = await self._collections.facts(projection.active)
            if known := await in_use.get(case.id):
                case = case.model_copy(update={"counted_at": known.counted_at})
        await self._collections.put(name, case)
