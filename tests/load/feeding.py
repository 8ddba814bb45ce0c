"""Feeding cases in, so many at once, and telling the bench which have been accepted and when."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from tests.load.channel import say

Accepted = Callable[[str, float], None]
"""Told the case's id and the seconds it took, as soon as the case is in the journal."""
Send = Callable[[int, Accepted], Awaitable[None]]
"""Hands in the case of that number and returns when the next one may follow."""

_TOLD_AT_ONCE = 25


async def feed(count: int, concurrency: int, send: Send) -> None:
    """Send so many cases, each sender one after the other, and report to the bench."""
    numbers = iter(range(count))
    seconds: list[float] = []
    untold: list[str] = []
    started = last = time.monotonic()

    def accepted(case_id: str, took: float) -> None:
        nonlocal last
        last = time.monotonic()
        seconds.append(took)
        untold.append(case_id)
        if len(untold) >= _TOLD_AT_ONCE:
            say({"accepted": untold})
            untold.clear()

    async def sender() -> None:
        for number in numbers:
            await send(number, accepted)

    await asyncio.gather(*(sender() for _ in range(concurrency)))
    say({"accepted": untold})
    say({"fed": {"started": started, "last_accepted": last, "seconds": seconds}})
