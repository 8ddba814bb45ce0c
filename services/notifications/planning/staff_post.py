"""How a notice to staff goes: with a mail of its own at once, or in the account's next digest."""

import asyncio
from collections.abc import Sequence
from datetime import date

from services.notifications.notices import mornings, of_no_case
from services.notifications.notices.notices import Notice, slot_of
from services.notifications.sending.postman import Postman
from services.notifications.staff.readers import Readers, ReadersToday
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.events.facts import CaseFacts
from shared.events.notices import NoticeKind
from shared.events.vocabulary import Kind
from shared.organisation import StaffMail
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection

_IN_DIGESTS = (NoticeKind.REMINDER, NoticeKind.TASK)


def goes_at_once(notice: Notice, facts: CaseFacts) -> bool:
    """Whether it cannot wait for a digest: an escalation, and all of a lex Sarah case (R50)."""
    return notice.kind not in _IN_DIGESTS or facts.kind is Kind.LEX_SARAH


class StaffPost:
    """Whoever inserts a notice sends it; all others find that it is there."""

    def __init__(
        self,
        notices: VersionedCollection[Notice],
        readers: Readers,
        postman: Postman,
        clock: Clock,
    ) -> None:
        self._notices = notices
        self._readers = readers
        self._postman = postman
        self._clock = clock

    async def plan(self, notices: Sequence[Notice], case: WatchedCase) -> None:
        """Plan what is told of one occasion, each recipient for themselves.

        All are stored before the first goes, so that each mail knows of the others. One read; for
        each one read and one write, and with a digest another write. Raises StoreUnavailable.
        """
        today = await self._readers.today()
        ready = await asyncio.gather(
            *(self._as_it_goes(each, case.facts, today) for each in notices)
        )
        stored = await asyncio.gather(*(self._stored(each) for each in ready))
        for notice in (each for each, new in zip(ready, stored, strict=True) if new):
            self._postman.take(notice, case)

    async def leave_for_digest(self, notices: Sequence[Notice], day: date) -> None:
        """Plan what waits for the digest of that Swedish day, as its slot says, whatever the
        account has chosen for other mail.

        One read, and two writes for each. Raises StoreUnavailable.
        """
        today = await self._readers.today()
        for notice in notices:
            reader = today.of(notice.recipient)
            await self._digest(reader.account if reader else notice.recipient, day)
        await asyncio.gather(*(self._stored(each) for each in notices))

    async def _as_it_goes(self, notice: Notice, facts: CaseFacts, today: ReadersToday) -> Notice:
        if goes_at_once(notice, facts):
            return notice
        reader = today.of(notice.recipient)
        if reader is None or await self._readers.mail_of(reader.account) is StaffMail.AT_ONCE:
            return notice
        day = mornings.next_digest(self._clock.now())
        # The digest first: a notice without one would be found late.
        await self._digest(reader.account, day)
        slot = slot_of(day, notice.recipient)
        return notice.model_copy(update={"slot": slot, "next_attempt_at": None})

    async def _digest(self, reader: str, day: date) -> None:
        """Plan the reader's digest of that day, where it is not planned yet."""
        now, at = self._clock.now(), mornings.digest_at(day)
        await self._stored(of_no_case.digest(reader, day, at=now, next_attempt_at=at))

    async def _stored(self, notice: Notice) -> bool:
        try:
            await self._notices.insert(notice)
        except Duplicate:
            return False
        return True
