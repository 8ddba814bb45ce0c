"""The outbox: an event is written in the same single-document write as the change it tells of.

Beside its own fields a document has `outbox`, the events that are not yet confirmed by the
broker, and while there are any `outbox_due`: the instant from which any copy of the service may
publish them. The copy that wrote them does so at once and needs no claim.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from opentelemetry import propagate

from shared.events.envelope import Event
from shared.store.index import Index

LEASE = timedelta(seconds=15)
"""How long the copy that wrote an event has it to itself, unless `LYHORD_OUTBOX_LEASE` says so."""

OUTBOX_INDEX = Index("outbox_due", (("outbox_due", 1),), sparse=True)


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """An event as it waits: what the bus needs to know of it, and its body as JSON."""

    id: str
    type: str
    case_id: str
    correlation_id: str
    producer: str
    occurred_at: datetime
    body: str
    trace: dict[str, str] = field(default_factory=dict)
    """W3C trace context of the request or message that caused the event."""

    @classmethod
    def of(cls, event: Event) -> "OutboxEntry":
        """The event as it waits in a document."""
        trace: dict[str, str] = {}
        propagate.inject(trace)
        return cls(
            id=str(event.id),
            type=event.type,
            case_id=str(event.case_id),
            correlation_id=str(event.correlation_id),
            producer=event.producer,
            occurred_at=event.occurred_at,
            body=event.model_dump_json(exclude_none=True),
            trace=trace,
        )

    def to_bson(self) -> dict[str, Any]:
        """As kept in the document."""
        return {name: getattr(self, name) for name in self.__slots__}


def entries_of(events: Sequence[Event]) -> tuple[OutboxEntry, ...]:
    """The events as they wait."""
    return tuple(OutboxEntry.of(event) for event in events)


def in_new_document(entries: Sequence[OutboxEntry], due: datetime) -> dict[str, Any]:
    """Fields of a document that is inserted together with its events."""
    if not entries:
        return {}
    return {"outbox": [entry.to_bson() for entry in entries], "outbox_due": due}
