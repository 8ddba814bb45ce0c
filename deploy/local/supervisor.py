"""Starts the parts in their order, restarts the one that dies, stops them the other way round."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from time import monotonic

from deploy.local.failures import LauncherFailure
from deploy.local.part import Part

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
# A part that lived this long did not die of its start: the next pause is short again.
_STABLE_SECONDS = 30.0


class Supervisor:
    """Tiers start one after the other; the parts of one tier start together."""

    def __init__(
        self,
        tiers: Sequence[Sequence[Part]],
        *,
        changed: Callable[[], None],
        tell: Callable[[str], None],
    ) -> None:
        """`changed` is called after each restart, `tell` gets a line for a person to read."""
        self._tiers = tiers
        self._changed = changed
        self._tell = tell
        self._watchers: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start everything and wait until it is ready.

        Raises LauncherFailure when a part does not come up; what did come up is then stopped.
        """
        try:
            for tier in self._tiers:
                await _all_ready(tier)
                self._watchers += [asyncio.create_task(self._keep_alive(part)) for part in tier]
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop every part, whatever happens to the others."""
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)
        self._watchers.clear()
        for tier in reversed(self._tiers):
            await asyncio.gather(*(part.stop() for part in tier), return_exceptions=True)

    async def _keep_alive(self, part: Part) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            began = monotonic()
            code = await part.exited()
            if monotonic() - began > _STABLE_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            self._tell(f"{part.name} ended ({_how(code)}); it is started again")
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            try:
                await part.start()
                await part.ready()
            except (LauncherFailure, OSError) as failure:
                self._tell(f"{part.name} did not come back: {failure}")
                await part.stop()
            else:
                self._tell(f"{part.name} is back (pid {part.pid})")
                self._changed()


async def _all_ready(tier: Sequence[Part]) -> None:
    """Raise the first failure itself, not a group of them."""
    starts = [asyncio.create_task(_ready(part)) for part in tier]
    try:
        for start in asyncio.as_completed(starts):
            await start
    finally:
        for task in starts:
            task.cancel()
        await asyncio.gather(*starts, return_exceptions=True)


async def _ready(part: Part) -> None:
    await part.start()
    await part.ready()


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"by {signal.Signals(-code).name}"
    except ValueError:
        return f"by signal {-code}"
