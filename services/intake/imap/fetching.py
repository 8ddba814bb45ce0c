"""Fetches mails in batches, the large ones alone and in pieces, so that memory is bounded."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import structlog

from services.intake.imap.connection import Connection
from services.intake.imap.errors import MailboxError, Refused
from services.intake.imap.mailboxes import MailboxSettings
from services.intake.imap.memory import FolderMemory
from services.intake.imap.session import Session, Waiting
from shared.clock import Clock
from shared.faults import Fault, no_fault
from shared.metrics import MAILBOX_TROUBLES

log = structlog.get_logger()

MOST = 50
"""Mails fetched at once."""
MOST_BYTES = 4_000_000
"""Of a batch, as far as the server tells sizes rightly."""
PIECE = 1_000_000
"""Bytes; a mail larger than this is fetched in pieces."""
BEGINNING = 200_000
"""Bytes taken of a mail that is too large: what it says usually stands first."""


class Fetched(NamedTuple):
    """`whole_size` is the bytes of the whole mail, where `raw` is only its beginning."""

    waiting: Waiting
    raw: bytes
    whole_size: int | None = None


class Fetching:
    """Over one connection. A mail that the server does not hand out is noted, and others go on."""

    def __init__(
        self,
        connection: Connection,
        mailbox: MailboxSettings,
        memory: FolderMemory,
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._connection = connection
        self._mailbox = mailbox
        self._memory = memory
        self._clock = clock
        self._fault = fault

    def batches(self, wanted: Sequence[Waiting]) -> Iterator[Sequence[Waiting]]:
        """The mails in their order, as many together as may be."""
        batch: list[Waiting] = []
        size = 0
        for each in wanted:
            alone = self._is_alone(each)
            if batch and (alone or len(batch) == MOST or size + each.size > MOST_BYTES):
                yield batch
                batch, size = [], 0
            batch.append(each)
            size += each.size
            if alone:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    async def fetch(self, batch: Sequence[Waiting]) -> Sequence[Fetched]:
        """Those of the batch that the server hands out. Raises MailboxError when it hangs up."""
        if len(batch) == 1:
            return await self._fetch_one(batch[0])
        try:
            found = await self._connection.do(Session.fetch, [each.uid for each in batch])
        except Refused:
            return [found for each in batch for found in await self._fetch_one(each)]
        except MailboxError:
            self._memory.alone.update(each.uid for each in batch)
            raise
        for each in batch:
            if each.uid not in found:
                self._failed(each, "not_handed_out")
        return [self._within_limit(each, found[each.uid]) for each in batch if each.uid in found]

    async def _fetch_one(self, waiting: Waiting) -> Sequence[Fetched]:
        try:
            if waiting.size > PIECE:
                found = await self._fetch_large(waiting)
            else:
                answer = await self._connection.do(Session.fetch, [waiting.uid])
                content = answer.get(waiting.uid)
                found = None if content is None else self._within_limit(waiting, content)
        except Refused:
            self._failed(waiting, "refused")
            return []
        except MailboxError:
            self._failed(waiting, "connection_lost")
            raise
        if found is None:
            self._failed(waiting, "not_handed_out")
            return []
        return [found]

    async def _fetch_large(self, waiting: Waiting) -> Fetched | None:
        """Until the mail ends: some servers only estimate sizes."""
        limit = self._mailbox.size_limit
        if waiting.size > limit:
            return await self._fetch_beginning(waiting)
        content = bytearray()
        while True:
            piece = await self._connection.do(Session.fetch_piece, waiting.uid, len(content), PIECE)
            if piece is None:
                return None
            content += piece
            self._fault("imap.piece")
            if len(piece) < PIECE or len(content) > limit:
                return self._within_limit(waiting, bytes(content))

    async def _fetch_beginning(self, waiting: Waiting) -> Fetched | None:
        piece = await self._connection.do(Session.fetch_piece, waiting.uid, 0, BEGINNING)
        return Fetched(waiting, piece, waiting.size) if piece else None

    def _within_limit(self, waiting: Waiting, content: bytes) -> Fetched:
        if len(content) <= self._mailbox.size_limit:
            return Fetched(waiting, content)
        return Fetched(waiting, content[:BEGINNING], max(len(content), waiting.size))

    def _is_alone(self, waiting: Waiting) -> bool:
        uid = waiting.uid
        return waiting.size > PIECE or uid in self._memory.alone or self._memory.troubles.has(uid)

    def _failed(self, waiting: Waiting, reason: str) -> None:
        skipped = self._memory.troubles.failed(waiting.uid, self._clock.now())
        MAILBOX_TROUBLES.labels(mailbox=self._mailbox.name, reason=reason).inc()
        log.warning(
            "mail_not_fetched",
            mailbox=self._mailbox.name,
            uid=waiting.uid,
            reason=reason,
            skipped=skipped,
        )
