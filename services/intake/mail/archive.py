"""Keeps mails byte for byte, the large ones in pieces: a document holds at most 16 MB."""

import asyncio
from collections.abc import Sequence

from services.intake.mail.documents import MailPiece, MailRecord, piece_name
from services.intake.records import Records
from shared.store.errors import Duplicate, StoreRefused

SMALL = 256 * 1024
"""Bytes up to which a mail is kept in its record, so that one write keeps it."""

PIECE = 4 * 1024 * 1024
"""Bytes."""


class MailArchive:
    """Where the raw mails are."""

    def __init__(self, records: Records) -> None:
        self._records = records

    async def keep(self, record: MailRecord, raw: bytes) -> None:
        """Write the mail and then its record. Raises Duplicate when the record is there.

        Pieces are named by their content, so that a retry after a crash writes none twice.
        """
        if len(raw) <= SMALL:
            await self._records.mails.insert(record.model_copy(update={"raw": raw}))
            return
        pieces = in_pieces(raw, record.sha256)
        await asyncio.gather(*(self._keep_piece(piece) for piece in pieces))
        await self._records.mails.insert(record.model_copy(update={"pieces": len(pieces)}))

    async def raw(self, record: MailRecord) -> bytes:
        """The mail as it came. Raises StoreRefused when a piece is missing."""
        if record.raw is not None:
            return record.raw
        names = record.piece_names
        pieces = await asyncio.gather(*(self._records.pieces.get(name) for name in names))
        found = [piece.content for piece in pieces if piece is not None]
        if len(found) < len(names):
            raise StoreRefused(f"mail {record.id} lacks {len(names) - len(found)} pieces")
        return b"".join(found)

    async def _keep_piece(self, piece: MailPiece) -> None:
        try:
            await self._records.pieces.insert(piece)
        except Duplicate:
            return


def in_pieces(raw: bytes, digest: str) -> Sequence[MailPiece]:
    """The mail in pieces, in order."""
    return [
        MailPiece(id=piece_name(digest, position), content=raw[start : start + PIECE])
        for position, start in enumerate(range(0, len(raw), PIECE))
    ]
