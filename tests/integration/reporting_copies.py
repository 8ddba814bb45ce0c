"""Copies of the reporting service's parts on one real store, without processes between them."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from services.reporting.counted_case import CountedCase
from services.reporting.counting import Counting
from services.reporting.fact_collections import FactCollections
from services.reporting.rebuild import Rebuild
from services.reporting.rebuilding import Rebuilding
from services.reporting.table.targets import Targets
from services.reporting.tidying import Tidying
from shared.clock import MovableClock
from shared.events.envelope import FactsEvent
from shared.faults import no_fault
from shared.settings import Settings
from shared.store.database import Database
from tests.integration.reporting_cases import snapshots
from tests.support.counted_cases import example

PATIENCE = timedelta(minutes=2)
GRACE = timedelta(minutes=1)


class Workflow:
    """What the workflow knows, and how it answers."""

    def __init__(self) -> None:
        self.cases: dict[UUID, FactsEvent] = {}
        self.asked: list[str] = []
        self.refusal: Exception | None = None

    def knows(self, *events: FactsEvent) -> None:
        self.cases |= {event.case_id: event for event in events}

    async def ask(self, rebuild_id: str) -> int:
        if self.refusal:
            raise self.refusal
        self.asked.append(rebuild_id)
        return len(self.cases)


class Copy:
    """What one copy of the service consists of."""

    def __init__(self, settings: Settings, workflow: Workflow, clock: MovableClock) -> None:
        self.database = Database(settings, "reporting")
        self.collections = FactCollections(self.database)
        self.counting = Counting(self.collections, Targets(example()), clock)
        self.rebuilding = Rebuilding(self.collections, workflow, clock, no_fault, PATIENCE)
        self.tidying = Tidying(self.collections, clock, GRACE)
        self._workflow = workflow

    async def count(self, *events: FactsEvent) -> None:
        await asyncio.gather(*(self.counting.count(event) for event in events))

    async def counted(self, case_id: UUID) -> CountedCase | None:
        active = (await self.collections.projection()).active
        return await (await self.collections.facts(active)).get(str(case_id))

    async def total(self) -> int:
        active = (await self.collections.projection()).active
        return await (await self.collections.facts(active)).count({})

    async def begin(self) -> Rebuild:
        """Start a rebuild, and have the workflow asked."""
        rebuild = await self.rebuilding.start()
        await self.rebuilding.look()
        return rebuild

    async def collect(self, rebuild: Rebuild) -> None:
        """Take in every snapshot, all at once."""
        wanted = snapshots(self._workflow.cases.values(), rebuild.id)
        await asyncio.gather(*(self.counting.collect(snapshot) for snapshot in wanted))

    async def ended(self, rebuild: Rebuild) -> Rebuild:
        await self.rebuilding.look()
        return await self.found(rebuild)

    async def found(self, rebuild: Rebuild) -> Rebuild:
        found = await self.rebuilding.found(rebuild.id)
        assert found is not None
        return found


Copies = Callable[[], Copy]
