"""One mail a day in place of many (R44): what it tells, and that each thing is told once.

The notices that a digest tells are notices of their own: they prove, case by case, who was told
what. What a digest tells is written down before it is made, so that it is the same after a crash.
Once the mail server has it, they are marked first and the digest last: a crash before the first
mark sends the same mail again, with the same Message-ID; a crash after it only goes on marking.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

import structlog

from services.notifications.backlog import Backlog
from services.notifications.notices import of_no_case
from services.notifications.notices.announcements import notice_failed, notice_sent
from services.notifications.notices.notices import Notice, slot_of
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.sending.attempts import Moot, NotYet, Outcome, Refused, Sent
from services.notifications.staff.readers import Readers, ReadersToday
from services.notifications.texts.mail import Mail
from services.notifications.texts.overviews import OverviewWriter
from services.notifications.texts.writing import Writer
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.events.notices import NoticeFailed, NoticeSent
from shared.metrics import NOTICES
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

MOST_TOLD = 200
"""Notices in one digest. What is more goes with the next."""


class DigestContent(Document):
    """What one digest tells: ids of notices. Its id is the digest's."""

    collection: ClassVar[str] = "digest_contents"

    told: tuple[str, ...]
    more: bool
    """Whether there was more than one mail should hold."""


class Digests:
    """The postman's errand for digests."""

    def __init__(
        self,
        notices: VersionedCollection[Notice],
        cases: VersionedCollection[WatchedCase],
        contents: Collection[DigestContent],
        readers: Readers,
        writer: Writer,
        overviews: OverviewWriter,
        backlog: Backlog,
        clock: Clock,
    ) -> None:
        self._notices = notices
        self._cases = cases
        self._contents = contents
        self._readers = readers
        self._writer = writer
        self._overviews = overviews
        self._backlog = backlog
        self._clock = clock

    async def made(self, notice: Notice) -> Mail | Outcome:
        """The mail of all that still holds; none where nothing does.

        Five reads and one write, and a write for each notice that no longer holds.
        """
        now = self._clock.now()
        if not self._backlog.worked_off():
            return NotYet(now)
        today = await self._readers.today()
        reader = today.of(notice.recipient)
        if reader is not None and reader.account != notice.recipient:
            return await self._passed_on(notice, reader.account)
        content = await self._content(notice, today)
        told = await self._notices_of(content)
        if (known := _outcome_before(notice, told)) is not None:
            return known
        waiting = [each for each in told if each.state is NoticeState.PLANNED]
        cases = await asyncio.gather(*(self._cases.get(str(each.case_id)) for each in waiting))
        holding: list[tuple[Notice, WatchedCase | None]] = []
        for each, case in zip(waiting, cases, strict=True):
            if reader is not None and self._writer.still_tells(each, case):
                holding.append((each, case))
            elif await self._notices.replace(each.withdrawn(), each.seq):
                NOTICES.labels(kind=each.kind, state=NoticeState.WITHDRAWN).inc()
        if reader is None or not holding:
            return Moot()
        return self._overviews.digest(notice, reader.address, holding, more=content.more, now=now)

    async def settle(self, finished: Notice) -> None:
        """Give each notice the state of its digest, with the event that tells the workflow.

        Of a signal nothing is published: it is about no case.
        """
        content = await self._contents.get(finished.id)
        if content is None or finished.state is NoticeState.WITHDRAWN:
            return
        told = await self._notices_of(content)
        await asyncio.gather(
            *(self._settled(each, finished) for each in told if _is_left(each, finished))
        )

    async def _settled(self, notice: Notice, digest: Notice) -> None:
        event: NoticeSent | NoticeFailed
        if digest.state is NoticeState.SENT and digest.sent_at is not None:
            at = digest.sent_at
            following = notice.sent(at, digest.text_version or "", self._instead(notice, digest))
            event = notice_sent(following, at)
        elif digest.reason is not None:
            last = digest.attempts[-1]
            following = notice.failed(last.at, last.result, digest.reason)
            event = notice_failed(following, last.at)
        else:
            return
        following = following.within(digest.id)
        told = [event] if following.is_of_a_case else []
        if await self._notices.replace(following, notice.seq, told):
            NOTICES.labels(kind=following.kind, state=following.state).inc()

    def _instead(self, notice: Notice, digest: Notice) -> str | None:
        posts = self._readers.posts
        same = posts.address(notice.recipient) == posts.address(digest.recipient)
        return None if same else digest.recipient

    async def _passed_on(self, notice: Notice, reader: str) -> Outcome:
        """Whoever reads for the account today has it all in a digest of their own."""
        if notice.due is None:
            return Moot()
        now = self._clock.now()
        other = of_no_case.digest(reader, notice.due, at=now, next_attempt_at=now)
        with suppress(Duplicate):
            await self._notices.insert(other)
        return Moot(told_in=other.id)

    async def _content(self, notice: Notice, today: ReadersToday) -> DigestContent:
        """What the digest tells, as it was written down the first time."""
        known = await self._contents.get(notice.id)
        if known is not None:
            return known
        if notice.due is None:
            raise ValueError(f"the digest {notice.id} has no day")
        read = today.read_by(notice.recipient) or (notice.recipient,)
        found = await self._notices.find(
            {
                "state": NoticeState.PLANNED.value,
                "slot": {"$in": [slot_of(notice.due, each) for each in read], "$gt": ""},
            },
            limit=MOST_TOLD + 1,
        )
        found.sort(key=lambda each: (each.created_at, each.id))
        content = DigestContent(
            id=notice.id,
            told=tuple(each.id for each in found[:MOST_TOLD]),
            more=len(found) > MOST_TOLD,
        )
        try:
            await self._contents.insert(content)
        except Duplicate:
            return await self._contents.get(notice.id) or content
        return content

    async def _notices_of(self, content: DigestContent) -> list[Notice]:
        found = await asyncio.gather(*(self._notices.get(each) for each in content.told))
        return [each for each in found if each is not None]


def _is_left(notice: Notice, digest: Notice) -> bool:
    """Whether the notice is still to be given its digest's state.

    Also where it was told, and the digest came back.
    """
    if notice.state is NoticeState.PLANNED:
        return True
    came_back = digest.state is NoticeState.FAILED and notice.state is NoticeState.SENT
    return came_back and notice.told_in == digest.id


def _outcome_before(digest: Notice, told: Sequence[Notice]) -> Outcome | None:
    """What became of the digest before a crash, as the first notice that was marked has it."""
    marked = next((each for each in told if each.told_in == digest.id), None)
    if marked is None:
        return None
    if marked.sent_at is not None:
        return Sent(marked.sent_at, marked.text_version or "")
    last = marked.attempts[-1]
    return Refused(last.at, last.result, marked.reason or Reason.NOT_DELIVERED)
