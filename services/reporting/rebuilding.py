"""Carrying out rebuilds: every copy of the service looks each second what is to be done next.

What a copy decides is written to the projection in one atomic change that fails when somebody was
faster. So two copies can carry out the same rebuild, and a copy that is killed is followed by
another, or by itself after its restart, from where it stood.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog

from services.reporting.comparison import compare, missing_in
from services.reporting.fact_collections import FactCollections
from services.reporting.projection import PREFIX, Projection
from services.reporting.rebuild import ASKS, Rebuild, RebuildState, Step, next_step
from services.reporting.workflow_snapshots import (
    SnapshotSource,
    SnapshotsRefused,
    WorkflowUnavailable,
)
from shared.clock import Clock
from shared.errors import LyhordError
from shared.faults import Fault
from shared.ids import new_id

log = structlog.get_logger()

LOOK_SECONDS = 1.0


class Rebuilding:
    """Starts rebuilds and brings them to their end."""

    def __init__(
        self,
        collections: FactCollections,
        source: SnapshotSource,
        clock: Clock,
        fault: Fault,
        patience: timedelta,
    ) -> None:
        self._collections = collections
        self._source = source
        self._clock = clock
        self._fault = fault
        self._patience = patience

    async def start(self) -> Rebuild:
        """Begin a new rebuild; one that is under way is cancelled."""
        rebuild = Rebuild(
            id=str(new_id()),
            collection=f"{PREFIX}{new_id().hex}",
            requested_at=self._clock.now(),
        )
        await self._collections.change(lambda projection: projection.starting(rebuild))
        log.info("rebuild_started", rebuild=rebuild.id)
        return rebuild

    async def found(self, rebuild_id: str) -> Rebuild | None:
        """The rebuild as it stands, if it is one of the latest."""
        return (await self._collections.projection()).rebuild(rebuild_id)

    async def latest(self) -> Sequence[Rebuild]:
        """Those on record, the newest first. One round trip."""
        return tuple(reversed((await self._collections.projection()).rebuilds))

    async def run(self) -> None:
        """Carry out what is to be done, until cancelled."""
        while True:
            try:
                await self.look()
            except LyhordError as error:
                log.warning("rebuild_waits", slug=error.slug)
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Do the next step of the rebuild under way, if there is one."""
        rebuild = (await self._collections.projection()).running
        if rebuild is None:
            return
        rebuild = await self._with_progress(rebuild)
        step = next_step(rebuild, self._clock.now(), self._patience)
        if step is Step.ASK:
            await self._ask(rebuild)
        elif step is Step.SWAP:
            await self._swap(rebuild)
        elif step is Step.GIVE_UP:
            await self._fail(
                rebuild,
                f"{rebuild.received} of {rebuild.total} snapshots came, and none more after the "
                f"workflow was asked {ASKS} times. Look with `lyhord dead list` for parked "
                "snapshots, and start again.",
            )

    async def _with_progress(self, rebuild: Rebuild) -> Rebuild:
        received = await self._collections.snapshots(rebuild)
        if received == rebuild.received:
            return rebuild
        changed = await self._amend(
            rebuild, received=received, progressed_at=self._clock.now(), fruitless_asks=0
        )
        return changed or rebuild

    async def _ask(self, rebuild: Rebuild) -> None:
        if not await self._claim(rebuild):
            return
        self._fault("rebuild.asking")
        try:
            total = await self._source.ask(rebuild.id)
        except WorkflowUnavailable as error:
            log.warning("rebuild_waits", slug=error.slug, rebuild=rebuild.id)
            await self._amend(rebuild, asked_at=None, fruitless_asks=rebuild.fruitless_asks)
        except SnapshotsRefused as refused:
            await self._fail(rebuild, str(refused))
        else:
            self._fault("rebuild.asked")
            await self._amend(rebuild, state=RebuildState.COLLECTING, total=total)

    async def _claim(self, rebuild: Rebuild) -> bool:
        """Whether it is this copy that asks: of those that want to at once, only one does."""
        now = self._clock.now()

        def claimed(projection: Projection) -> Projection | None:
            if projection.running is None or projection.running.asked_at != rebuild.asked_at:
                return None
            return projection.with_running(
                rebuild.id, asked_at=now, fruitless_asks=rebuild.fruitless_asks + 1
            )

        return await self._collections.change(claimed) is not None

    async def _swap(self, rebuild: Rebuild) -> None:
        active = (await self._collections.projection()).active
        before = await self._collections.facts(active)
        after = await self._collections.facts(rebuild.collection)
        # Intake tells of a case before the workflow knows it, and so before it has a snapshot.
        async for case in missing_in(after, before, {"seq": 1}):
            await self._collections.put(rebuild.collection, case)
        differences = await compare(before, after)
        self._fault("rebuild.compared")
        now = self._clock.now()
        swapped = await self._collections.change(
            lambda projection: projection.swapping(rebuild.id, differences, now)
        )
        if swapped:
            self._fault("rebuild.swapped")
            log.info("rebuild_swapped", rebuild=rebuild.id, differences=differences.count)

    async def _fail(self, rebuild: Rebuild, reason: str) -> None:
        await self._amend(rebuild, state=RebuildState.FAILED, reason=reason)
        log.error("rebuild_failed", rebuild=rebuild.id)

    async def _amend(self, rebuild: Rebuild, **changes: Any) -> Rebuild | None:
        """Change the rebuild if it is still running."""
        changed = await self._collections.change(
            lambda projection: projection.with_running(rebuild.id, **changes)
        )
        return changed.rebuild(rebuild.id) if changed else None
