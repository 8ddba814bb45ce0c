"""Collections of documents that change: newest facts win, and nobody overwrites unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from shared.events.envelope import Event
from shared.ids import new_id
from shared.store.collection import Collection, Outlet, due, translating
from shared.store.documents import Versioned, as_bson
from shared.store.driver import DriverCollection
from shared.store.errors import Duplicate, batch_errors
from shared.store.group_commit import GroupCommit
from shared.store.outbox import entries_of, in_update

VersionedT = TypeVar("VersionedT", bound=Versioned)


@dataclass(frozen=True, slots=True)
class _Newer:
    id: str
    seq: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Replacement:
    id: str
    expected: int
    write: str
    change: Mapping[str, Any]


class VersionedCollection(Collection[VersionedT]):
    """Documents with a `seq`.

    `last_write` beside a document's fields names the write that made it what it is; it tells the
    members of a batch whether their own write took place.
    """

    def __init__(
        self, stored: DriverCollection, model: type[VersionedT], outlet: Outlet | None = None
    ) -> None:
        super().__init__(stored, model, outlet)
        self._newer: GroupCommit[_Newer, None] = GroupCommit(self._newer_batch)
        self._replacements: GroupCommit[_Replacement, bool] = GroupCommit(self._replacement_batch)

    async def put_newer(self, document_id: str, seq: int, fields: Mapping[str, Any]) -> None:
        """Set the fields unless the document is at `seq` or later already.

        Creates the document when it is missing. A duplicate, a late or a reordered call does no
        harm.
        """
        await self._newer.submit(_Newer(document_id, seq, fields))

    async def replace(
        self, document: VersionedT, expected: int, events: Sequence[Event] = ()
    ) -> bool:
        """Write the document and its events if the stored one is still at `expected`.

        False means that somebody else was first: read again.
        """
        entries = entries_of(events)
        waiting = in_update(entries, due())
        fields = document.to_bson()
        write = str(new_id())
        change: dict[str, Any] = {
            **waiting,
            "$set": {
                **{name: value for name, value in fields.items() if name != "_id"},
                **waiting.get("$set", {}),
                "last_write": write,
            },
        }
        done = await self._replacements.submit(_Replacement(document.id, expected, write, change))
        if done:
            self._tell(document.id, entries)
        return done

    async def _newer_batch(self, requests: Sequence[_Newer]) -> Sequence[Exception | None]:
        newest: dict[str, _Newer] = {}
        for request in requests:
            known = newest.get(request.id)
            if known is None or known.seq < request.seq:
                newest[request.id] = request
        operations = [
            UpdateOne(
                {"_id": request.id, "seq": {"$lt": request.seq}},
                {"$set": {**as_bson(request.fields), "seq": request.seq}},
                upsert=True,
            )
            for request in newest.values()
        ]
        failed: dict[str, Exception] = {}
        with translating():
            try:
                await self.stored.bulk_write(operations, ordered=False)
            except BulkWriteError as error:
                ids = list(newest)
                for position, reason in batch_errors(error).items():
                    # The upsert found a document that is not older: that is what was asked for.
                    if not (isinstance(reason, Duplicate) and reason.index == "_id"):
                        failed[ids[position]] = reason
        return [failed.get(request.id) for request in requests]

    async def _replacement_batch(
        self, requests: Sequence[_Replacement]
    ) -> Sequence[bool | Exception]:
        operations = [
            UpdateOne({"_id": request.id, "seq": request.expected}, request.change)
            for request in requests
        ]
        errors: Mapping[int, Exception] = {}
        with translating():
            try:
                result = await self.stored.bulk_write(operations, ordered=False)
            except BulkWriteError as error:
                errors = batch_errors(error)
            else:
                if result.matched_count == len(requests):
                    return [True] * len(requests)
            written = await self.stored.find(
                {"_id": {"$in": [request.id for request in requests]}}, {"last_write": 1}
            ).to_list(None)
        writes = {stored.get("last_write") for stored in written}
        return [
            errors.get(position, request.write in writes)
            for position, request in enumerate(requests)
        ]
