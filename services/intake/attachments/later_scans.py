"""Scans later what could not be scanned when it came, for as long as it takes."""

import asyncio
from datetime import datetime, timedelta

import structlog

from services.intake.attachments.contents import Contents
from services.intake.attachments.documents import WITHOUT_CONTENT, Attachment
from services.intake.attachments.scanning import Scanner
from services.intake.records import Records
from shared.clock import Clock
from shared.errors import LyhordError
from shared.events.vocabulary import Scan

log = structlog.get_logger()

LOOK_SECONDS = 30.0

_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)
_AT_ONCE = 20


class LaterScans:
    """Several copies may do it at once: each takes a file for itself before it scans it."""

    def __init__(self, records: Records, scanner: Scanner, clock: Clock) -> None:
        self._records = records
        self._contents = Contents(records)
        self._scanner = scanner
        self._clock = clock

    async def run(self) -> None:
        """Scan what is due, until cancelled."""
        while True:
            try:
                while await self.scan_due() == _AT_ONCE:
                    pass
            except LyhordError as error:
                log.warning("later_scans_not_done", slug=error.slug)
            await asyncio.sleep(LOOK_SECONDS)

    async def scan_due(self) -> int:
        """Scan some of what is due; how many of them the scanner could tell of."""
        now = self._clock.now()
        due = await self._records.attachments.find(
            {"scan": Scan.NOT_SCANNED, "scan_due": {"$lte": now}},
            sort=[("scan_due", 1)],
            limit=_AT_ONCE,
            fields=WITHOUT_CONTENT,
        )
        told = 0
        for attachment in due:
            told += await self._scan(attachment, now)
        return told

    async def _scan(self, attachment: Attachment, now: datetime) -> bool:
        tried = attachment.scans_tried
        taken = await self._records.attachments.update(
            {"_id": attachment.id, "scan_due": attachment.scan_due},
            {"$set": {"scan_due": now + wait_after(tried), "scans_tried": tried + 1}},
        )
        if not taken:
            return False
        scan = await self._verdict(attachment)
        if scan is Scan.NOT_SCANNED:
            return False
        await self._records.attachments.update(
            {"_id": attachment.id}, {"$set": {"scan": scan.value, "scan_due": None}}
        )
        tell = log.warning if scan is Scan.INFECTED else log.info
        tell("attachment_scanned", attachment=attachment.id, scan=scan, case_id=attachment.case_id)
        return True

    async def _verdict(self, attachment: Attachment) -> Scan:
        scanning = self._scanner.begin()
        try:
            async for piece in self._contents.read(attachment):
                await scanning.feed(piece)
            return await scanning.verdict()
        finally:
            await scanning.close()


def wait_after(tried: int) -> timedelta:
    """Until the next try, after so many earlier ones."""
    doubled: int = 2 ** min(tried, 20)
    return min(_FIRST_WAIT * doubled, _LONGEST_WAIT)
