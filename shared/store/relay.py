"""The relay: takes events from outboxes to the bus, and clears them once the broker confirmed.

Events of this copy come straight from the commit, in memory; those that a dead copy left behind,
or that could not be published, are found each second by `outbox_due`. A crash between publishing
and clearing publishes again, with the same id.
"""

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Protocol

import structlog

from shared.errors import LyhordError, TransientError
from shared.faults import Fault, no_fault
from shared.store.collection import translating
from shared.store.driver import DriverCollection
from shared.store.group_commit import GroupCommit
from shared.store.outbox import LEASE, OutboxEntry

log = structlog.get_logger()

SWEEP_SECONDS = 1.0
SWEEP_LIMIT = 500
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)
MEMORY_LIMIT = 5000
"""Events held in memory; beyond that they wait in their documents alone."""


class Publisher(Protocol):
    """Publishes one event; returns once the broker has confirmed it. Raises PublishFailed."""

    async def __call__(self, entry: OutboxEntry, /) -> None: ...


class PublishFailed(TransientError):
    """The broker did not confirm."""

    slug: ClassVar[str] = "publish_failed"


@dataclass(frozen=True, slots=True)
class _Waiting:
    collection: DriverCollection
    document_id: str
    entries: Sequence[OutboxEntry]
    since: datetime = field(default_factory=lambda: datetime.now(UTC))


class OutboxRelay:
    """One per process. `run` until cancelled; `drain` before stopping."""

    def __init__(
        self,
        publish: Publisher,
        fault: Fault = no_fault,
        concurrency: int = 200,
        lease: timedelta = LEASE,
    ) -> None:
        self.lease = lease
        self._publish = publish
        self._fault = fault
        self._slots = asyncio.Semaphore(concurrency)
        self._collections: list[DriverCollection] = []
        self._clearing: dict[int, GroupCommit[_Waiting, None]] = {}
        self._under_way: dict[str, _Waiting] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._oldest_left: datetime | None = None

    def watch(self, collection: DriverCollection) -> None:
        """Look for events that were left behind in this collection."""
        self._collections.append(collection)
        self._clearing[id(collection)] = GroupCommit(self._clear)

    def hand_over(
        self, collection: DriverCollection, document_id: str, entries: Sequence[OutboxEntry]
    ) -> None:
        """Publish what has just been committed."""
        if len(self._under_way) < MEMORY_LIMIT:
            self._start(_Waiting(collection, document_id, entries))

    def age(self) -> float:
        """Seconds that the oldest unpublished event has waited."""
        waiting = [item.since for item in self._under_way.values()]
        if self._oldest_left is not None:
            waiting.append(self._oldest_left)
        return (datetime.now(UTC) - min(waiting)).total_seconds() if waiting else 0.0

    async def run(self) -> None:
        """Look for what was left behind, each second, until cancelled."""
        while True:
            try:
                for collection in self._collections:
                    await self._sweep(collection)
            except LyhordError as error:
                log.warning("outbox_sweep_failed", slug=error.slug)
            await asyncio.sleep(SWEEP_SECONDS)

    async def drain(self, seconds: float) -> None:
        """Give what is under way this long to be published and cleared."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()

    def _start(self, waiting: _Waiting) -> None:
        fresh = [entry for entry in waiting.entries if entry.id not in self._under_way]
        if not fresh:
            return
        for entry in fresh:
            self._under_way[entry.id] = waiting
        task = asyncio.create_task(self._deliver(waiting), name="outbox-delivery")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, waiting: _Waiting) -> None:
        try:
            async with self._slots:
                for entry in waiting.entries:
                    await self._published(entry)
            await self._clearing[id(waiting.collection)].submit(waiting)
        except LyhordError as error:
            # Published but not cleared: the sweep publishes again, with the same id.
            log.warning("outbox_not_cleared", slug=error.slug, case_id=waiting.entries[0].case_id)
        finally:
            for entry in waiting.entries:
                self._under_way.pop(entry.id, None)

    async def _published(self, entry: OutboxEntry) -> None:
        """Publish until confirmed. An event that the broker never takes stays in its outbox."""
        for wait in itertools.chain(RETRY_SECONDS, itertools.repeat(RETRY_SECONDS[-1])):
            self._fault("relay.publishing")
            try:
                await self._publish(entry)
            except PublishFailed as error:
                log.warning("event_not_confirmed", event_id=entry.id, reason=str(error))
                await asyncio.sleep(wait)
            else:
                self._fault("relay.published")
                return

    async def _clear(self, batch: Sequence[_Waiting]) -> Sequence[None]:
        """Empty the outboxes whose every event is published; they may have grown meanwhile."""
        published = [entry.id for waiting in batch for entry in waiting.entries]
        documents = list({waiting.document_id for waiting in batch})
        collection = batch[0].collection
        with translating():
            cleared = await collection.update_many(
                {
                    "_id": {"$in": documents},
                    "outbox": {"$not": {"$elemMatch": {"id": {"$nin": published}}}},
                },
                {"$set": {"outbox": []}, "$unset": {"outbox_due": ""}},
            )
            if cleared.matched_count < len(documents):
                await collection.update_many(
                    {"_id": {"$in": documents}},
                    {"$pull": {"outbox": {"id": {"$in": published}}}},
                )
        return [None] * len(batch)

    async def _sweep(self, collection: DriverCollection) -> None:
        now = datetime.now(UTC)
        with translating():
            found: list[dict[str, Any]] = await collection.find(
                {"outbox_due": {"$lte": now}}, {"outbox": 1, "outbox_due": 1}, limit=SWEEP_LIMIT
            ).to_list(None)
            left = [
                document
                for document in found
                if not any(entry["id"] in self._under_way for entry in document["outbox"])
            ]
            self._oldest_left = min(
                (document["outbox_due"] - self.lease for document in left), default=None
            )
            if left:
                await collection.update_many(
                    {
                        "_id": {"$in": [document["_id"] for document in left]},
                        "outbox_due": {"$lte": now},
                    },
                    {"$set": {"outbox_due": now + self.lease}},
                )
        for document in left:
            entries = [OutboxEntry(**entry) for entry in document["outbox"]]
            if entries:
                self._start(_Waiting(collection, document["_id"], entries, now))
            else:
                with translating():
                    await collection.update_many(
                        {"_id": document["_id"], "outbox": []}, {"$unset": {"outbox_due": ""}}
                    )
