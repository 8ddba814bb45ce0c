"""The driver as it is: journalled writes to one database of the bare journey's own."""

import inspect
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import AsyncMongoClient

from tests.load.bare.order import Order

BOARDS = ("sn", "von", "an")


class Store:
    """The four roles' collections, here in one database: each writes only its own."""

    def __init__(self, order: Order) -> None:
        client = AsyncIOMotorClient if order.driver == "motor" else AsyncMongoClient
        options: dict[str, Any] = {"journal": True, "w": "majority", "maxPoolSize": 32}
        self._client: Any = client(order.mongo_url, **options)
        self._database = self._client[order.database]
        self.submissions: Any = self._database["submissions"]
        self.counters: Any = self._database["counters"]
        self.cases: Any = self._database["cases"]
        self.notices: Any = self._database["notices"]
        self.facts: Any = self._database["facts"]

    async def prepare(self) -> None:
        """The indexes without which outbox and numbers would not hold, and the counters."""
        await self.submissions.create_index([("outbox_due", 1)], sparse=True)
        await self.cases.create_index([("outbox_due", 1)], sparse=True)
        await self.cases.create_index([("board", 1), ("serial", 1)], unique=True)
        await self.counters.insert_many([{"_id": board, "serial": 0} for board in BOARDS])

    async def close(self) -> None:
        closing = self._client.close()
        if inspect.isawaitable(closing):
            await closing
