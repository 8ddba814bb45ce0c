"""Dropping collections that nobody needs any more."""

import asyncio
from datetime import timedelta

import structlog

from services.reporting.fact_collections import FactCollections
from shared.clock import Clock
from shared.errors import LyhordError

log = structlog.get_logger()


class Tidying:
    """Drops what was replaced, cancelled, or left by a process that was killed."""

    def __init__(self, collections: FactCollections, clock: Clock, grace: timedelta) -> None:
        self._collections = collections
        self._clock = clock
        self._grace = grace

    async def run(self) -> None:
        """Tidy again and again, until cancelled."""
        while True:
            await asyncio.sleep(self._grace.total_seconds())
            try:
                await self.drop_unneeded()
            except LyhordError as error:
                log.warning("tidying_waits", slug=error.slug)

    async def drop_unneeded(self) -> None:
        """Drop every collection of facts that the projection does not need."""
        # Listed before the projection is read: a collection is named there before it is created,
        # so what comes into being meanwhile is not on the list.
        names = await self._collections.names()
        needed = (await self._collections.projection()).needed(self._clock.now(), self._grace)
        for name in names:
            if name not in needed:
                await self._collections.drop(name)
                log.info("facts_dropped", collection=name)
