"""Watches one mailbox for ever: connects, takes what is there, waits for more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from services.intake.imap.collecting import Collecting
from services.intake.imap.connection import Connection
from services.intake.imap.errors import LoginRefused, NotMoved
from services.intake.imap.gauges import show, unshow
from services.intake.imap.hands import Hands
from services.intake.imap.mailboxes import MailboxSettings
from services.intake.imap.memory import FolderMemory
from services.intake.imap.pauses import LONGEST_PAUSE, Pause
from services.intake.imap.session import Session
from services.intake.imap.states import MailboxStates, Seen
from services.intake.imap.taking import Take
from shared.clock import Clock
from shared.errors import LyhordError, Unavailable
from shared.faults import Fault, no_fault
from shared.organisation import Organisation

log = structlog.get_logger()

IDLE_SECONDS = 240.0
"""Servers end an IDLE of half an hour, and what stands between often one of five minutes."""

STORE_PAUSE = 2.0
"""Seconds before the next attempt while the store is down."""
LONGEST_PAUSE_AFTER_REFUSAL = 300.0
"""Seconds between two logins with a secret that is wrong: some servers lock who tries often."""


class Watcher:
    """One per mailbox and process. `run` until cancelled; `stop` before that."""

    def __init__(
        self,
        mailbox: MailboxSettings,
        take: Take,
        organisation: Organisation,
        states: MailboxStates,
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._mailbox = mailbox
        self._take = take
        self._organisation = organisation
        self._states = states
        self._clock = clock
        self._fault = fault
        self._memory = FolderMemory()
        self._seen = Seen()
        self._hands = Hands()
        self._pause = Pause()
        self._told: dict[str, object] = {}

    async def run(self) -> None:
        """Watch whenever no other copy does."""
        while True:
            if not await self._held():
                await asyncio.sleep(self._states.lease.total_seconds() / 2)
                continue
            try:
                await self._watch()
            except LoginRefused as error:
                self._went_wrong(error.slug, longest=LONGEST_PAUSE_AFTER_REFUSAL)
            except LyhordError as error:
                self._went_wrong(error.slug)
            except Exception:  # a fault of ours in one mailbox must not end the others
                log.exception("mailbox_watch_failed", mailbox=self._mailbox.name)
                self._went_wrong("unexpected")
            finally:
                await self._let_go()
            await asyncio.sleep(self._pause.next())

    async def stop(self, seconds: float) -> None:
        """Begin nothing more, and let mails that are being stored be moved."""
        self._hands.stopping = True
        try:
            async with asyncio.timeout(seconds):
                await self._hands.free.wait()
        except TimeoutError:
            log.warning("mailbox_not_drained", mailbox=self._mailbox.name)

    async def _watch(self) -> None:
        connection = await Connection.open(self._mailbox)
        try:
            async with self._keeping_the_lease(connection):
                self._seen.connected = True
                await self._collect_for_ever(connection)
        finally:
            self._seen.connected = False
            connection.close()

    async def _collect_for_ever(self, connection: Connection) -> None:
        collecting = Collecting(
            connection,
            self._mailbox,
            self._take,
            self._organisation,
            memory=self._memory,
            seen=self._seen,
            hands=self._hands,
            clock=self._clock,
            fault=self._fault,
        )
        try:
            while not self._hands.stopping:
                await self._collect(collecting)
                await self._wait(connection)
        finally:
            if collecting.has_fetched:
                self._pause.reset()

    async def _collect(self, collecting: Collecting) -> None:
        while True:
            try:
                await collecting.collect()
            except Unavailable as error:
                # The store's, since the connection's own errors are others: it stays open.
                self._seen.error = error.slug
                log.warning("mailbox_waits_for_the_store", mailbox=self._mailbox.name)
                await asyncio.sleep(STORE_PAUSE)
            else:
                break
        self._pause.reset()
        self._seen.error = NotMoved.slug if self._memory.unmoved else None
        await self._tell()

    async def _wait(self, connection: Connection) -> None:
        """Until there may be something to take."""
        if await connection.do(_can_idle):
            await connection.do(Session.idle, self._until_next_look(IDLE_SECONDS))
        else:
            await asyncio.sleep(self._until_next_look(self._mailbox.poll_seconds))

    def _until_next_look(self, seconds: float) -> float:
        """Not longer than until a mail that failed may be tried again."""
        again_at = self._memory.troubles.next_at()
        if again_at is None:
            return seconds
        return max(0.1, min(seconds, (again_at - self._clock.now()).total_seconds()))

    @asynccontextmanager
    async def _keeping_the_lease(self, connection: Connection) -> AsyncIterator[None]:
        renewing = asyncio.create_task(self._renew(connection))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self, connection: Connection) -> None:
        """Hang up once another copy has the mailbox."""
        while True:
            await asyncio.sleep(self._states.lease.total_seconds() / 3)
            show(self._mailbox.name, self._seen, self._clock.now())
            try:
                if not await self._states.hold(self._mailbox.name, self._seen):
                    log.warning("mailbox_lost_to_another_copy", mailbox=self._mailbox.name)
                    connection.close()
                    return
            except LyhordError as error:
                # While the store is down no other copy gets it either.
                log.warning("mailbox_lease_not_renewed", slug=error.slug)

    def _went_wrong(self, slug: str, longest: float | None = None) -> None:
        self._seen.error = slug
        self._pause.longest = longest or LONGEST_PAUSE
        log.warning("mailbox_not_watched", mailbox=self._mailbox.name, slug=slug)

    async def _held(self) -> bool:
        try:
            return await self._states.hold(self._mailbox.name, self._seen)
        except LyhordError as error:
            log.warning("mailbox_lease_not_taken", slug=error.slug)
            return False

    async def _let_go(self) -> None:
        unshow(self._mailbox.name)
        try:
            await self._states.let_go(self._mailbox.name, self._seen)
        except LyhordError as error:
            log.warning("mailbox_lease_not_given_back", slug=error.slug)

    async def _tell(self) -> None:
        """Let others see what has changed; when a mail was last taken, they see a little later."""
        show(self._mailbox.name, self._seen, self._clock.now())
        told = self._seen.fields() | {"last_taken": None}
        if told != self._told:
            self._told = told
            await self._held()


def _can_idle(session: Session) -> bool:
    return session.can_idle
