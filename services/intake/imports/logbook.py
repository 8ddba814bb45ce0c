"""The report of an import, written while it runs, so that others see how far it has come."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Self

from services.intake.imports.documents import ImportRecord, ImportState, ReportPiece, piece_id
from services.intake.imports.order import ImportIdUsed, Order
from services.intake.imports.patience import patiently
from services.intake.imports.row_fault import RowRemark
from services.intake.imports.tally import Outcome, RowResult, Tally
from services.intake.records import Records
from shared.clock import Clock
from shared.errors import LyhordError
from shared.store.errors import Duplicate

REMARKS_A_PIECE = 500
WRITE_SECONDS = 0.5
"""How often the counts are written."""


class Logbook:
    """Of one import. Methods raise StoreUnavailable or StoreRefused."""

    def __init__(self, records: Records, clock: Clock, record: ImportRecord) -> None:
        self._records = records
        self._clock = clock
        self.record = record
        self.tally = Tally()
        self.ignored: Sequence[str] = ()
        """Names of unknown columns; may grow while the list is read."""
        self.bytes_read = 0

    @classmethod
    async def begun(cls, records: Records, clock: Clock, order: Order) -> Self:
        """Of an import that begins now. Raises ImportIdUsed."""
        now = clock.now()
        record = ImportRecord(
            id=str(order.import_id),
            source=order.source,
            dry_run=order.dry_run,
            strict=order.strict,
            all_or_nothing=order.all_or_nothing,
            started_by=order.by.id,
            started_at=now,
            touched_at=now,
        )
        try:
            await records.imports.insert(record)
        except Duplicate as duplicate:
            raise ImportIdUsed from duplicate
        return cls(records, clock, record)

    @asynccontextmanager
    async def kept_up(self) -> AsyncIterator[None]:
        """Write how it goes, as long as the block runs."""
        writing = asyncio.create_task(self._keep_up(), name="logbook")
        try:
            yield
        finally:
            writing.cancel()

    async def note(self, results: Sequence[RowResult]) -> None:
        """Count rows, and write down what is to be said of them."""
        self.tally.add(results)
        if len(self.tally.unwritten) >= REMARKS_A_PIECE:
            await self._write_piece()

    async def end(self, state: ImportState, stopped: str | None = None) -> None:
        """Write the last of it."""
        if self.tally.unwritten:
            await self._write_piece()
        self._change(state=state, stopped=stopped, ended_at=self._clock.now())
        await patiently(lambda: self._write({}))

    async def _keep_up(self) -> None:
        while True:
            await asyncio.sleep(WRITE_SECONDS)
            # A write that comes late must not undo the last one.
            with suppress(LyhordError):
                await self._write({"state": ImportState.RUNNING.value})

    async def _write_piece(self) -> None:
        piece = ReportPiece(
            id=piece_id(self.record.id, self.record.pieces),
            remarks=tuple(self.tally.unwritten),
            created_at=self._clock.now(),
        )
        with suppress(Duplicate):
            # An attempt that was not answered may have been made all the same.
            await patiently(lambda: self._records.import_reports.insert(piece))
        self._change(pieces=self.record.pieces + 1)
        self.tally.unwritten.clear()

    async def _write(self, where: Mapping[str, str]) -> None:
        counts = self.tally.counts
        self._change(
            bytes_read=self.bytes_read,
            rows=self.tally.rows,
            taken=counts[Outcome.TAKEN],
            unchanged=counts[Outcome.UNCHANGED],
            differs=counts[Outcome.DIFFERS],
            rejected=counts[Outcome.REJECTED],
            remarks=self.tally.remarks,
            ignored_columns=tuple(self.ignored),
            touched_at=self._clock.now(),
        )
        fields = self.record.to_bson()
        del fields["_id"]
        await self._records.imports.update({"_id": self.record.id, **where}, {"$set": fields})

    def _change(self, **fields: object) -> None:
        self.record = self.record.model_copy(update=fields)


async def remarks_of(records: Records, record: ImportRecord) -> AsyncIterator[RowRemark]:
    """All that was said of an import's rows, in their order; nothing after ninety days."""
    for position in range(record.pieces):
        piece = await records.import_reports.get(piece_id(record.id, position))
        for remark in piece.remarks if piece else ():
            yield remark
