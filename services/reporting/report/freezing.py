"""The facts of a published report: kept as they were, and read again."""

from collections.abc import Sequence
from io import BytesIO

import polars as pl

from services.reporting.report.documents import FrozenFacts
from services.reporting.table.columns import empty_table
from shared.ids import new_id
from shared.store.collection import Collection

PIECE = 4 * 1024 * 1024
"""Bytes; a document may have 16 MB. A thousand cases take about 50 KB."""


class FactsUnreadable(ValueError):
    """Pieces are missing: they were removed from the store."""


class Freezer:
    """Keeps and reads tables. Both raise StoreUnavailable or StoreRefused."""

    def __init__(self, pieces: Collection[FrozenFacts]) -> None:
        self._pieces = pieces

    async def keep(self, table: pl.DataFrame) -> str:
        """Store the table; the id by which it is found. One round trip for each piece."""
        facts = str(new_id())
        data = packed(table)
        for place, start in enumerate(range(0, len(data), PIECE)):
            piece = data[start : start + PIECE]
            await self._pieces.insert(
                FrozenFacts(id=f"{facts}-{place}", facts=facts, place=place, data=piece)
            )
        return facts

    async def read(self, facts: str) -> pl.DataFrame:
        """The table as it was kept. Raises FactsUnreadable."""
        pieces = await self._pieces.find({"facts": facts})
        pieces.sort(key=lambda piece: piece.place)
        if not pieces:
            raise FactsUnreadable(f"the facts {facts} are not in the store")
        return unpacked([piece.data for piece in pieces])

    async def drop(self, facts: str) -> None:
        """Remove a table that no report names."""
        await self._pieces.delete({"facts": facts})


def packed(table: pl.DataFrame) -> bytes:
    """The table as bytes."""
    file = BytesIO()
    table.write_ipc(file, compression="zstd")
    return file.getvalue()


def unpacked(pieces: Sequence[bytes]) -> pl.DataFrame:
    """The table of these bytes; columns that are newer than it are unknown in every row."""
    kept = pl.read_ipc(BytesIO(b"".join(pieces)))
    return pl.concat([empty_table(), kept], how="diagonal_relaxed")
