"""The facts of every case again, for a consumer that rebuilds its projection.

Snapshots do not go by the outbox: they change nothing, and whoever asked asks again when they
do not all arrive.
"""

import asyncio
from collections.abc import Sequence
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

AT_ONCE = 100
RETRY_SECONDS = 1.0


class Snapshots:
    """Publishes a snapshot of every case, one rebuild after the other."""

    def __init__(self, cases: VersionedCollection[Case], publish: Publisher, clock: Clock) -> None:
        self._cases = cases
        self._publish = publish
        self._clock = clock
        self._asked: asyncio.Queue[tuple[UUID, list[str]]] = asyncio.Queue()

    async def ask(self, rebuild: UUID) -> int:
        """Have the snapshots published in the background; how many there will be.

        Of exactly the cases that there are now: what is opened later comes live to whoever
        rebuilds.
        """
        ids = await self._cases.ids({})
        await self._asked.put((rebuild, ids))
        return len(ids)

    async def run(self) -> None:
        """Publish what is asked for, until cancelled."""
        while True:
            rebuild, ids = await self._asked.get()
            try:
                await self._publish_all(rebuild, ids)
            except LyhordError as error:
                log.warning("snapshots_stopped", rebuild=str(rebuild), slug=error.slug)
            else:
                log.info("snapshots_published", rebuild=str(rebuild), total=len(ids))

    async def _publish_all(self, rebuild: UUID, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), AT_ONCE):
            cases = await asyncio.gather(*map(self._cases.get, ids[start : start + AT_ONCE]))
            await asyncio.gather(
                *(
                    self._send(self._snapshot(case, rebuild, index, len(ids)))
                    for index, case in enumerate(cases, start)
                    if case is not None
                )
            )

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
