"""A list put aside while it is looked through, so that none of it is taken unless all of it can be.

It goes to the store in pieces: a process has no disk of its own, and its memory stays small.
"""

from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial

from services.intake.imports.documents import ListPiece, piece_id
from services.intake.imports.patience import patiently
from shared.clock import Clock
from shared.store.collection import Collection
from shared.store.errors import Duplicate

PIECE = 1_000_000
"""Bytes."""


class Staging:
    """Of one import. What is left by a process that died is gone after a day."""

    def __init__(self, pieces: Collection[ListPiece], import_id: str, clock: Clock) -> None:
        self._pieces = pieces
        self._import_id = import_id
        self._clock = clock
        self._count = 0

    async def put_aside(self, content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Give on what comes, and keep it."""
        held = bytearray()
        async for chunk in content:
            held += chunk
            if len(held) >= PIECE:
                await self._keep(bytes(held))
                held.clear()
            yield chunk
        await self._keep(bytes(held))

    async def content(self) -> AsyncIterator[bytes]:
        """What was kept, from its beginning."""
        for position in range(self._count):
            name = piece_id(self._import_id, position)
            piece = await patiently(partial(self._pieces.get, name))
            if piece is None:
                raise RuntimeError(f"piece {position} of the list is gone")
            yield piece.content

    async def discard(self) -> None:
        """Remove it."""
        names = [piece_id(self._import_id, position) for position in range(self._count)]
        if names:
            await self._pieces.delete({"_id": {"$in": names}})

    async def _keep(self, content: bytes) -> None:
        name = piece_id(self._import_id, self._count)
        piece = ListPiece(id=name, content=content, created_at=self._clock.now())
        with suppress(Duplicate):
            # An attempt that was not answered may have been made all the same.
            await patiently(lambda: self._pieces.insert(piece))
        self._count += 1
