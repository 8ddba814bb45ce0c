"""A collection of one kind of document; inserts and reads by id are group-committed."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from pymongo.errors import BulkWriteError, PyMongoError

from shared.events.envelope import Event
from shared.store.documents import Bson, Document
from shared.store.driver import DriverCollection, aggregated
from shared.store.errors import batch_errors, translated
from shared.store.group_commit import GroupCommit
from shared.store.outbox import (
    LEASE,
    OUTBOX_INDEX,
    OutboxEntry,
    entries_of,
    in_new_document,
)

DocumentT = TypeVar("DocumentT", bound=Document)

Where = Mapping[str, Any]
Sort = Sequence[tuple[str, int]]


class Outlet(Protocol):
    """Who is told of events as soon as they are committed: the relay."""

    @property
    def lease(self) -> timedelta:
        """How long the copy that wrote an event has it to itself."""

    def hand_over(
        self, collection: DriverCollection, document_id: str, entries: Sequence[OutboxEntry]
    ) -> None: ...


@contextmanager
def translating() -> Iterator[None]:
    """Raise the store's errors in this product's words."""
    try:
        yield
    except PyMongoError as error:
        raise translated(error) from error


class Collection(Generic[DocumentT]):
    """Documents of one kind.

    Every method raises StoreUnavailable or StoreRefused when the store does not do its part.
    """

    def __init__(
        self, stored: DriverCollection, model: type[DocumentT], outlet: Outlet | None = None
    ) -> None:
        self.stored = stored
        self._model = model
        self._outlet = outlet
        self._inserts: GroupCommit[Bson, None] = GroupCommit(self._insert_batch)
        self._reads: GroupCommit[str, Bson | None] = GroupCommit(self._read_batch)

    @property
    def outlet(self) -> Outlet | None:
        """Who is told of events, where the documents carry any."""
        return self._outlet

    async def create_indexes(self) -> None:
        """Create what the document declares, and the outbox's index where there is an outbox."""
        indexes = (*self._model.indexes, *([OUTBOX_INDEX] if self._outlet else []))
        with translating():
            for index in indexes:
                await self.stored.create_index(list(index.keys), **index.options())

    async def insert(self, document: DocumentT, events: Sequence[Event] = ()) -> None:
        """Write a new document and its events, with journal. Raises Duplicate."""
        entries = entries_of(events)
        await self._inserts.submit({**document.to_bson(), **in_new_document(entries, self._due())})
        self._tell(document.id, entries)

    async def insert_in_order(
        self, documents: Sequence[tuple[DocumentT, Sequence[Event]]]
    ) -> tuple[int, Exception | None]:
        """Write documents one after the other and stop at the first that cannot be written.

        Returns how many were written, and the error of the one after them.
        """
        entries = [entries_of(events) for _, events in documents]
        until = self._due()
        batch = [
            {**document.to_bson(), **in_new_document(waiting, until)}
            for (document, _), waiting in zip(documents, entries, strict=True)
        ]
        written, failure = len(batch), None
        with translating():
            try:
                await self.stored.insert_many(batch, ordered=True)
            except BulkWriteError as error:
                written, failure = min(batch_errors(error).items())
        for (document, _), waiting in list(zip(documents, entries, strict=True))[:written]:
            self._tell(document.id, waiting)
        return written, failure

    async def get(self, document_id: str) -> DocumentT | None:
        """The document, or None."""
        stored = await self._reads.submit(document_id)
        return None if stored is None else self._model.from_bson(stored)

    async def find(
        self,
        where: Where,
        *,
        also: Where | None = None,
        sort: Sort = (),
        limit: int = 0,
        fields: Sequence[str] = (),
    ) -> list[DocumentT]:
        """Documents that match, in order; a limit of 0 means all.

        With `fields` only those are read; the model must have defaults for the others. What an
        index serves goes into `where`, and what is then held against it into `also`: together,
        the embedded store would read everything.
        """
        if also:
            stages = _stages(where, also, sort, limit, fields)
            return [self._model.from_bson(stored) for stored in await self.aggregate(stages)]
        options: dict[str, Any] = {"limit": limit}
        if sort:
            options["sort"] = list(sort)
        if fields:
            options["projection"] = list(fields)
        with translating():
            found = await self.stored.find(dict(where), **options).to_list(None)
        return [self._model.from_bson(stored) for stored in found]

    async def every(self, where: Where) -> AsyncIterator[DocumentT]:
        """Documents that match, one by one, in constant memory."""
        with translating():
            async for stored in self.stored.find(dict(where)):
                yield self._model.from_bson(stored)

    async def ids(self, where: Where) -> list[str]:
        """The ids of all that match."""
        with translating():
            found = await self.stored.find(dict(where), {"_id": 1}).to_list(None)
        return [str(stored["_id"]) for stored in found]

    async def count(self, where: Where, *, also: Where | None = None) -> int:
        """How many match; `also` as for `find`."""
        if also:
            counted = await self.aggregate([*_stages(where, also), {"$count": "found"}])
            return int(counted[0]["found"]) if counted else 0
        with translating():
            return await self.stored.count_documents(where)

    async def aggregate(self, pipeline: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Results of an aggregation pipeline."""
        with translating():
            return await aggregated(self.stored, pipeline)

    async def update(self, where: Where, change: Mapping[str, Any]) -> bool:
        """Change the one document that matches; False when none does. Raises Duplicate."""
        with translating():
            return (await self.stored.update_one(where, change)).matched_count == 1

    async def delete(self, where: Where) -> int:
        """Remove what matches; how many those were."""
        with translating():
            return int((await self.stored.delete_many(where)).deleted_count)

    def _due(self) -> datetime:
        """Until when the events of this moment belong to the copy that writes them (UTC)."""
        return datetime.now(UTC) + (self._outlet.lease if self._outlet else LEASE)

    def _tell(self, document_id: str, entries: Sequence[OutboxEntry]) -> None:
        if self._outlet is not None and entries:
            self._outlet.hand_over(self.stored, document_id, entries)

    async def _insert_batch(self, documents: Sequence[Bson]) -> Sequence[Exception | None]:
        errors: Mapping[int, Exception] = {}
        with translating():
            try:
                await self.stored.insert_many(documents, ordered=False)
            except BulkWriteError as error:
                errors = batch_errors(error)
        return [errors.get(position) for position in range(len(documents))]

    async def _read_batch(self, ids: Sequence[str]) -> Sequence[Bson | None]:
        wanted = list(dict.fromkeys(ids))
        with translating():
            found = await self.stored.find({"_id": {"$in": wanted}}).to_list(None)
        by_id: dict[str, Bson] = {stored["_id"]: stored for stored in found}
        return [by_id.get(document_id) for document_id in ids]


def _stages(
    where: Where, also: Where, sort: Sort = (), limit: int = 0, fields: Sequence[str] = ()
) -> list[dict[str, Any]]:
    stages: list[dict[str, Any]] = [{"$match": dict(where)}, {"$match": dict(also)}]
    if sort:
        stages.append({"$sort": dict(sort)})
    if limit:
        stages.append({"$limit": limit})
    if fields:
        stages.append({"$project": dict.fromkeys(fields, 1)})
    return stages
