"""All watched mailboxes: started, stopped and shown together."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from services.intake.imap.mailboxes import MailboxSettings
from services.intake.imap.states import MailboxState, MailboxStates
from services.intake.imap.taking import Take
from services.intake.imap.watcher import Watcher
from shared.clock import Clock
from shared.errors import LyhordError
from shared.faults import Fault, no_fault
from shared.organisation import Organisation
from shared.store.collection import Collection

log = structlog.get_logger()

RETRY_SECONDS = 1.0


@dataclass(frozen=True)
class MailboxStatus:
    """How it stands with one mailbox, whichever copy reads it. Instants are UTC."""

    name: str
    connected: bool
    oldest_waiting: datetime | None
    """When the server got the oldest mail that is not taken yet, as far as it is known (R14)."""
    last_taken: datetime | None
    skipped: int
    error: str | None
    """The slug of what is wrong; None when all is well."""


class MailboxWatch:
    """One per process; without mailboxes it does nothing."""

    def __init__(
        self,
        mailboxes: Sequence[MailboxSettings],
        states: Collection[MailboxState],
        take: Take,
        organisation: Organisation,
        *,
        lease_seconds: float,
        drain_seconds: float,
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._names = [mailbox.name for mailbox in mailboxes]
        self._states = MailboxStates(states, timedelta(seconds=lease_seconds), clock)
        self._drain_seconds = drain_seconds
        self._watchers = [
            Watcher(mailbox, take, organisation, self._states, clock, fault)
            for mailbox in mailboxes
        ]
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def names(self) -> Sequence[str]:
        """The mailboxes, in the order of the settings."""
        return self._names

    async def run(self) -> None:
        """Watch all of them until cancelled or stopped."""
        if not self._watchers:
            return
        await self._prepare()
        self._tasks = [asyncio.create_task(watcher.run()) for watcher in self._watchers]
        try:
            await asyncio.wait(self._tasks)
        finally:
            await self._cancel()

    async def stop(self) -> None:
        """Let mails that are being stored be moved, then leave the mailboxes to other copies."""
        await asyncio.gather(*(watcher.stop(self._drain_seconds) for watcher in self._watchers))
        await self._cancel()

    async def status(self) -> Sequence[MailboxStatus]:
        """Each mailbox, in the order of the settings. Raises TransientError."""
        return [
            MailboxStatus(
                name=state.id,
                connected=state.connected,
                oldest_waiting=state.oldest_waiting,
                last_taken=state.last_taken,
                skipped=state.skipped,
                error=state.error,
            )
            for state in await self._states.all(self._names)
        ]

    async def _prepare(self) -> None:
        while True:
            try:
                await self._states.prepare(self._names)
            except LyhordError as error:
                log.warning("mailboxes_not_prepared", slug=error.slug)
                await asyncio.sleep(RETRY_SECONDS)
            else:
                return

    async def _cancel(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
