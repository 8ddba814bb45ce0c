"""What can go wrong with the store, in this product's words."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WriteConcernError,
    WTimeoutError,
)

from shared.errors import LyhordError, PermanentError, TransientError, Unavailable

DUPLICATE_KEY = 11000
_TRY_LATER = frozenset({6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436, 14031})
"""Codes of MongoDB that say: not now (no host, stepping down, shutting down, no disk space)."""


class StoreUnavailable(Unavailable):
    """The store does not answer, or cannot write now. Nothing was accepted."""

    slug: ClassVar[str] = "store_unavailable"


class StoreRefused(TransientError):
    """The store answered with an error that this product does not know."""

    slug: ClassVar[str] = "store_refused"


class Duplicate(PermanentError):
    """A document with the same id or unique key is there already."""

    slug: ClassVar[str] = "duplicate"

    def __init__(self, index: str) -> None:
        super().__init__(f"a document with the same {index} is there already")
        self.index = index
        """`_id`, or the first field of the unique index."""


class Conflict(TransientError):
    """The document has changed since it was read: read it again."""

    slug: ClassVar[str] = "conflict"


def duplicate_of(details: Mapping[str, Any]) -> Duplicate:
    """The error of one document in a batch, as its writer sees it."""
    return Duplicate(next(iter(details.get("keyPattern") or {}), "_id"))


def batch_errors(error: BulkWriteError) -> Mapping[int, Exception]:
    """The errors of a batch by the position of the document they belong to."""
    if error.details.get("writeConcernErrors"):
        raise StoreUnavailable("the store did not confirm that the batch is in its journal")
    return {
        problem["index"]: duplicate_of(problem)
        if problem["code"] == DUPLICATE_KEY
        else StoreUnavailable(f"the store cannot do it now (code {problem['code']})")
        if problem["code"] in _TRY_LATER
        else StoreRefused(f"the store refused a document (code {problem['code']})")
        for problem in error.details.get("writeErrors", ())
    }


def translated(error: PyMongoError) -> LyhordError:
    """A driver's error in this product's words; messages hold no values of documents."""
    match error:
        case DuplicateKeyError():
            return duplicate_of(dict(error.details or {}))
        case ConnectionFailure() | ExecutionTimeout() | WTimeoutError() | WriteConcernError():
            return StoreUnavailable(f"the store does not answer ({type(error).__name__})")
        case BulkWriteError():
            return StoreRefused(f"the store refused a batch (code {error.code})")
        case OperationFailure() if error.code in _TRY_LATER:
            return StoreUnavailable(f"the store cannot do it now (code {error.code})")
        case OperationFailure():
            return StoreRefused(f"the store refused (code {error.code})")
        case _:
            return StoreRefused(f"the store failed ({type(error).__name__})")
