"""Changing many documents, each in its own way, by one statement.

A bulk write of many updates is one journal sync for each; one `update_many` is one for all.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bson import encode

from shared.store.documents import Bson

STATEMENT_BYTES = 8_000_000


def own_changes(changes: Mapping[str, Bson], *, outbox: bool) -> list[dict[str, Any]]:
    """The update pipeline that gives each document, by its id, its own fields.

    With `outbox` the events in it are added to those that wait already.
    """
    own = {
        "$arrayElemAt": [
            {"$literal": list(changes.values())},
            {"$indexOfArray": [{"$literal": list(changes)}, "$_id"]},
        ]
    }
    parts: list[Any] = ["$$ROOT", "$$own"]
    if outbox:
        parts.append({"outbox": {"$concatArrays": [{"$ifNull": ["$outbox", []]}, "$$own.outbox"]}})
    return [{"$replaceWith": {"$let": {"vars": {"own": own}, "in": {"$mergeObjects": parts}}}}]


def portions(changes: Mapping[str, Bson]) -> Iterator[Mapping[str, Bson]]:
    """The changes in statements that the store takes: none may pass 16 MB."""
    portion: dict[str, Bson] = {}
    size = 0
    for document_id, change in changes.items():
        length = len(encode(change))
        if portion and size + length > STATEMENT_BYTES:
            yield portion
            portion, size = {}, 0
        portion[document_id] = change
        size += length
    if portion:
        yield portion
