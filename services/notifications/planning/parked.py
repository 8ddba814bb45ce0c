"""Notices whose text could not be made: operations are told once, and they go when it is mended.

A parked notice is not tried again in vain. It is looked at when the service starts, since a new
release may make what an old one could not, and from then on whenever its text is another one.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog

from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState
from services.notifications.planning.alarming import Alarming
from services.notifications.sending.postman import Postman
from services.notifications.texts.writing import Writer
from shared.errors import LyhordError
from shared.events.notices import NoticeKind
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
LOOK_SECONDS = 30.0
NOTICES_A_LOOK = 200


class Parked:
    """One per process. `run` until cancelled."""

    def __init__(
        self,
        notices: VersionedCollection[Notice],
        writer: Writer,
        postman: Postman,
        alarming: Alarming,
    ) -> None:
        self._notices = notices
        self._writer = writer
        self._postman = postman
        self._alarming = alarming
        self._told: set[str] = set()

    async def run(self) -> None:
        """Look now and then; until cancelled."""
        every = True
        while True:
            try:
                taken = await self.look(every=every)
                every = False
            except LyhordError as error:
                log.warning("parked_notices_not_read", slug=error.slug)
                taken = 0
            if taken < NOTICES_A_LOOK:
                await asyncio.sleep(LOOK_SECONDS)

    async def look(self, *, every: bool = False) -> int:
        """Tell of texts that cannot be made, and try what waited for those that were mended.

        With `every` all are tried. Two queries by index; how many were tried.
        """
        known = self._writer.text_versions
        worth_it = {} if every else {"parked.version": {"$nin": sorted(known)}}
        mended = await self._parked(worth_it)
        for notice in mended:
            await self._postman.take_parked(notice)
        # That an alarm itself cannot be written is told by readiness and on the page of alarms.
        untold = {
            "parked.version": {"$in": sorted(known - self._told)},
            "kind": {"$ne": NoticeKind.ALARM.value},
        }
        for broken in {notice.parked for notice in await self._parked(untold) if notice.parked}:
            await self._alarming.tell_of_text(broken)
            self._told.add(broken.version)
        return len(mended)

    async def _parked(self, also: Mapping[str, Any]) -> list[Notice]:
        return await self._notices.find(
            {"state": NoticeState.PARKED.value, "created_at": {"$gt": _LONG_AGO}},
            also=also,
            sort=[("created_at", 1)],
            limit=NOTICES_A_LOOK,
        )
