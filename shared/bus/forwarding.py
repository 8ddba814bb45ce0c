"""Sending a raw message to one queue, confirmed."""

from typing import Protocol

from aio_pika import Message


class Forward(Protocol):
    """Raises BusUnavailable when the broker does not confirm."""

    async def __call__(self, queue: str, message: Message) -> None: ...
