"""Attachments on a real store without a process of its own, with a clock that can be moved."""

from collections.abc import AsyncIterator
from datetime import timedelta

from services.intake.attachments.documents import Attachment
from services.intake.attachments.keeping import Attachments
from services.intake.attachments.later_scans import LaterScans
from services.intake.attachments.limits import AttachmentLimits
from services.intake.attachments.scanning import NO_SCANNER, Scanner
from services.intake.attachments.sweeping import Sweeper
from services.intake.reception import Reception
from services.intake.records import Records
from services.intake.secret_code import ReceiptKeys
from shared.clock import MovableClock, SystemClock
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.relay import OutboxRelay
from tests.integration.intake_desk import unpublished

DAY = timedelta(days=1)


class FileDesk:
    """Keeps files as a person, a partner or a mail would hand them over."""

    def __init__(self, settings: Settings, organisation: Organisation) -> None:
        self.clock = MovableClock(SystemClock().now())
        self._organisation = organisation
        self._relay = OutboxRelay(unpublished)
        self.database = Database(settings, "intake", self._relay)
        self.records = Records.of(self.database)
        self.attachments = self.with_limits()

    def with_limits(
        self, limits: AttachmentLimits | None = None, scanner: Scanner = NO_SCANNER
    ) -> Attachments:
        """The same files, under other limits or with a scanner."""
        return Attachments(self.records, self.clock, limits, scanner)

    def reception(self) -> Reception:
        keys = ReceiptKeys.parse("a key of the tests")
        return Reception(self.records, self.attachments, self._organisation, keys, self.clock)

    def later_scans(self, scanner: Scanner) -> LaterScans:
        return LaterScans(self.records, scanner, self.clock)

    async def sweep(self) -> int:
        return await Sweeper(self.records, self.attachments, self.clock, DAY).sweep()

    async def content(self, attachment: Attachment) -> bytes:
        return b"".join([piece async for piece in self.attachments.content(attachment)])

    async def left(self) -> tuple[int, int, int]:
        """How many attachments, pieces and uploads under way the store has."""
        records = self.records
        return (
            await records.attachments.count({}),
            await records.attachment_pieces.count({}),
            await records.uploads.count({}),
        )

    async def close(self) -> None:
        await self.database.drop()
        await self._relay.drain(0)
        await self.database.close()


async def streamed(content: bytes, size: int = 50_000) -> AsyncIterator[bytes]:
    """The content as it comes over a network."""
    for start in range(0, len(content), size):
        yield content[start : start + size]
