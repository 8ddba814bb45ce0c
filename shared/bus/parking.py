"""Parked messages: looked at, sent back to the queue they were parked from, or discarded.

Messages are fetched without being acknowledged, and closing the channel gives them back. A
message leaves a dead-letter queue only when the broker has confirmed it elsewhere, or when it is
discarded: killed in between, it is there twice and never gone.
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

import aio_pika
import structlog
from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage
from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity, DeliveryError
from yarl import URL

from shared.bus import headers
from shared.bus.subscriptions import Subscription
from shared.errors import TransientError, Unavailable
from shared.faults import Fault, no_fault

log = structlog.get_logger()

TIMEOUT_SECONDS = 10.0

_OF_PARKING = frozenset(
    {headers.ATTEMPT, headers.REASON, headers.ERROR, headers.HANDLER, headers.PARKED_AT}
)
_OF_THE_BROKER = ("x-death", "x-first-death-", "x-last-death-", "x-delivery-count", "x-acquired-")


class BrokerUnreachable(Unavailable):
    """The broker does not answer, or the connection was lost."""

    slug: ClassVar[str] = "broker_unreachable"


class NotReplayed(TransientError):
    """The broker did not take a message back; it stays parked."""

    slug: ClassVar[str] = "not_replayed"


@dataclass(frozen=True, slots=True)
class ParkedMessage:
    """A message in the dead-letter queue of `queue`; nothing but `body` may be personal."""

    queue: str
    id: str
    """The event's id; for a message without one, made of its body."""
    type: str | None
    case_id: str | None
    reason: str | None
    """Slug of the error, or the broker's own word where it was the broker that parked it."""
    error: str | None
    attempts: int
    parked_at: datetime | None
    headers: Mapping[str, Any]
    body: bytes = field(repr=False)

    @classmethod
    def of(cls, queue: str, message: AbstractIncomingMessage) -> Self:
        """The message as it came out of the dead-letter queue."""
        found = message.headers
        death = _last_death(found)
        return cls(
            queue=queue,
            id=message.message_id or f"body-{hashlib.sha256(message.body).hexdigest()[:16]}",
            type=message.type,
            case_id=_text(found.get(headers.SUBJECT)),
            reason=_text(found.get(headers.REASON) or death.get("reason")),
            error=_text(found.get(headers.ERROR)),
            attempts=headers.attempt_of(found),
            parked_at=_instant(found.get(headers.PARKED_AT)) or death.get("time"),
            headers=dict(found),
            body=message.body,
        )


Chosen = Callable[[ParkedMessage], bool]


def _every(_message: ParkedMessage) -> bool:
    return True


@asynccontextmanager
async def parking_lot(amqp_url: str, fault: Fault = no_fault) -> AsyncIterator["ParkingLot"]:
    """The dead-letter queues of a broker. Raises BrokerUnreachable, also when it is lost."""
    place = URL(amqp_url)
    try:
        connection = await aio_pika.connect(amqp_url, timeout=TIMEOUT_SECONDS)
        async with connection:
            yield ParkingLot(connection, fault)
    except (AMQPError, OSError) as error:
        raise BrokerUnreachable(
            f"The broker at {place.host}:{place.port} does not answer ({type(error).__name__}). "
            "Check that it runs and that LYHORD_AMQP_URL is right, then try again."
        ) from error


class ParkingLot:
    """What is parked; see `parking_lot`. Messages that somebody else looks at are not seen."""

    def __init__(self, connection: AbstractConnection, fault: Fault) -> None:
        self._connection = connection
        self._fault = fault

    async def look(
        self, subscription: Subscription, chosen: Chosen = _every, limit: int | None = None
    ) -> list[ParkedMessage]:
        """The first `limit` of the chosen messages, oldest first."""
        found: list[ParkedMessage] = []
        async with self._channel() as channel:
            async for parked, _ in self._fetched(channel, subscription):
                if chosen(parked):
                    found.append(parked)
                if len(found) == limit:
                    break
        return found

    async def count(self, subscription: Subscription) -> int | None:
        """How many messages are parked; None when the broker does not have the queue."""
        async with self._channel() as channel:
            return await _length(channel, subscription.dead_letter_queue)

    async def replay(self, subscription: Subscription, chosen: Chosen) -> list[ParkedMessage]:
        """Send chosen messages back to their queue alone, as if they had just come.

        Raises NotReplayed.
        """
        replayed = []
        async with self._channel() as channel:
            async for parked, message in self._fetched(channel, subscription):
                if chosen(parked):
                    await _publish(channel, subscription.queue, _as_first_published(message))
                    self._fault("parking.replayed")
                    await message.ack()
                    replayed.append(parked)
        return replayed

    async def discard(
        self, subscription: Subscription, chosen: Chosen, why: str
    ) -> list[ParkedMessage]:
        """Remove chosen messages for good. `why` is logged."""
        discarded = []
        async with self._channel() as channel:
            async for parked, message in self._fetched(channel, subscription):
                if chosen(parked):
                    log.warning(
                        "message_discarded",
                        queue=parked.queue,
                        event_id=parked.id,
                        event_type=parked.type,
                        case_id=parked.case_id,
                        slug=parked.reason,
                        why=why,
                    )
                    await message.ack()
                    discarded.append(parked)
        return discarded

    @asynccontextmanager
    async def _channel(self) -> AsyncIterator[AbstractChannel]:
        channel = await self._connection.channel(publisher_confirms=True, on_return_raises=True)
        try:
            yield channel
        finally:
            if not channel.is_closed:
                await channel.close()

    async def _fetched(
        self, channel: AbstractChannel, subscription: Subscription
    ) -> AsyncIterator[tuple[ParkedMessage, AbstractIncomingMessage]]:
        """As many as there are now: what is parked meanwhile is for the next time."""
        name = subscription.dead_letter_queue
        for _ in range(await _length(channel, name) or 0):
            queue = await channel.get_queue(name, ensure=False)
            message = await queue.get(fail=False, timeout=TIMEOUT_SECONDS)
            if message is None:
                return
            yield ParkedMessage.of(subscription.queue, message), message


async def _length(channel: AbstractChannel, queue: str) -> int | None:
    try:
        declared = await channel.declare_queue(queue, passive=True)
    except ChannelNotFoundEntity:
        return None
    return declared.declaration_result.message_count


async def _publish(channel: AbstractChannel, queue: str, message: Message) -> None:
    try:
        await channel.default_exchange.publish(
            message, routing_key=queue, mandatory=True, timeout=TIMEOUT_SECONDS
        )
    except DeliveryError as error:
        raise NotReplayed(
            f"The broker did not take the message back into {queue}; it stays parked. Check that "
            "the queue exists (the service declares it when it starts), then replay again."
        ) from error


def _as_first_published(message: AbstractIncomingMessage) -> Message:
    kept = {
        name: value
        for name, value in message.headers.items()
        if name not in _OF_PARKING and not name.startswith(_OF_THE_BROKER)
    }
    if message.type:
        kept.setdefault(headers.ROUTING_KEY, message.type)
    return Message(
        message.body,
        headers=kept,
        content_type=message.content_type,
        delivery_mode=DeliveryMode.PERSISTENT,
        correlation_id=message.correlation_id,
        message_id=message.message_id,
        timestamp=message.timestamp,
        type=message.type,
        app_id=message.app_id,
    )


def _last_death(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """The broker's own note of the latest time it took the message off a queue."""
    deaths = found.get("x-death")
    if isinstance(deaths, list) and deaths and isinstance(deaths[0], Mapping):
        return deaths[0]
    return {}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _instant(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None
