"""Finds the notices that their digest left behind, and has the next one tell them.

A notice may be stored a moment after its digest was made, be one too many for a mail, or be of an
account whose deputy's digest it was to stand in and who is back.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from services.notifications.notices import mornings, of_no_case
from services.notifications.notices.notices import Notice, slots_until
from services.notifications.notices.states import NoticeState
from services.notifications.staff.readers import Readers
from shared.clock import Clock
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection

GRACE = timedelta(minutes=2)
"""What a digest that is under way is given to mark what it told."""
AT_ONCE = 500
"""Notices looked at in one go."""

_HAS_BEEN = (NoticeState.SENT, NoticeState.FAILED, NoticeState.WITHDRAWN)


class LateForDigest:
    """Every copy of the service may look: what is moved on is moved once."""

    def __init__(
        self, notices: VersionedCollection[Notice], readers: Readers, clock: Clock
    ) -> None:
        self._notices = notices
        self._readers = readers
        self._clock = clock

    async def look(self) -> int:
        """See to those whose digest has been; how many were moved on to the next.

        One read by index where there are none.
        """
        now = self._clock.now()
        found = await self._notices.find(
            {
                "state": NoticeState.PLANNED.value,
                "slot": {"$gt": "", "$lt": slots_until(mornings.newest_digest(now - GRACE))},
            },
            sort=[("slot", 1)],
            limit=AT_ONCE,
        )
        if not found:
            return 0
        today = await self._readers.today()
        groups: defaultdict[tuple[str, date], list[Notice]] = defaultdict(list)
        for each in found:
            if (day := each.digest_day) is not None:
                reader = today.of(each.recipient)
                groups[reader.account if reader else each.recipient, day].append(each)
        moved = [
            await self._see_to(reader, day, left, now) for (reader, day), left in groups.items()
        ]
        return sum(moved)

    async def _see_to(self, reader: str, day: date, left: list[Notice], now: datetime) -> int:
        digest = await self._digest(of_no_case.digest(reader, day, at=now, next_attempt_at=now))
        if digest is None or digest.state not in _HAS_BEEN:
            return 0
        following = mornings.next_digest(now)
        at = mornings.digest_at(following)
        await self._digest(of_no_case.digest(reader, following, at=now, next_attempt_at=at))
        moved = [await self._notices.replace(each.moved_on(following), each.seq) for each in left]
        return sum(moved)

    async def _digest(self, digest: Notice) -> Notice | None:
        """The digest that is there already; None where this one was put there now."""
        try:
            await self._notices.insert(digest)
        except Duplicate:
            return await self._notices.get(digest.id)
        return None
