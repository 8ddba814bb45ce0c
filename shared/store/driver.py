"""The only place that knows which driver is used: motor, or PyMongo's own asynchronous client.

The two differ in little: motor's `close` and `aggregate` are plain calls, PyMongo's are awaited.
"""

import inspect
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Protocol

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import AsyncMongoClient
from pymongo.results import InsertManyResult, UpdateResult

from shared.settings import Settings

OPTIONS: Mapping[str, Any] = {
    "tz_aware": True,
    "journal": True,
    "w": "majority",
    "serverSelectionTimeoutMS": 3000,
    "connectTimeoutMS": 3000,
    "socketTimeoutMS": 15000,
    "maxPoolSize": 32,
    "appname": "lyhord",
}


class Cursor(Protocol):
    """What is used of a cursor."""

    def __aiter__(self) -> AsyncIterator[dict[str, Any]]: ...
    async def to_list(self, length: int | None = None) -> list[dict[str, Any]]: ...


class DriverCollection(Protocol):
    """What is used of a driver's collection; the same in both drivers."""

    async def insert_many(
        self, documents: Sequence[Mapping[str, Any]], ordered: bool = True
    ) -> InsertManyResult: ...
    async def update_one(
        self, filter: Mapping[str, Any], update: Mapping[str, Any]
    ) -> UpdateResult: ...
    async def update_many(
        self, filter: Mapping[str, Any], update: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> UpdateResult: ...
    async def delete_many(self, filter: Mapping[str, Any]) -> Any: ...
    async def count_documents(self, filter: Mapping[str, Any]) -> int: ...
    async def create_index(self, keys: Sequence[tuple[str, int]], **options: Any) -> str: ...
    async def drop(self) -> None: ...
    def find(self, *args: Any, **options: Any) -> Cursor: ...
    def aggregate(self, pipeline: Sequence[Mapping[str, Any]]) -> Any: ...


class Client:
    """A connection to the store; opened lazily by the driver."""

    def __init__(self, settings: Settings) -> None:
        url = settings.mongo_url.get_secret_value()
        self.driver = settings.store_driver
        # What the address itself says holds.
        said = url.partition("?")[2].lower()
        options = {name: value for name, value in OPTIONS.items() if name.lower() not in said}
        self._client: Any = (
            AsyncIOMotorClient(url, **options)
            if settings.store_driver == "motor"
            else AsyncMongoClient(url, **options)
        )

    def collection(self, database: str, name: str) -> DriverCollection:
        """One collection of one database."""
        collection: DriverCollection = self._client[database][name]
        return collection

    async def ping(self) -> None:
        """Raise the driver's error unless the store answers."""
        await self._client.admin.command("ping")

    async def collection_names(self, database: str) -> list[str]:
        """Names of the collections that exist."""
        names: list[str] = await self._client[database].list_collection_names()
        return names

    async def drop_database(self, database: str) -> None:
        """Remove a database and all in it; for tests and rebuilds."""
        await self._client.drop_database(database)

    async def close(self) -> None:
        """Close all connections."""
        closing = self._client.close()
        if inspect.isawaitable(closing):
            await closing


async def aggregated(
    collection: DriverCollection, pipeline: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """All results of an aggregation."""
    cursor = collection.aggregate(pipeline)
    if inspect.isawaitable(cursor):
        cursor = await cursor
    results: list[dict[str, Any]] = await cursor.to_list(None)
    return results
