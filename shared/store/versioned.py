"""Collections of documents that change: newest facts win, and nobody overwrites unseen."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from pymongo.errors import BulkWriteError

from shared.events.envelope import Event
from shared.ids import new_id
from shared.store.collection import Collection, Outlet, translating
from shared.store.documents import Bson, Versioned, as_bson
from shared.store.driver import DriverCollection
from shared.store.errors import Duplicate, batch_errors
from shared.store.group_commit import GroupCommit
from shared.store.outbox import entries_of, in_new_document
from shared.store.own_changes import own_changes, portions

VersionedT = TypeVar("VersionedT", bound=Versioned)

FIRST = 1
"""The `seq` of a document's first state."""


@dataclass(frozen=True, slots=True, eq=False)
class _Newer:
    id: str
    seq: int
    fields: Mapping[str, Any]
    at_first: Mapping[str, Any]

    def changed(self) -> Bson:
        return {**as_bson(self.fields), "_id": self.id, "seq": self.seq}


@dataclass(frozen=True, slots=True)
class _Replacement:
    id: str
    expected: int
    write: str
    change: Bson


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

    async def put_newer(
        self,
        document_id: str,
        seq: int,
        fields: Mapping[str, Any],
        at_first: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Set the fields unless the document is at `seq` or later already.

        Creates the document when it is missing, then with `at_first` as well. A duplicate, a
        late or a reordered call does no harm.
        """
        await self._newer.submit(_Newer(document_id, seq, fields, at_first))

    async def replace(
        self, document: VersionedT, expected: int, events: Sequence[Event] = ()
    ) -> bool:
        """Write the document and its events if the stored one is still at `expected`.

        False means that somebody else was first: read again.
        """
        entries = entries_of(events)
        write = str(new_id())
        change = {
            **document.to_bson(),
            **in_new_document(entries, self._due()),
            "last_write": write,
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
        by_seq: defaultdict[int, list[_Newer]] = defaultdict(list)
        for request in newest.values():
            by_seq[request.seq].append(request)
        failed: dict[str, Exception] = {}
        with translating():
            for seq, group in by_seq.items():
                # The first state of a document is nearly always new, and a later one never is.
                if seq > FIRST and await self._updated(seq, group) == len(group):
                    continue
                there, errors = await self._inserted(group)
                failed |= errors
                if there:
                    await self._updated(seq, there)
        return [failed.get(request.id) for request in requests]

    async def _updated(self, seq: int, requests: Sequence[_Newer]) -> int:
        matched = 0
        for changes in portions({request.id: request.changed() for request in requests}):
            result = await self.stored.update_many(
                {"_id": {"$in": list(changes)}, "seq": {"$lt": seq}},
                own_changes(changes, outbox=False),
            )
            matched += result.matched_count
        return matched

    async def _inserted(
        self, requests: Sequence[_Newer]
    ) -> tuple[Sequence[_Newer], Mapping[str, Exception]]:
        """Insert; return those whose document is there already, and what went wrong with others."""
        documents = [{**as_bson(each.at_first), **each.changed()} for each in requests]
        try:
            await self.stored.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            errors = {
                requests[position]: reason for position, reason in batch_errors(error).items()
            }
        else:
            return [], {}
        there = [
            request
            for request, reason in errors.items()
            if isinstance(reason, Duplicate) and reason.index == "_id"
        ]
        return there, {
            request.id: reason for request, reason in errors.items() if request not in there
        }

    async def _replacement_batch(
        self, requests: Sequence[_Replacement]
    ) -> Sequence[bool | Exception]:
        groups: dict[tuple[int, bool], dict[str, Bson]] = {}
        for request in requests:
            key = (request.expected, "outbox" in request.change)
            # Of two who replace the same state, the first of the batch wins.
            groups.setdefault(key, {}).setdefault(request.id, request.change)
        matched = 0
        with translating():
            for (expected, outbox), group in groups.items():
                for changes in portions(group):
                    result = await self.stored.update_many(
                        {"_id": {"$in": list(changes)}, "seq": expected},
                        own_changes(changes, outbox=outbox),
                    )
                    matched += result.matched_count
            if matched == len(requests):
                return [True] * len(requests)
            written = await self.stored.find(
                {"_id": {"$in": [request.id for request in requests]}}, {"last_write": 1}
            ).to_list(None)
        writes = {stored.get("last_write") for stored in written}
        return [request.write in writes for request in requests]
