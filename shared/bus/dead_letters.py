"""The dead-letter limit: a bad release stops a service instead of emptying its queue.

More parked messages a minute than the limit, and handlers wait. The service says that it is not
ready, and after a minute lets as many through again: once mended, it goes on by itself.
"""

import asyncio
from collections import deque

WINDOW_SECONDS = 60.0


class DeadLetterLimit:
    """Counts parked messages of one process; times are of the event loop's clock, in seconds."""

    def __init__(self, limit: int, window: float = WINDOW_SECONDS) -> None:
        self._limit = limit
        self._window = window
        self._parked: deque[float] = deque()

    def count(self) -> None:
        """A message has been parked."""
        self._parked.append(asyncio.get_running_loop().time())

    @property
    def reached(self) -> bool:
        """Whether handlers should wait."""
        return self._wait() > 0

    async def passed(self) -> None:
        """Return once a message may be handled."""
        while (seconds := self._wait()) > 0:  # noqa: ASYNC110 - time is what is waited for
            await asyncio.sleep(seconds)

    def _wait(self) -> float:
        now = asyncio.get_running_loop().time()
        while self._parked and self._parked[0] <= now - self._window:
            self._parked.popleft()
        if len(self._parked) < self._limit:
            return 0.0
        return self._parked[0] + self._window - now
