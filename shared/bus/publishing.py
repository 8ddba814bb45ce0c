"""An event from the outbox as a message: AMQP properties and CloudEvents 1.0 headers."""

from aio_pika import DeliveryMode, Message
from opentelemetry import context, propagate

from shared.bus import headers
from shared.bus.connection import Bus, BusUnavailable
from shared.store.outbox import OutboxEntry
from shared.store.relay import PublishFailed


class EventPublisher:
    """Publishes what the relay hands over."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def __call__(self, entry: OutboxEntry, /) -> None:
        """Return once the broker has confirmed. Raises PublishFailed."""
        await self._bus.wait_connected()
        token = context.attach(propagate.extract(entry.trace)) if entry.trace else None
        try:
            await self._bus.publish(as_message(entry), entry.type)
        except BusUnavailable as error:
            raise PublishFailed(str(error)) from error
        finally:
            if token is not None:
                context.detach(token)


def as_message(entry: OutboxEntry) -> Message:
    """The message as it travels; the body is the event as JSON."""
    return Message(
        entry.body.encode(),
        content_type="application/json",
        delivery_mode=DeliveryMode.PERSISTENT,
        message_id=entry.id,
        type=entry.type,
        correlation_id=entry.correlation_id,
        timestamp=entry.occurred_at,
        app_id=entry.producer,
        headers={
            **entry.trace,
            f"{headers.CLOUD_EVENTS}specversion": "1.0",
            f"{headers.CLOUD_EVENTS}id": entry.id,
            f"{headers.CLOUD_EVENTS}source": f"/lyhord/{entry.producer}",
            f"{headers.CLOUD_EVENTS}type": entry.type,
            f"{headers.CLOUD_EVENTS}time": entry.occurred_at.isoformat(),
            headers.SUBJECT: entry.case_id,
        },
    )
