"""What waits for a person: read with its cases, and tidied of what is no longer worth it."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState
from services.notifications.texts.paper import PaperWriter
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.errors import PermanentError
from shared.events.notices import NoticeWay
from shared.metrics import NOTICES
from shared.store.versioned import VersionedCollection

MOST = 500
"""Read of one board at a time, the oldest first: a longer list is worked off from its top."""
RECENT = timedelta(days=120)
"""For how long a letter that was posted is listed."""


class DoneBefore(PermanentError):
    """Somebody else was quicker, or it is not to be done any more."""

    slug: ClassVar[str] = "done_before"


@dataclass(frozen=True, slots=True)
class Errand:
    """A letter or a call, and the case that it is about."""

    notice: Notice
    case: WatchedCase

    @property
    def id(self) -> UUID:
        return self.notice.notice_id


class Errands:
    """Every method raises StoreUnavailable when the store does not do its part."""

    def __init__(
        self,
        notices: VersionedCollection[Notice],
        cases: VersionedCollection[WatchedCase],
        writer: PaperWriter,
        clock: Clock,
    ) -> None:
        self._notices = notices
        self._cases = cases
        self._writer = writer
        self._clock = clock

    async def waiting(self, way: NoticeWay, boards: Iterable[str]) -> list[Errand]:
        """What waits at these boards, the oldest first.

        What is no longer worth saying is withdrawn. One read for each board, one of the cases.
        """
        lists: Sequence[list[Notice]] = await asyncio.gather(
            *(
                self._notices.find(
                    {"way": way.value, "board": board, "state": NoticeState.WAITING.value},
                    sort=[("created_at", 1)],
                    limit=MOST,
                )
                for board in boards
            )
        )
        found = sorted(
            (notice for notices in lists for notice in notices),
            key=lambda notice: (notice.created_at, notice.id),
        )
        held = await asyncio.gather(*(self._still(each) for each in found))
        return [each for each in held if each is not None]

    async def posted(self, boards: Iterable[str]) -> list[Errand]:
        """Letters that were posted of late, the newest first. Two reads, whatever the boards."""
        since = self._clock.now() - RECENT
        found = await self._notices.find(
            {"way": NoticeWay.LETTER.value, "sent_at": {"$gte": since}},
            also={"state": NoticeState.SENT.value, "board": {"$in": list(boards)}},
            sort=[("sent_at", -1)],
            limit=MOST,
        )
        cases = await asyncio.gather(*(self._cases.get(str(each.case_id)) for each in found))
        return [
            Errand(notice, case)
            for notice, case in zip(found, cases, strict=True)
            if case is not None
        ]

    async def get(self, notice_id: UUID, way: NoticeWay) -> Errand | None:
        """The letter or call with this id, whatever became of it; None for anything else."""
        notice = await self._notices.get(str(notice_id))
        if notice is None or notice.way is not way or notice.board is None:
            return None
        case = await self._cases.get(str(notice.case_id))
        return Errand(notice, case) if case is not None else None

    async def _still(self, notice: Notice) -> Errand | None:
        case = await self._cases.get(str(notice.case_id))
        if case is not None and self._writer.holds(notice, case):
            return Errand(notice, case)
        withdrawn = notice.withdrawn()
        if await self._notices.replace(withdrawn, notice.seq):
            NOTICES.labels(kind=withdrawn.kind, state=withdrawn.state).inc()
        return None
