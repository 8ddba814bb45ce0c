"""Takes what is in the folder: fetched in batches, taken together, moved when it is stored."""

import asyncio
from collections.abc import Sequence

import structlog

from services.intake.imap.connection import Connection
from services.intake.imap.envelope import Arrival, arrival
from services.intake.imap.fetching import Fetched, Fetching
from services.intake.imap.hands import Hands
from services.intake.imap.mailboxes import MailboxSettings
from services.intake.imap.memory import FolderMemory
from services.intake.imap.session import Session, Waiting
from services.intake.imap.states import Seen
from services.intake.imap.taking import Take, Taking
from shared.clock import Clock
from shared.errors import LyhordError
from shared.faults import Fault, no_fault
from shared.metrics import MAILBOX_TROUBLES
from shared.organisation import Organisation

log = structlog.get_logger()


class Collecting:
    """Over one connection. What is in the folder is not taken yet, read by somebody or not."""

    def __init__(
        self,
        connection: Connection,
        mailbox: MailboxSettings,
        take: Take,
        organisation: Organisation,
        *,
        memory: FolderMemory,
        seen: Seen,
        hands: Hands,
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._connection = connection
        self._mailbox = mailbox
        self._organisation = organisation
        self._memory = memory
        self._seen = seen
        self._hands = hands
        self._clock = clock
        self._fault = fault
        self._take_in = take
        self._fetching = Fetching(connection, mailbox, memory, clock, fault)
        self.has_fetched = False
        """Whether there was something to fetch; what fails then is left after some attempts."""

    async def collect(self) -> None:
        """Take all that can be taken now.

        Raises MailboxError when the connection ends, and Unavailable when the store is down.
        """
        while not self._hands.stopping:
            opened = await self._connection.do(Session.select)
            self._memory.opened(opened.validity)
            taking = self._begun()
            await taking.move_unmoved()
            listed = await self._connection.do(Session.waiting, opened.size, self._is_wanted)
            self._note(listed)
            wanted = [each for each in listed if self._is_wanted(each.uid)]
            if not wanted:
                return
            await self._take_all(wanted, taking)

    def _is_wanted(self, uid: int) -> bool:
        memory = self._memory
        return uid not in memory.unmoved and memory.troubles.due(uid, self._clock.now())

    def _note(self, listed: Sequence[Waiting]) -> None:
        memory, seen = self._memory, self._seen
        memory.troubles.keep({each.uid for each in listed})
        seen.skipped = memory.troubles.skipped
        seen.oldest_waiting = min(
            (each.since for each in listed if each.uid not in memory.unmoved), default=None
        )

    def _begun(self) -> Taking:
        return Taking(
            self._connection,
            self._mailbox,
            self._take_in,
            taken=self._taken,
            failed=self._failed,
            memory=self._memory,
            hands=self._hands,
            fault=self._fault,
        )

    async def _take_all(self, wanted: Sequence[Waiting], taking: Taking) -> None:
        """While one batch is stored, the next is fetched."""
        self.has_fetched = True
        batches = list(self._fetching.batches(wanted))
        ahead: asyncio.Task[Sequence[Fetched]] | None = self._fetch(batches[0])
        try:
            for following in [*batches[1:], None]:
                fetched = await ahead if ahead else []
                ahead = self._fetch(following) if following else None
                await self._add(fetched, taking)
                if self._hands.stopping:
                    break
            await taking.finish()
        except asyncio.CancelledError:
            taking.cancel()
            raise
        finally:
            if ahead is not None:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)
            await taking.drain()

    def _fetch(self, batch: Sequence[Waiting]) -> asyncio.Task[Sequence[Fetched]]:
        return asyncio.create_task(self._fetching.fetch(batch))

    async def _add(self, fetched: Sequence[Fetched], taking: Taking) -> None:
        for mail in fetched:
            if self._hands.stopping:
                return
            try:
                arrived = self._arrival(mail)
            except Exception as error:  # noqa: BLE001 - one such mail must not stop the others
                self._failed(mail.waiting.uid, "unexpected", error)
            else:
                await taking.add(arrived)

    def _arrival(self, mail: Fetched) -> Arrival:
        uid = mail.waiting.uid
        return arrival(uid, mail.raw, self._mailbox, self._organisation, mail.whole_size)

    def _taken(self, uid: int) -> None:
        self._memory.taken(uid)
        self._seen.last_taken = self._clock.now()

    def _failed(self, uid: int, reason: str, error: Exception) -> None:
        skipped = self._memory.troubles.failed(uid, self._clock.now())
        MAILBOX_TROUBLES.labels(mailbox=self._mailbox.name, reason=reason).inc()
        log.warning(
            "mail_not_taken",
            mailbox=self._mailbox.name,
            uid=uid,
            reason=reason,
            skipped=skipped,
            exc_info=None if isinstance(error, LyhordError) else error,
        )
