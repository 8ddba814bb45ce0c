"""aio-pika as it is: confirmed, persistent, mandatory publishing, and one queue a role."""

from collections.abc import Awaitable, Callable
from typing import Any

import aio_pika
from aio_pika.abc import AbstractExchange, AbstractIncomingMessage

from tests.load.bare.order import Order, Role

RECEIVED = "received"
REGISTERED = "registered"

BINDINGS: dict[Role, tuple[str, ...]] = {
    "intake": (),
    "workflow": (RECEIVED,),
    "notifications": (RECEIVED, REGISTERED),
    "reporting": (RECEIVED, REGISTERED),
}

Handler = Callable[[AbstractIncomingMessage], Awaitable[None]]


class Bus:
    """One connection with a channel to publish by and one to receive by."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._exchange: AbstractExchange | None = None
        self._connection: Any = None

    async def start(self) -> None:
        """Connect and declare what all four roles need, so that the order of starting is free."""
        order = self._order
        self._connection = await aio_pika.connect(order.amqp_url)
        channel = await self._connection.channel(publisher_confirms=True, on_return_raises=True)
        self._exchange = await channel.declare_exchange(
            order.database, aio_pika.ExchangeType.TOPIC, durable=True
        )
        for role, keys in BINDINGS.items():
            if keys:
                queue = await channel.declare_queue(
                    self._queue(role), durable=True, arguments={"x-queue-type": order.queue_type}
                )
                for key in keys:
                    await queue.bind(self._exchange, key)

    async def receive(self, handle: Handler) -> None:
        """Have every message of the role's own queue handled; handlers run at once."""
        channel = await self._connection.channel()
        await channel.set_qos(prefetch_count=self._order.prefetch)
        queue = await channel.get_queue(self._queue(self._order.role))
        await queue.consume(handle)

    async def publish(self, routing_key: str, message_id: str, body: str) -> None:
        """Return once the broker has confirmed."""
        if self._exchange is None:
            raise RuntimeError("publish comes after start")
        await self._exchange.publish(
            aio_pika.Message(
                body.encode(),
                content_type="application/json",
                delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                message_id=message_id,
                type=routing_key,
            ),
            routing_key,
            mandatory=True,
        )

    async def stop(self) -> None:
        await self._connection.close()

    def _queue(self, role: str) -> str:
        return f"{self._order.database}.{role}"
