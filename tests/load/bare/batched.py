"""The limit: the same writes and messages, coalesced.

What has arrived within a moment goes as one `insert_many`, `bulk_write` or `update_many`, diary
numbers are taken for the whole batch, and messages are acknowledged after it.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from aio_pika.abc import AbstractIncomingMessage
from pymongo import InsertOne, ReturnDocument, UpdateOne
from pymongo.errors import BulkWriteError

from tests.load.bare import documents
from tests.load.bare.batches import Batches
from tests.load.bare.bus import RECEIVED, REGISTERED, Bus
from tests.load.bare.documents import Document
from tests.load.bare.order import Order
from tests.load.bare.store import Store
from tests.load.feeding import Accepted

_DUPLICATE_KEY = 11000

Stored = tuple[Document, asyncio.Future[None]]


class Batched:
    """The four roles; a process plays the one of its order."""

    def __init__(self, order: Order, store: Store, bus: Bus) -> None:
        self._order = order
        self._store = store
        self._bus = bus
        self._submissions: Batches[Stored] = Batches(self._insert_submissions)
        self._messages: Batches[AbstractIncomingMessage] = Batches(self._handle_batch)
        self._outgoing: Batches[Document] = Batches(self._publish_and_clear)

    async def send(self, number: int, accepted: Accepted) -> None:
        """Intake: insert with others; publishing and clearing go on beside the next case."""
        submission = documents.submission(number, self._order.received)
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        started = time.monotonic()
        self._submissions.add((submission, stored))
        await stored
        accepted(submission["_id"], time.monotonic() - started)

    async def handle(self, message: AbstractIncomingMessage) -> None:
        """Put the message with those of the same moment."""
        self._messages.add(message)

    async def _insert_submissions(self, batch: Sequence[Stored]) -> None:
        await self._store.submissions.insert_many([item for item, _ in batch], ordered=False)
        for submission, stored in batch:
            stored.set_result(None)
            self._outgoing.add(submission)

    async def _handle_batch(self, batch: Sequence[AbstractIncomingMessage]) -> None:
        events = {
            type_: [json.loads(message.body) for message in batch if message.type == type_]
            for type_ in (RECEIVED, REGISTERED)
        }
        match self._order.role:
            case "workflow":
                await self._register(events[RECEIVED])
            case "notifications":
                await self._keep(
                    self._store.notices,
                    [documents.notice(event) for event in events[RECEIVED]],
                    [_newest(event, {"_id": event["case_id"]}) for event in events[REGISTERED]],
                )
            case _:
                await self._keep(
                    self._store.facts,
                    [documents.fact(event) for event in events[RECEIVED]],
                    [_newest(event, documents.newer_than(event)) for event in events[REGISTERED]],
                )
        await max(batch, key=lambda message: message.delivery_tag or 0).ack(multiple=True)

    async def _register(self, events: Sequence[Document]) -> None:
        cases = []
        for board, count in Counter(event["facts"]["board"] for event in events).items():
            counter: documents.Document = await self._store.counters.find_one_and_update(
                {"_id": board},
                {"$inc": {"serial": count}},
                return_document=ReturnDocument.AFTER,
            )
            first = counter["serial"] - count + 1
            mine = [event for event in events if event["facts"]["board"] == board]
            cases += [
                documents.case(event, first + position, self._order.registered)
                for position, event in enumerate(mine)
            ]
        await self._store.cases.insert_many(cases, ordered=False)
        for case in cases:
            self._outgoing.add(case)

    async def _keep(
        self, collection: Any, new: Sequence[Document], newer: Sequence[UpdateOne]
    ) -> None:
        """Insert, then update: an event that overtook its own case's first finds it here."""
        if new:
            await _unless_there(collection, [InsertOne(document) for document in new])
        if newer:
            await _unless_there(collection, newer)

    async def _publish_and_clear(self, batch: Sequence[Document]) -> None:
        type_, collection = (
            (RECEIVED, self._store.submissions)
            if self._order.role == "intake"
            else (REGISTERED, self._store.cases)
        )
        entries = [document["outbox"][0] for document in batch]
        await asyncio.gather(
            *(self._bus.publish(type_, entry["id"], entry["body"]) for entry in entries)
        )
        await collection.update_many(
            {"_id": {"$in": [document["_id"] for document in batch]}}, documents.CLEARED
        )


def _newest(event: Document, where: Document) -> UpdateOne:
    return UpdateOne(where, documents.newest(event), upsert=True)


async def _unless_there(collection: Any, writes: Sequence[InsertOne[Document] | UpdateOne]) -> None:
    """Write all; a duplicate key says that newer is there already."""
    try:
        await collection.bulk_write(writes, ordered=False)
    except BulkWriteError as error:
        if any(each["code"] != _DUPLICATE_KEY for each in error.details["writeErrors"]):
            raise
