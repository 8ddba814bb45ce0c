"""How fast rows may follow each other: as fast as the workflow registers them.

A list comes faster than its cases can be registered. If all of its events waited at the broker, a
case that is handed in meanwhile would stand behind them. So only a few hundred rows are ever ahead
of the workflow; its own events tell how far it has come. One case of each batch is looked for, the
last: that is near enough, and costs next to nothing.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence

from services.intake.progress import Progress
from shared.errors import TransientError
from shared.store.versioned import VersionedCollection

AHEAD = 500
"""Rows that may be stored and not yet registered."""
LOOK_SECONDS = 0.1


class Pacing:
    """Of one import. `patience` in seconds: how long a batch is waited for before it is left.

    Where the workflow is away the import goes on, slowly: what it stores waits in the outbox and
    at the broker like any other case.
    """

    def __init__(
        self,
        progress: VersionedCollection[Progress],
        patience: float,
        ahead: int = AHEAD,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._progress = progress
        self._patience = patience
        self._ahead = ahead
        self._seconds = seconds
        self._waiting: deque[tuple[str, int]] = deque()
        """Of each batch that is on its way, the last case and how many there are."""

    async def stored(self, case_ids: Sequence[str]) -> None:
        """Return when more may be stored after these."""
        if case_ids:
            self._waiting.append((case_ids[-1], len(case_ids)))
        while sum(count for _, count in self._waiting) > self._ahead:
            await self._registered(self._waiting[0][0])
            self._waiting.popleft()

    async def _registered(self, case_id: str) -> None:
        until = self._seconds() + self._patience
        while not await self._is_known(case_id):
            if self._seconds() > until:
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def _is_known(self, case_id: str) -> bool:
        try:
            return bool(await self._progress.ids({"_id": case_id}))
        except TransientError:
            return False
