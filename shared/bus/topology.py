"""Exchange, queues, retry ladders and dead-letter queues, as the broker is to have them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel
from aio_pika.exceptions import ChannelPreconditionFailed

from shared.bus.subscriptions import EXCHANGE, SUBSCRIPTIONS, Subscription
from shared.errors import PermanentError

QueueType = Literal["quorum", "classic"]

DELIVERY_LIMIT = 100
"""Of a quorum queue; it counts what a restart gave back, so it must be far above the ladder."""
LOOKED_AT_LIMIT = 1_000_000
"""Of a dead-letter queue of that kind, where each look gives every message back."""


class TopologyDiffers(PermanentError):
    """The broker has a queue of that name with other arguments."""

    slug: ClassVar[str] = "topology_differs"


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue to declare."""

    name: str
    arguments: Mapping[str, Any]
    bindings: tuple[str, ...] = ()


def _to(queue: str, queue_type: QueueType) -> dict[str, Any]:
    """Arguments that send what leaves the queue to one other queue, by the default exchange."""
    arguments: dict[str, Any] = {
        "x-queue-type": queue_type,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": queue,
    }
    if queue_type == "quorum":
        arguments |= {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}
    return arguments


def main_queue(subscription: Subscription, queue_type: QueueType) -> Queue:
    """The queue that handlers read. What they reject is parked."""
    arguments = _to(subscription.dead_letter_queue, queue_type)
    if queue_type == "quorum":
        arguments["x-delivery-limit"] = DELIVERY_LIMIT
    return Queue(subscription.queue, arguments, subscription.types)


def queues_of(
    subscription: Subscription, queue_type: QueueType, delays: Sequence[float]
) -> Iterator[Queue]:
    """A subscription's queues.

    The ladder has one queue per delay, with a fixed time to live that leads back to this
    subscription alone: mixed times to live would block at the head, and the exchange would fan
    out again to everybody.
    """
    parked: dict[str, Any] = {"x-queue-type": queue_type}
    if queue_type == "quorum":
        parked["x-delivery-limit"] = LOOKED_AT_LIMIT
    yield Queue(subscription.dead_letter_queue, parked)
    for delay in delays:
        yield Queue(
            subscription.retry_queue(delay),
            {**_to(subscription.queue, queue_type), "x-message-ttl": round(delay * 1000)},
        )
    yield main_queue(subscription, queue_type)


async def declare(
    channel: AbstractChannel,
    queue_type: QueueType,
    delays: Sequence[float],
    subscriptions: Sequence[Subscription] = SUBSCRIPTIONS,
) -> None:
    """Declare everything. Harmless when it is there. Raises TopologyDiffers."""
    exchange = await channel.declare_exchange(EXCHANGE, ExchangeType.TOPIC, durable=True)
    for subscription in subscriptions:
        for queue in queues_of(subscription, queue_type, delays):
            try:
                declared = await channel.declare_queue(
                    queue.name, durable=True, arguments=dict(queue.arguments)
                )
            except ChannelPreconditionFailed as error:
                raise TopologyDiffers(
                    f"the broker has {queue.name} with other arguments than "
                    f"{dict(queue.arguments)}. Set LYHORD_QUEUE_TYPE to what it was declared "
                    "with, or empty and delete the queue."
                ) from error
            for routing_key in queue.bindings:
                await declared.bind(exchange, routing_key)
