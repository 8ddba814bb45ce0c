"""The envelope that every event travels in."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.events.facts import CaseFacts
from shared.events.vocabulary import Role


class Actor(BaseModel):
    """Who did it: a role and an opaque id, never a name."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    role: Role
    id: str | None = None


class Part(BaseModel):
    """A part of an event. Unknown fields are passed over: newer producers may add some.

    What checks a field is made when the first event of the type is read: no process has to do with
    all of them, and to make all of them took a tenth of its start.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Nothing(Part):
    """The detail of an event that says all by its type and facts."""


class Event(Part):
    """One thing that happened to one case, or to a channel, whose id then stands as the case's.

    `occurred_at` is when it happened, `recorded_at` when it was stored; both UTC. `seq` counts
    the states of the case from 1; it is 0 in events of services that do not own the facts, and
    those carry no facts.
    """

    routing_key: ClassVar[str]
    """The type as the bus routes it; set by each event class from its `type` field."""

    id: UUID
    type: str
    version: int = 1
    occurred_at: datetime
    recorded_at: datetime
    case_id: UUID
    seq: int = Field(default=0, ge=0)
    actor: Actor
    correlation_id: UUID
    causation_id: UUID | None = None
    producer: str
    facts: CaseFacts | None = None

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        default = cls.model_fields["type"].default
        if isinstance(default, str):
            cls.routing_key = default


class FactsEvent(Event):
    """An event of the service that owns the case's state; it always carries the facts."""

    seq: int = Field(ge=1)
    facts: CaseFacts
