"""Listens to everything that is published on the exchange."""

import json
from types import TracebackType
from typing import Any, Self

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

from tests.support.waiting import until


class Eavesdropper:
    """``async with Eavesdropper(url) as heard:`` hears what is published from then on."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._events: list[dict[str, Any]] = []

    async def __aenter__(self) -> Self:
        self._connection = await aio_pika.connect(self._url)
        channel = await self._connection.channel()
        exchange = await channel.declare_exchange("cases", "topic", durable=True)
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(exchange, "#")
        await queue.consume(self._hear, no_ack=True)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._connection.close()

    def of(self, case_id: str, event_type: str) -> list[dict[str, Any]]:
        """Events of one case and type, each as often as it was published."""
        return [
            event
            for event in self._events
            if event["case_id"] == case_id and event["type"] == event_type
        ]

    @property
    def types(self) -> list[str]:
        """Of everything that was published."""
        return [str(event["type"]) for event in self._events]

    async def first(self, case_id: str, event_type: str) -> dict[str, Any]:
        """Wait for the event."""
        await until(lambda: bool(self.of(case_id, event_type)), f"{event_type} is published")
        return self.of(case_id, event_type)[0]

    async def _hear(self, message: AbstractIncomingMessage) -> None:
        self._events.append(json.loads(message.body))
