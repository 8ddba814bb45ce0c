"""Identifiers: time-ordered ones for what is new, derived ones for what must be the same twice."""

from uuid import UUID, uuid5

import uuid_utils

_NAMESPACE = UUID("b0e3d7d0-52f6-5c60-9a3b-6b1e7c0f2f51")


def new_id() -> UUID:
    """A UUIDv7: sorts by the millisecond it was made."""
    return UUID(int=uuid_utils.uuid7().int)


def derived_id(*parts: object) -> UUID:
    """A UUIDv5 of the parts: the same parts always give the same id.

    An event that a handler emits takes its id from its cause, so that a second run of the handler
    emits the same event and not another.
    """
    return uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts))
