"""Retry, then park.

A transient error sends the raw message up the ladder of delays, back to this queue alone; after
the last rung it is parked. As long as a part of the infrastructure is unavailable the last rung
repeats: an outage parks nothing. A permanent error parks at once. What cannot be sent on stays
in the queue.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import structlog
from aio_pika import IncomingMessage, Message
from faststream import BaseMiddleware
from faststream.exceptions import (
    AckMessage,
    HandlerException,
    IgnoredException,
    NackMessage,
    SubscriberNotFound,
)

from shared.bus import headers
from shared.bus.dead_letters import DeadLetterLimit
from shared.bus.forwarding import Forward
from shared.bus.subscriptions import Subscription
from shared.errors import LyhordError, PermanentError, Unavailable
from shared.metrics import EVENTS_IGNORED, MESSAGES_PARKED, MESSAGES_RETRIED

log = structlog.get_logger()


class RetryAndPark:
    """The policy of one process; FastStream asks it for a middleware for each message."""

    def __init__(
        self,
        forward: Forward,
        limit: DeadLetterLimit,
        delays: tuple[float, ...],
        subscriptions: Mapping[str, Subscription],
    ) -> None:
        self.forward = forward
        self.limit = limit
        self.delays = delays
        self.subscriptions = subscriptions

    def __call__(self, msg: Any, /, *, context: Any) -> "_OneMessage":
        return _OneMessage(msg, context=context, policy=self)


class _OneMessage(BaseMiddleware[Any, Any]):
    def __init__(self, msg: Any, /, *, context: Any, policy: RetryAndPark) -> None:
        super().__init__(msg, context=context)
        self._policy = policy

    async def on_receive(self) -> None:
        if self.msg is not None:
            await self._policy.limit.passed()

    async def after_processed(
        self,
        exc_type: type[BaseException] | None = None,  # noqa: ARG002
        exc_val: BaseException | None = None,
        exc_tb: TracebackType | None = None,  # noqa: ARG002
    ) -> bool | None:
        if self.msg is None or exc_val is None:
            return False
        if isinstance(exc_val, HandlerException | IgnoredException) or not isinstance(
            exc_val, Exception
        ):
            return False
        if isinstance(exc_val, SubscriberNotFound):
            EVENTS_IGNORED.inc()
            log.info("event_type_ignored", event_type=self.msg.type)
            raise AckMessage
        try:
            await self._send_on(self.msg, exc_val)
        except (TimeoutError, LyhordError, OSError) as error:
            log.warning("message_kept_in_queue", reason=type(error).__name__)
            raise NackMessage(requeue=True) from exc_val
        raise AckMessage

    async def _send_on(self, message: IncomingMessage, error: Exception) -> None:
        queue = self.context.get_local("handler_").queue.name
        subscription = self._policy.subscriptions[queue]
        attempt = headers.attempt_of(message.headers) + 1
        delay = self._delay(error, attempt)
        slug = error.slug if isinstance(error, LyhordError) else "unexpected"
        if delay is None:
            await self._policy.forward(
                subscription.dead_letter_queue, _copy(message, attempt, slug, _told(error))
            )
            self._policy.limit.count()
            MESSAGES_PARKED.labels(queue=subscription.queue, reason=slug).inc()
            log.error("message_parked", queue=subscription.queue, slug=slug, attempt=attempt)
        else:
            await self._policy.forward(
                subscription.retry_queue(delay), _copy(message, attempt, slug, _told(error))
            )
            MESSAGES_RETRIED.labels(queue=subscription.queue, reason=slug).inc()
            log.warning(
                "message_delayed",
                queue=subscription.queue,
                slug=slug,
                attempt=attempt,
                seconds=delay,
                error_type=type(error).__name__,
            )

    def _delay(self, error: Exception, attempt: int) -> float | None:
        """Seconds until the next attempt; None to park."""
        delays = self._policy.delays
        if isinstance(error, PermanentError):
            return None
        if attempt <= len(delays):
            return delays[attempt - 1]
        return delays[-1] if isinstance(error, Unavailable) else None


def _told(error: Exception) -> str:
    """What may be said of the error: our own messages hold no personal data, others may."""
    return str(error) if isinstance(error, LyhordError) else type(error).__name__


def _copy(message: IncomingMessage, attempt: int, slug: str, told: str) -> Message:
    return Message(
        message.body,
        headers={
            **message.headers,
            headers.ATTEMPT: attempt,
            headers.ROUTING_KEY: message.headers.get(headers.ROUTING_KEY, message.routing_key),
            headers.REASON: slug,
            headers.ERROR: told,
            headers.HANDLER: message.type or "unknown",
            headers.PARKED_AT: datetime.now(UTC).isoformat(timespec="seconds"),
        },
        content_type=message.content_type,
        delivery_mode=2,
        correlation_id=message.correlation_id,
        message_id=message.message_id,
        timestamp=message.timestamp,
        type=message.type,
        app_id=message.app_id,
    )
