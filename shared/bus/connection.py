"""The connection to the broker: made in the background, kept, and left after draining."""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

import structlog
from aio_pika import Message
from aio_pika.exceptions import CONNECTION_EXCEPTIONS, AMQPError, DeliveryError
from faststream import AckPolicy
from faststream.rabbit import (
    Channel,
    ExchangeType,
    QueueType,
    RabbitBroker,
    RabbitExchange,
    RabbitQueue,
)
from opentelemetry.sdk.trace import TracerProvider
from pamqp.commands import Basic

from shared.bus.dead_letters import DeadLetterLimit
from shared.bus.middlewares.context import LogContext
from shared.bus.middlewares.metrics import metrics_middleware
from shared.bus.middlewares.retry import RetryAndPark
from shared.bus.middlewares.tracing import tracing_middleware
from shared.bus.subscriptions import EXCHANGE, Subscription
from shared.bus.topology import declare, main_queue
from shared.errors import Unavailable
from shared.settings import Settings

log = structlog.get_logger()

RECONNECT_SECONDS = 1.0
CASES = RabbitExchange(EXCHANGE, type=ExchangeType.TOPIC, durable=True)


class BusUnavailable(Unavailable):
    """The broker does not answer or did not confirm."""

    slug: ClassVar[str] = "bus_unavailable"


class Bus:
    """One per process. `run` connects and keeps trying; `close` drains."""

    def __init__(
        self, settings: Settings, service: str, tracer_provider: TracerProvider | None = None
    ) -> None:
        self._settings = settings
        self.service = service
        self.dead_letters = DeadLetterLimit(settings.dead_letter_limit)
        self._subscriptions: dict[str, Subscription] = {}
        self._connected = asyncio.Event()
        self.broker = RabbitBroker(
            settings.amqp_url.get_secret_value(),
            reconnect_interval=RECONNECT_SECONDS,
            on_close=[self._lost],
            on_reconnected=[self._found_again],
            default_channel=Channel(publisher_confirms=True, on_return_raises=True),
            app_id=service,
            graceful_timeout=settings.drain_seconds,
            ack_policy=AckPolicy.REJECT_ON_ERROR,
            logger=None,
            middlewares=[
                RetryAndPark(
                    self.forward,
                    self.dead_letters,
                    tuple(settings.retry_delays),
                    self._subscriptions,
                ),
                metrics_middleware(service),
                *([tracing_middleware(tracer_provider)] if tracer_provider else []),
                LogContext,
            ],
            description=f"Events that {service} publishes and receives.",
        )

    @property
    def connected(self) -> bool:
        """Whether the broker is there and the topology declared."""
        return self._connected.is_set()

    def subscriber(self, subscription: Subscription) -> Any:
        """FastStream's subscriber of one queue; handlers of all prefetched messages run at once."""
        queue = main_queue(subscription, self._settings.queue_type)
        self._subscriptions[queue.name] = subscription
        # Its overloads want a literal queue type; here it is a setting.
        declared: Callable[..., RabbitQueue] = RabbitQueue
        return self.broker.subscriber(
            declared(
                queue.name,
                queue_type=QueueType(self._settings.queue_type),
                durable=True,
                arguments=dict(queue.arguments),
            ),
            channel=Channel(prefetch_count=self._settings.prefetch),
            no_reply=True,
            title=subscription.queue,
        )

    async def run(self) -> None:
        """Connect, declare the topology and start receiving; then return. Tries for ever."""
        while True:
            try:
                await self.broker.connect()
                await self._declare()
                await self.broker.start()
            except (*CONNECTION_EXCEPTIONS, AMQPError, TimeoutError) as error:
                log.warning("broker_unreachable", reason=type(error).__name__)
                await self.broker.stop()
                await asyncio.sleep(RECONNECT_SECONDS)
            else:
                self._connected.set()
                log.info("broker_connected")
                return

    async def close(self) -> None:
        """Take no more messages, let handlers under way finish, disconnect."""
        self._connected.clear()
        await self.broker.stop()

    async def stop_receiving(self) -> None:
        """Take no more messages and let handlers under way finish; publishing goes on."""
        for subscriber in self.broker.subscribers:
            await subscriber.stop()

    async def publish(self, message: Message, routing_key: str, *, exchange: bool = True) -> None:
        """Publish persistent and mandatory, and return once the broker has confirmed.

        Raises BusUnavailable when it does not within `LYHORD_PUBLISH_TIMEOUT` seconds, and when
        no queue takes the message.
        """
        try:
            async with asyncio.timeout(self._settings.publish_timeout):
                confirmation = await self.broker.publish(
                    message,
                    exchange=CASES if exchange else None,
                    routing_key=routing_key,
                    mandatory=True,
                    persist=True,
                )
        except DeliveryError as error:
            raise BusUnavailable(f"no queue takes {routing_key}") from error
        except (*CONNECTION_EXCEPTIONS, AMQPError, TimeoutError) as error:
            raise BusUnavailable(f"not confirmed ({type(error).__name__})") from error
        except asyncio.CancelledError as error:
            # A heartbeat that closes a frozen connection cancels whoever waits for a confirm.
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            raise BusUnavailable("the connection was lost before the confirm") from error
        if not isinstance(confirmation, Basic.Ack):
            raise BusUnavailable(f"the broker did not take it ({type(confirmation).__name__})")

    async def wait_connected(self) -> None:
        """Return once the broker is there."""
        await self._connected.wait()

    async def forward(self, queue: str, message: Message) -> None:
        """Send a message to one queue. Raises BusUnavailable."""
        await self.publish(message, queue, exchange=False)

    async def _declare(self) -> None:
        connection = self.broker._connection  # noqa: SLF001 - FastStream has no other way to it
        assert connection is not None  # noqa: S101 - `connect` has returned
        async with connection.channel() as channel:
            await declare(channel, self._settings.queue_type, self._settings.retry_delays)

    def _lost(self, *_: Any) -> None:
        if self._connected.is_set():
            log.warning("broker_lost")
        self._connected.clear()

    async def _found_again(self, *_: Any) -> None:
        await self._declare()
        self._connected.set()
        log.info("broker_connected")
