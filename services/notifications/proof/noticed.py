"""Lists of notices, the newest first, a page at a time."""

import asyncio
import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.notifications.notices.notices import Notice
from services.notifications.notices.states import ALARMING, NoticeState
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.errors import PermanentError
from shared.store.versioned import VersionedCollection

_REACHES = (timedelta(days=2), timedelta(days=31), timedelta(days=400), timedelta(days=36_500))
"""How far back is looked, further only if that gave too little: the embedded store reads all that
match before it sorts."""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_A_MOMENT = timedelta(days=1)
"""Copies whose clocks differ write a little ahead of ours."""


class NoticeCursorWrong(PermanentError):
    """The cursor is not one that a list has given."""

    slug: ClassVar[str] = "cursor_wrong"


class NoticeCursor(BaseModel):
    """The last notice of the page before: the newest first, then by id."""

    model_config = ConfigDict(frozen=True)

    created_at: datetime
    id: UUID

    @classmethod
    def read(cls, text: str) -> Self:
        """From an address. Raises NoticeCursorWrong."""
        try:
            moment, notice_id = json.loads(base64.urlsafe_b64decode(text))
            return cls(created_at=datetime.fromtimestamp(moment / 1000, UTC), id=UUID(notice_id))
        except (ValueError, TypeError, OverflowError, OSError, AttributeError, binascii.Error):
            raise NoticeCursorWrong("use the cursor as the list gave it") from None

    @classmethod
    def after(cls, notice: Notice) -> Self:
        """Where the list goes on after this one."""
        return cls(created_at=notice.created_at, id=notice.notice_id)

    def __str__(self) -> str:
        content = json.dumps([round(self.created_at.timestamp() * 1000), str(self.id)])
        return base64.urlsafe_b64encode(content.encode()).decode()


@dataclass(frozen=True, slots=True)
class ListedNotice:
    """A notice with the case it is about; None where nothing is known of that here."""

    notice: Notice
    case: WatchedCase | None


class NoticeLists:
    """Reads notices by index, the newest first.

    Of those in a state that has no index, a board's are read and held against it.
    """

    def __init__(
        self,
        notices: VersionedCollection[Notice],
        cases: VersionedCollection[WatchedCase],
        clock: Clock,
    ) -> None:
        self._notices = notices
        self._cases = cases
        self._clock = clock

    async def of_case(self, case_id: UUID) -> list[Notice]:
        """All of a case, the first one first. One round trip."""
        found = await self._notices.find({"case_id": str(case_id)})
        return sorted(found, key=lambda notice: (notice.created_at, notice.id))

    async def page(
        self,
        boards: Sequence[str | None],
        state: NoticeState | None,
        cursor: NoticeCursor | None,
        limit: int,
    ) -> tuple[list[ListedNotice], NoticeCursor | None]:
        """The newest of these boards (None: those of no board), and where the list goes on.

        One to four times as many queries as there are boards, at once; and one for the cases.
        """
        newest = cursor.created_at if cursor else self._clock.now() + _A_MOMENT
        found: list[Notice] = []
        for reach in _REACHES:
            since = max(newest - reach, _LONG_AGO)
            found = await self._within(boards, state, cursor, (since, newest), limit + 1)
            if len(found) > limit:
                break
        shown = found[:limit]
        following = NoticeCursor.after(shown[-1]) if len(found) > limit else None
        return await self._with_cases(shown), following

    async def _within(
        self,
        boards: Sequence[str | None],
        state: NoticeState | None,
        cursor: NoticeCursor | None,
        span: tuple[datetime, datetime],
        limit: int,
    ) -> list[Notice]:
        since, newest = span
        when = {"created_at": {"$gt": since, "$lte": newest}}
        also: dict[str, Any] = {}
        if cursor is not None:
            also["$or"] = [
                {"created_at": {"$lt": cursor.created_at}},
                {"_id": {"$lt": str(cursor.id)}},
            ]
        where: list[dict[str, Any]] = [{"board": board, **when} for board in boards]
        if state in ALARMING:
            where = [{"state": state.value, **when}]
            also["board"] = {"$in": list(boards)}
        elif state is NoticeState.PLANNED:
            # Few wait at a time: found by the index that the postman uses.
            where = [{"state": state.value, "next_attempt_at": {"$gt": _LONG_AGO}}]
            also |= {"board": {"$in": list(boards)}, **when}
        elif state is not None:
            also["state"] = state.value
        parts = await asyncio.gather(
            *(
                self._notices.find(
                    each, also=also, sort=[("created_at", -1), ("_id", -1)], limit=limit
                )
                for each in where
            )
        )
        together = [notice for part in parts for notice in part]
        together.sort(key=lambda notice: (notice.created_at, notice.id), reverse=True)
        return together[:limit]

    async def _with_cases(self, notices: Sequence[Notice]) -> list[ListedNotice]:
        """Reads by id of the same moment go to the store as one."""
        cases = await asyncio.gather(*(self._cases.get(str(each.case_id)) for each in notices))
        return [ListedNotice(notice, case) for notice, case in zip(notices, cases, strict=True)]
