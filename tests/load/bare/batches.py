"""What has arrived within a moment, together: while one batch is at work the next one gathers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")

LIMIT = 200


class Batches(Generic[Item]):
    """Hands items on in the order they came. What `perform` raises ends the process."""

    def __init__(self, perform: Callable[[Sequence[Item]], Awaitable[None]]) -> None:
        self._perform = perform
        self._waiting: list[Item] = []
        self._work: asyncio.Task[None] | None = None

    def add(self, item: Item) -> None:
        self._waiting.append(item)
        if self._work is None:
            self._work = asyncio.create_task(self._drain())

    async def _drain(self) -> None:
        while self._waiting:
            await asyncio.sleep(0)
            batch, self._waiting = self._waiting[:LIMIT], self._waiting[LIMIT:]
            await self._perform(batch)
        self._work = None
