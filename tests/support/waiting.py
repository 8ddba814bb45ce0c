"""Waiting for a condition instead of sleeping."""

import asyncio
import time
from collections.abc import Awaitable, Callable

PATIENCE_SECONDS = 120.0
"""Costs nothing when the condition holds, and a busy machine may need it."""
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.02, 0.25
_SLOWER = 1.3
"""What is long in coming is asked for less and less often: to ask costs those who are to do it."""


async def until(
    condition: Callable[[], bool | Awaitable[bool]],
    what: str,
    seconds: float = PATIENCE_SECONDS,
) -> None:
    """Return once the condition holds; fail the test when it does not in time."""
    deadline = time.monotonic() + seconds
    pause = FIRST_PAUSE_SECONDS
    while True:
        holds = condition()
        if not isinstance(holds, bool):
            holds = await holds
        if holds:
            return
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds} s still not: {what}")
        await asyncio.sleep(pause)
        pause = min(pause * _SLOWER, LONGEST_PAUSE_SECONDS)
