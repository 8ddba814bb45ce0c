"""A parked message as it may be shown: never its content, and nothing that cannot be read."""

from collections.abc import Mapping
from typing import Any

from shared.bus import headers
from shared.bus.parking import ParkedMessage
from shared.events.catalogue import CATALOGUE
from shared.events.reading import UnknownVersion, UnreadableEvent, read_event

_SHOWN_HEADERS = frozenset(
    {
        headers.ATTEMPT,
        headers.ROUTING_KEY,
        headers.REASON,
        headers.ERROR,
        headers.HANDLER,
        headers.PARKED_AT,
        headers.TRACEPARENT,
        "x-death",
    }
)


def summary(message: ParkedMessage) -> dict[str, Any]:
    """What the message is, and why it is parked."""
    return {
        "id": message.id,
        "type": message.type,
        "case_id": message.case_id,
        "reason": message.reason,
        "error": message.error,
        "attempts": message.attempts,
        "parked_at": message.parked_at.isoformat() if message.parked_at else None,
    }


def in_full(message: ParkedMessage) -> dict[str, Any]:
    """The headers that are ours or the broker's, and the event without `content`.

    A body that is not an event may have anything anywhere, so of it only the faults are told.
    """
    event, unreadable = _event(message)
    return {
        "queue": message.queue,
        **summary(message),
        "headers": _known(message.headers),
        "event": event,
        "unreadable": unreadable,
    }


def _event(message: ParkedMessage) -> tuple[dict[str, Any] | None, str | None]:
    event_class = CATALOGUE.get(message.type or "")
    if event_class is None:
        return None, "This release does not know events of this type."
    try:
        event = read_event(message.body, event_class)
    except (UnreadableEvent, UnknownVersion) as error:
        return None, str(error)
    return event.model_dump(mode="json", exclude={"content"}), None


def _known(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in sorted(found.items())
        if name in _SHOWN_HEADERS or name.startswith(headers.CLOUD_EVENTS)
    }
