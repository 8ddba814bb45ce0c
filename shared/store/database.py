"""A service's own database: its collections, their indexes, and the relay of their events."""

from typing import Any, TypeVar

from shared.settings import Settings
from shared.store.collection import Collection, translating
from shared.store.documents import Document, Versioned
from shared.store.driver import Client, DriverCollection
from shared.store.relay import OutboxRelay
from shared.store.versioned import VersionedCollection

DocumentT = TypeVar("DocumentT", bound=Document)
VersionedT = TypeVar("VersionedT", bound=Versioned)


class Database:
    """One service's database. No service opens another's."""

    def __init__(self, settings: Settings, service: str, relay: OutboxRelay | None = None) -> None:
        self._client = Client(settings)
        self.name = f"{settings.database_prefix}_{service}"
        self._relay = relay
        self._collections: list[Collection[Any]] = []
        self.prepared = False
        """Whether the indexes are there; nothing may be written before."""

    def collection(
        self, model: type[DocumentT], *, outbox: bool = False, name: str | None = None
    ) -> Collection[DocumentT]:
        """Documents of one kind; `outbox` where they carry events."""
        stored = self._stored(name or model.collection, outbox)
        collection = Collection(stored, model, self._relay if outbox else None)
        self._collections.append(collection)
        return collection

    def versioned(
        self, model: type[VersionedT], *, outbox: bool = False, name: str | None = None
    ) -> VersionedCollection[VersionedT]:
        """Documents with a `seq`; `outbox` where they carry events."""
        stored = self._stored(name or model.collection, outbox)
        collection = VersionedCollection(stored, model, self._relay if outbox else None)
        self._collections.append(collection)
        return collection

    def _stored(self, name: str, outbox: bool) -> DriverCollection:
        stored = self._client.collection(self.name, name)
        if outbox:
            if self._relay is None:
                raise ValueError(f"{name} carries events: give the database a relay")
            self._relay.watch(stored)
        return stored

    async def prepare(self) -> None:
        """Create the indexes. Raises StoreUnavailable when the store does not answer."""
        for collection in self._collections:
            await collection.create_indexes()
        self.prepared = True

    async def ping(self) -> None:
        """Raise StoreUnavailable unless the store answers."""
        with translating():
            await self._client.ping()

    async def collection_names(self) -> list[str]:
        """Names of the collections that exist."""
        with translating():
            return await self._client.collection_names(self.name)

    async def drop(self) -> None:
        """Remove all that the service holds; for tests."""
        with translating():
            await self._client.drop_database(self.name)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()
