"""Removes files that nobody handed in, and what a crash left of uploads."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog

from services.intake.attachments.contents import Contents
from services.intake.attachments.documents import WITHOUT_CONTENT, Attachment, Upload
from services.intake.attachments.keeping import Attachments
from services.intake.records import Records
from shared.clock import Clock
from shared.errors import LyhordError

log = structlog.get_logger()

LOOK_SECONDS = 900.0

_AT_ONCE = 200


class Sweeper:
    """`age` is how long a file may wait to be handed in. Several copies may sweep at once."""

    def __init__(
        self, records: Records, attachments: Attachments, clock: Clock, age: timedelta
    ) -> None:
        self._records = records
        self._attachments = attachments
        self._contents = Contents(records)
        self._clock = clock
        self._age = age

    async def run(self) -> None:
        """Sweep now and then, until cancelled."""
        while True:
            try:
                await self.sweep()
            except LyhordError as error:
                log.warning("attachments_not_swept", slug=error.slug)
            await asyncio.sleep(LOOK_SECONDS)

    async def sweep(self) -> int:
        """Settle what has come with its case, remove what has not; how many were removed."""
        before = self._clock.now() - self._age
        removed = 0
        while waiting := await self._records.attachments.find(
            {"settled": False, "since": {"$lte": before}}, limit=_AT_ONCE, fields=WITHOUT_CONTENT
        ):
            removed += await self._settle(waiting)
        while begun := await self._records.uploads.find(
            {"begun_at": {"$lte": before}}, limit=_AT_ONCE
        ):
            for upload in begun:
                removed += await self._finish(upload)
        if removed:
            log.info("attachments_swept", removed=removed)
        return removed

    async def _settle(self, waiting: Sequence[Attachment]) -> int:
        come = await self._come(waiting)
        removed = 0
        for file in waiting:
            still = {"settled": False, "since": file.since}
            if (file.message_id or file.case_id) in come:
                await self._records.attachments.update(
                    {"_id": file.id, **still}, {"$set": {"settled": True}}
                )
            else:
                # A claim that comes in between sets a new `since`, and the file stays.
                removed += await self._attachments.remove(file, still)
        return removed

    async def _come(self, waiting: Sequence[Attachment]) -> set[str]:
        """Ids of the cases and messages among those named that are stored, or held as spam."""
        records = self._records
        messages = [file.message_id for file in waiting if file.message_id]
        cases = [file.case_id for file in waiting if file.case_id and not file.message_id]
        found = await asyncio.gather(
            records.submissions.ids({"_id": {"$in": cases}}),
            records.quarantine.ids({"_id": {"$in": cases}}),
            records.messages.ids({"_id": {"$in": messages}}),
            records.held_messages.ids({"_id": {"$in": messages}}),
        )
        return {each for ids in found for each in ids}

    async def _finish(self, upload: Upload) -> bool:
        """Forget an upload whose attachment came; destroy what is left of any other."""
        whole = await self._records.attachments.ids(
            {"_id": upload.attachment_id, "upload": upload.id}
        )
        if whole:
            await self._records.uploads.delete({"_id": upload.id})
            return False
        await self._contents.destroy_all(upload.id)
        return True
