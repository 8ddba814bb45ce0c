"""Whether the facts are as new as the bus has them.

After a time without this service, or without the broker, events that wait may say that a case
was answered long ago. Nobody is reminded before they have been read.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from shared.clock import Clock
from shared.events.envelope import Event

QUIET_SECONDS = 2.0
"""Without a single event for this long, none waits."""
FRESH = timedelta(seconds=30)
"""An event younger than this is of the present."""


class Backlog:
    """Of one process; other copies share the queue and see the same age of events."""

    def __init__(
        self,
        clock: Clock,
        connected: Callable[[], bool],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._connected = connected
        self._seconds = seconds
        self._quiet_since: float | None = None
        self._fresh = False

    def saw(self, event: Event) -> None:
        """An event has come in."""
        self._quiet_since = self._seconds()
        self._fresh = self._clock.now() - event.recorded_at < FRESH

    def worked_off(self) -> bool:
        """Whether what waited has been read. Asked again and again, it notices outages."""
        now = self._seconds()
        if not self._connected():
            self._quiet_since, self._fresh = None, False
            return False
        if self._quiet_since is None:
            self._quiet_since = now
        return self._fresh or now - self._quiet_since >= QUIET_SECONDS
