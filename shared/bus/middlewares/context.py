"""Binds the event's ids to every log line written while it is handled."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from faststream import BaseMiddleware, StreamMessage

from shared.bus import headers


class LogContext(BaseMiddleware[Any, Any]):
    """`event_id`, `event_type`, `case_id`, `correlation_id` and `attempt`; never the payload."""

    async def consume_scope(
        self, call_next: Callable[[Any], Awaitable[Any]], msg: StreamMessage[Any]
    ) -> Any:
        with structlog.contextvars.bound_contextvars(
            event_id=msg.message_id,
            event_type=msg.raw_message.type,
            case_id=msg.headers.get(headers.SUBJECT),
            correlation_id=msg.correlation_id,
            attempt=headers.attempt_of(msg.headers),
        ):
            return await call_next(msg)
