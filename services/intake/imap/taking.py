"""Stores mails, many at a time, and moves together those that have been stored meanwhile.

Handlers that wait at the same moment share one round trip to the store, and while one mail is at
the store another is read: so a mailbox is emptied as fast as mails come in by SMTP.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence

import structlog

from services.intake.imap.connection import Connection
from services.intake.imap.envelope import Arrival
from services.intake.imap.errors import MailboxError, Refused
from services.intake.imap.hands import Hands
from services.intake.imap.mailboxes import MailboxSettings
from services.intake.imap.memory import FolderMemory
from services.intake.imap.session import Session
from services.intake.mail.sorter import Delivered
from shared.errors import LyhordError, Unavailable
from shared.faults import Fault, no_fault

log = structlog.get_logger()

AT_ONCE = 50
"""Mails under way."""
BYTES_AT_ONCE = 8_000_000
"""Of mails under way; a larger one goes alone."""

Take = Callable[[Delivered], Awaitable[object]]
"""Returns once a mail is stored; raises TransientError when it cannot be now."""
Taken = Callable[[int], None]
"""Told the uid of a mail that is stored."""
Failed = Callable[[int, str, Exception], None]
"""Told the uid, the reason and the error of a mail that could not be taken."""


class Taking:
    """Over one connection, for one look into the folder."""

    def __init__(
        self,
        connection: Connection,
        mailbox: MailboxSettings,
        take: Take,
        *,
        taken: Taken,
        failed: Failed,
        memory: FolderMemory,
        hands: Hands,
        fault: Fault = no_fault,
    ) -> None:
        self._connection = connection
        self._mailbox = mailbox
        self._take_in = take
        self._taken = taken
        self._failed = failed
        self._memory = memory
        self._hands = hands
        self._fault = fault
        self._under_way: set[asyncio.Task[None]] = set()
        self._by_message_id: dict[str, asyncio.Task[None]] = {}
        self._bytes = 0
        self._stored: list[int] = []
        self._moving: asyncio.Task[None] | None = None
        self._down: Unavailable | None = None
        self._ended: MailboxError | None = None

    async def add(self, arrival: Arrival) -> None:
        """Begin to take a mail, as soon as there is room.

        Raises Unavailable when the store is down, and MailboxError when the connection ended.
        """
        size = len(arrival.delivered.raw)
        while self._under_way and not self._has_room(size):
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        self._raise_what_went_wrong()
        task = asyncio.create_task(self._take(arrival, self._earlier(arrival)))
        self._hands.begin()
        self._bytes += size
        self._under_way.add(task)
        task.add_done_callback(lambda done: self._is_done(done, size))
        if arrival.message_id:
            self._by_message_id[arrival.message_id] = task

    async def finish(self) -> None:
        """Wait until what was begun is stored and moved. Raises as `add`."""
        await self.drain()
        self._raise_what_went_wrong()

    async def drain(self) -> None:
        """The same, whatever goes wrong."""
        while waiting := {*self._under_way, *([self._moving] if self._moving else [])}:
            await asyncio.wait(waiting)

    def cancel(self) -> None:
        """Leave all as it is."""
        for task in (*self._under_way, self._moving):
            if task is not None:
                task.cancel()

    async def move_unmoved(self) -> None:
        """Try again to move mails that are taken and could not be moved before."""
        by_folder: dict[str, list[int]] = {}
        for uid, folder in self._memory.unmoved.items():
            by_folder.setdefault(folder, []).append(uid)
        for folder, uids in by_folder.items():
            await self._put_away(uids, folder)

    def _earlier(self, arrival: Arrival) -> list[asyncio.Task[None]]:
        """What must be stored first: taken at one moment, a mail and its answer are two cases."""
        ids = {*arrival.references, arrival.message_id} & self._by_message_id.keys()
        return [self._by_message_id[each] for each in ids if each is not None]

    async def _take(self, arrival: Arrival, earlier: Iterable[asyncio.Task[None]]) -> None:
        waiting = [task for task in earlier if not task.done()]
        if waiting:
            await asyncio.wait(waiting)
        try:
            await self._take_in(arrival.delivered)
        except Unavailable as error:
            self._down = error
            self._hands.end()
        except Exception as error:  # noqa: BLE001 - one such mail must not keep others waiting
            slug = error.slug if isinstance(error, LyhordError) else "unexpected"
            self._failed(arrival.uid, slug, error)
            self._hands.end()
        except BaseException:
            self._hands.end()
            raise
        else:
            self._taken(arrival.uid)
            self._memory.unmoved[arrival.uid] = self._folder_of(arrival)
            self._stored.append(arrival.uid)
            if self._moving is None:
                self._moving = asyncio.create_task(self._move())

    async def _move(self) -> None:
        """All that is stored by now, and then what has been stored meanwhile."""
        try:
            while self._stored:
                uids, self._stored = self._stored, []
                self._fault("imap.taken")
                try:
                    await self.move_unmoved()
                except MailboxError as error:
                    # Those are moved over the next connection.
                    self._ended = error
                finally:
                    self._hands.end(len(uids))
        finally:
            self._moving = None

    def _folder_of(self, arrival: Arrival) -> str:
        too_large = arrival.delivered.whole_size is not None
        return self._mailbox.too_large_folder if too_large else self._mailbox.done_folder

    async def _put_away(self, uids: Sequence[int], folder: str) -> None:
        try:
            await self._connection.do(Session.put_away, uids, folder)
        except Refused:
            log.warning("mails_not_moved", mailbox=self._mailbox.name, count=len(uids))
            return
        for uid in uids:
            self._memory.unmoved.pop(uid, None)

    def _has_room(self, size: int) -> bool:
        return len(self._under_way) < AT_ONCE and self._bytes + size <= BYTES_AT_ONCE

    def _is_done(self, task: asyncio.Task[None], size: int) -> None:
        self._under_way.discard(task)
        self._bytes -= size

    def _raise_what_went_wrong(self) -> None:
        for error in (self._ended, self._down):
            if error is not None:
                raise error
