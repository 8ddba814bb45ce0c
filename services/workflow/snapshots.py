"""The facts of every case again, for a consumer that rebuilds its projection.

Snapshots do not go by the outbox: they change nothing, and whoever asked asks again when they
do not all arrive.
"""

import asyncio
from uuid import UUID

import structlog

from services.workflow.case import Case
from services.workflow.opening import REGISTRAR
from services.workflow.stepping import PRODUCER
from shared.clock import Clock
from shared.errors import LyhordError
from shared.events.upkeep import CaseSnapshot, SnapshotDetail
from shared.ids import derived_id
from shared.store.outbox import OutboxEntry
from shared.store.relay import Publisher, PublishFailed
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

CONCURRENCY = 100
RETRY_SECONDS = 1.0


class Snapshots:
    """Publishes a snapshot of every case, one rebuild after the other."""

    def __init__(self, cases: VersionedCollection[Case], publish: Publisher, clock: Clock) -> None:
        self._cases = cases
        self._publish = publish
        self._clock = clock
        self._asked: asyncio.Queue[tuple[UUID, int]] = asyncio.Queue()

    async def ask(self, rebuild: UUID) -> int:
        """Have the snapshots published in the background; how many there will be."""
        total = await self._cases.count({})
        await self._asked.put((rebuild, total))
        return total

    async def run(self) -> None:
        """Publish what is asked for, until cancelled."""
        while True:
            rebuild, total = await self._asked.get()
            try:
                await self._publish_all(rebuild, total)
            except LyhordError as error:
                log.warning("snapshots_stopped", rebuild=str(rebuild), slug=error.slug)
            else:
                log.info("snapshots_published", rebuild=str(rebuild), total=total)

    async def _publish_all(self, rebuild: UUID, total: int) -> None:
        index = 0
        batch: list[CaseSnapshot] = []
        async for case in self._cases.every({}):
            # Cases opened since the count come live to whoever rebuilds.
            if index == total:
                break
            batch.append(self._snapshot(case, rebuild, index, total))
            index += 1
            if len(batch) == CONCURRENCY:
                await asyncio.gather(*map(self._send, batch))
                batch = []
        await asyncio.gather(*map(self._send, batch))

    async def _send(self, event: CaseSnapshot) -> None:
        entry = OutboxEntry.of(event)
        while True:
            try:
                await self._publish(entry)
            except PublishFailed:
                await asyncio.sleep(RETRY_SECONDS)
            else:
                return

    def _snapshot(self, case: Case, rebuild: UUID, index: int, total: int) -> CaseSnapshot:
        now = self._clock.now()
        return CaseSnapshot(
            id=derived_id(rebuild, case.id),
            occurred_at=now,
            recorded_at=now,
            case_id=case.case_id,
            seq=case.seq,
            actor=REGISTRAR,
            correlation_id=rebuild,
            producer=PRODUCER,
            facts=case.facts,
            detail=SnapshotDetail(rebuild=rebuild, index=index, total=total),
        )
