"""Destroys what is personal when the workflow says so, and tells that it is done."""

import asyncio
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import structlog

from services.notifications.notices.announcements import erasure_done
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState
from services.notifications.watched import WatchedCase
from services.notifications.watching import Watching
from shared.clock import Clock
from shared.events.upkeep import CaseErased
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Conflict, Duplicate
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()


class Erasure(Document):
    """That a case's personal data were destroyed here, and when (UTC); its id is the case's."""

    collection: ClassVar[str] = "erasures"

    case_id: UUID
    erased_at: datetime
    notices: int
    """How many notices the case has had; they stay, without what was said in calls."""


def _without_words(notice: Notice) -> Notice:
    """The notice as erasure leaves it; the same one where there is nothing to change."""
    if notice.waits or notice.state is NoticeState.WAITING:
        return notice.withdrawn()
    return notice.forgotten() if notice.said is not None else notice


class Erasing:
    """Contact and what was said in calls are all that is personal. What was to be sent, posted or
    said is withdrawn."""

    def __init__(
        self,
        cases: VersionedCollection[WatchedCase],
        planned: VersionedCollection[Notice],
        erasures: Collection[Erasure],
        watching: Watching,
        clock: Clock,
    ) -> None:
        self._cases = cases
        self._notices = planned
        self._erasures = erasures
        self._watching = watching
        self._clock = clock

    async def erase(self, event: CaseErased) -> None:
        """Erase. The mark stays, so that a `case.received` that comes later stores no contact.

        Raises Conflict when a notice changed meanwhile: then it is done again.
        """
        now = self._clock.now()
        case_id = str(event.case_id)
        if not await self._forget(case_id, now):
            # Nothing has come of the case yet: the mark must be there before it does.
            await self._watching.keep(event)
            await self._forget(case_id, now)
        found = await self._notices.find({"case_id": case_id})
        erased = [
            (notice, after) for notice in found if (after := _without_words(notice)) is not notice
        ]
        replaced = await asyncio.gather(
            *(self._notices.replace(after, notice.seq) for notice, after in erased)
        )
        if not all(replaced):
            raise Conflict("a notice of the case was sent or taken at this moment")
        try:
            await self._erasures.insert(
                Erasure(id=case_id, case_id=event.case_id, erased_at=now, notices=len(found)),
                [erasure_done(event, now)],
            )
        except Duplicate:
            return
        log.info("case_erased")

    async def _forget(self, case_id: str, now: datetime) -> bool:
        return await self._cases.update(
            {"_id": case_id},
            {
                "$set": {
                    "contact": None,
                    "erased_at": now,
                    "next_look": None,
                    "open_due": None,
                    "rules": None,
                    "concerns": [],
                }
            },
        )
