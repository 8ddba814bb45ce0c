"""Reading lists that are ordered by `opened_at`, newest first, a stretch of time after the other.

The embedded store reads everything that matches before it sorts and limits. So a list is read
from the newest month backwards, in stretches that grow as long as little is found: a page costs
what is on it, and not what the archive holds. On MongoDB the same questions use the same index.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from services.workflow.cursors import Cursor
from shared.store.collection import Collection

MONTH = timedelta(days=30)
GROWTH = 8
"""How many times as long as the one before a stretch is at most."""
PLENTY = 4
"""A stretch is made so long that so many pages may be expected in it."""
MOST_STRETCHES = 4
"""The last one has no beginning."""

Where = Mapping[str, Any]


@dataclass(frozen=True)
class Stretch:
    """Instants after `after` and up to `until` (UTC)."""

    after: datetime | None
    until: datetime
    number: int = 1

    @classmethod
    def first(cls, until: datetime) -> Self:
        """The newest month."""
        return cls(_before(until, MONTH), until)

    def earlier(self, found: int, wanted: int) -> "Stretch | None":
        """The stretch before this one, in which so many were found; None after the last."""
        if self.after is None:
            return None
        if self.number + 1 == MOST_STRETCHES:
            return Stretch(None, self.after, self.number + 1)
        times = min(GROWTH, max(1.0, PLENTY * wanted / max(found, 1)))
        longer = (self.until - self.after) * times
        return Stretch(_before(self.after, longer), self.after, self.number + 1)

    @property
    def where(self) -> dict[str, Any]:
        """As a filter of the store."""
        bounds: dict[str, Any] = {"$lte": self.until}
        if self.after is not None:
            bounds["$gt"] = self.after
        return {"opened_at": bounds}


def _before(instant: datetime, span: timedelta) -> datetime | None:
    """None where there is no such instant: a cursor may be of any year."""
    try:
        return instant - span
    except OverflowError:
        return None


async def in_stretches(
    collection: Collection[Any],
    indexed: Where,
    where: Where,
    fields: Mapping[str, Any],
    *,
    until: datetime,
    wanted: int,
) -> AsyncIterator[list[dict[str, Any]]]:
    """The documents of one stretch after the other, each newest first and at most `wanted`.

    `indexed` and the stretch are looked up in an index, `where` is then held against what was
    found. A stretch of which there is more than `wanted` is cut off there: read on by cursor.
    One round trip a stretch, and at most four.
    """
    stretch: Stretch | None = Stretch.first(until)
    while stretch is not None:
        found = await newest(collection, {**indexed, **stretch.where}, where, fields, limit=wanted)
        yield found
        stretch = stretch.earlier(len(found), wanted)


async def newest(
    collection: Collection[Any],
    indexed: Where,
    where: Where,
    fields: Mapping[str, Any],
    *,
    limit: int,
) -> list[dict[str, Any]]:
    """The newest documents that match; one round trip."""
    return await collection.aggregate(
        [
            {"$match": dict(indexed)},
            {"$match": dict(where)},
            {"$sort": {"opened_at": -1, "_id": -1}},
            {"$limit": limit},
            {"$project": dict(fields)},
        ]
    )


def following(cursor: Cursor | None) -> dict[str, Any]:
    """What comes after the cursor, as a filter."""
    if cursor is None:
        return {}
    return {
        "$or": [
            {"opened_at": {"$lt": cursor.opened_at}},
            {"opened_at": cursor.opened_at, "_id": {"$lt": str(cursor.id)}},
        ]
    }


def cursor_at(document: Mapping[str, Any]) -> Cursor:
    """The cursor that continues after this document."""
    return Cursor(opened_at=document["opened_at"], id=UUID(document["_id"]))
