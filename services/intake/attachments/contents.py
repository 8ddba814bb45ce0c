"""Contents of files in the store: small ones in their record, others in pieces."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from services.intake.attachments.documents import Attachment, AttachmentPiece, Upload, piece_name
from services.intake.records import Records
from shared.errors import LyhordError
from shared.faults import Fault, no_fault
from shared.ids import new_id
from shared.store.errors import Duplicate, StoreRefused

SMALL = 256 * 1024
"""Bytes up to which a file is kept in its record, so that one write keeps it."""

PIECE = 2 * 1024 * 1024
"""Bytes."""


_NAMED_AT_ONCE = 500


@dataclass(frozen=True)
class Written:
    """Where a content is: here, or in the pieces of an upload."""

    content: bytes | None = None
    upload: str | None = None
    pieces: int = 0

    @property
    def piece_names(self) -> list[str]:
        return [piece_name(self.upload or "", position) for position in range(self.pieces)]


class Contents:
    """Writes, reads and destroys contents, a piece at a time."""

    def __init__(self, records: Records, fault: Fault = no_fault) -> None:
        self._records = records
        self._fault = fault

    async def write(
        self, pieces: AsyncIterator[bytes], attachment_id: str, at: datetime
    ) -> Written:
        """Write all pieces; nothing is left of it when that fails or is cancelled.

        Raises what the pieces raise, and TransientError when the store does not do its part.
        """
        upload, position = str(new_id()), 0
        try:
            async for piece in pieces:
                if position == 0:
                    if len(piece) <= SMALL:
                        return Written(content=piece)
                    await self.note(upload, attachment_id, at)
                await self._records.attachment_pieces.insert(
                    AttachmentPiece(id=piece_name(upload, position), content=piece)
                )
                position += 1
                self._fault("attachment.piece_stored")
        except BaseException:
            await asyncio.shield(self.abandon(Written(upload=upload, pieces=position + 1)))
            raise
        return Written(upload=upload, pieces=position) if position else Written(content=b"")

    async def read(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The content in order. Raises StoreRefused when a piece is missing."""
        if attachment.pieces == 0:
            yield await self._from_record(attachment)
        for name in attachment.piece_names:
            piece = await self._records.attachment_pieces.get(name)
            if piece is None:
                raise StoreRefused(f"attachment {attachment.id} lacks a piece")
            yield piece.content

    async def note(self, upload: str, attachment_id: str, at: datetime) -> None:
        """Remember that there may be pieces which nothing else tells of. May be repeated."""
        noted = Upload(id=upload, attachment_id=attachment_id, begun_at=at)
        with contextlib.suppress(Duplicate):
            await self._records.uploads.insert(noted)

    async def abandon(self, written: Written) -> None:
        """Remove what was written for nothing; what cannot be now is swept later."""
        if written.upload is None:
            return
        with contextlib.suppress(LyhordError):
            await self.destroy(written.upload, written.piece_names)

    async def destroy(self, upload: str, names: list[str]) -> None:
        """Remove the pieces, and then what tells of them."""
        await self._records.attachment_pieces.delete({"_id": {"$in": names}})
        await self._records.uploads.delete({"_id": upload})

    async def destroy_all(self, upload: str) -> None:
        """Remove whatever pieces there are of an upload whose end nobody knows."""
        # By name, since the embedded store finds a range of ids only by reading all pieces.
        for first in itertools.count(0, _NAMED_AT_ONCE):
            names = [piece_name(upload, first + position) for position in range(_NAMED_AT_ONCE)]
            if await self._records.attachment_pieces.delete({"_id": {"$in": names}}) == 0:
                break
        await self._records.uploads.delete({"_id": upload})

    async def _from_record(self, attachment: Attachment) -> bytes:
        if attachment.content is not None:
            return attachment.content
        whole = await self._records.attachments.get(attachment.id)
        if whole is None or whole.content is None:
            raise StoreRefused(f"attachment {attachment.id} lacks its content")
        return whole.content


async def in_pieces(content: AsyncIterator[bytes], size: int = PIECE) -> AsyncIterator[bytes]:
    """The same bytes in pieces of that size; only the last one may be smaller."""
    gathered = bytearray()
    async for chunk in content:
        gathered += chunk
        while len(gathered) >= size:
            yield bytes(gathered[:size])
            del gathered[:size]
    if gathered:
        yield bytes(gathered)
