"""The floor: each write is one document and one round trip, each message is handled alone.

Nine single-document writes, two publishes and five deliveries a case.
"""

import contextlib
import json
import time
from typing import Any

from aio_pika.abc import AbstractIncomingMessage
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from tests.load.bare import documents
from tests.load.bare.bus import RECEIVED, REGISTERED, Bus
from tests.load.bare.order import Order
from tests.load.bare.store import Store
from tests.load.feeding import Accepted


class OneAtATime:
    """The four roles; a process plays the one of its order."""

    def __init__(self, order: Order, store: Store, bus: Bus) -> None:
        self._order = order
        self._store = store
        self._bus = bus

    async def send(self, number: int, accepted: Accepted) -> None:
        """Intake: insert, publish, clear."""
        submission = documents.submission(number, self._order.received)
        started = time.monotonic()
        await self._store.submissions.insert_one(submission)
        accepted(submission["_id"], time.monotonic() - started)
        await self._publish_and_clear(self._store.submissions, RECEIVED, submission)

    async def handle(self, message: AbstractIncomingMessage) -> None:
        """What the role does with one message, before it acknowledges it."""
        event = json.loads(message.body)
        match self._order.role, message.type:
            case "workflow", _:
                await self._register(event)
            case "notifications", "received":
                await self._keep_notice(event)
            case "notifications", _:
                await self._store.notices.update_one(
                    {"_id": event["case_id"]}, documents.newest(event), upsert=True
                )
            case "reporting", "received":
                with contextlib.suppress(DuplicateKeyError):
                    await self._store.facts.insert_one(documents.fact(event))
            case _:
                await self._put_newer(event)
        await message.ack()

    async def _register(self, event: documents.Document) -> None:
        counter: documents.Document = await self._store.counters.find_one_and_update(
            {"_id": event["facts"]["board"]},
            {"$inc": {"serial": 1}},
            return_document=ReturnDocument.AFTER,
        )
        case = documents.case(event, counter["serial"], self._order.registered)
        await self._store.cases.insert_one(case)
        await self._publish_and_clear(self._store.cases, REGISTERED, case)

    async def _keep_notice(self, event: documents.Document) -> None:
        notice = documents.notice(event)
        try:
            await self._store.notices.insert_one(notice)
        except DuplicateKeyError:  # the number was there first
            del notice["seq"], notice["facts"]
            await self._store.notices.update_one({"_id": notice.pop("_id")}, {"$set": notice})

    async def _put_newer(self, event: documents.Document) -> None:
        with contextlib.suppress(DuplicateKeyError):
            await self._store.facts.update_one(
                documents.newer_than(event), documents.newest(event), upsert=True
            )

    async def _publish_and_clear(
        self, collection: Any, type_: str, document: documents.Document
    ) -> None:
        (entry,) = document["outbox"]
        await self._bus.publish(type_, entry["id"], entry["body"])
        await collection.update_one({"_id": document["_id"]}, documents.CLEARED)
