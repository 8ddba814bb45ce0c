"""An import from its first byte to its report, in constant memory.

Nothing of it need be undone when it breaks off: every row is a case of its own, and the same list
sent again takes what is missing and leaves what is there.
"""

from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import UUID

import structlog

from services.intake.imports.documents import ImportRecord, ImportState
from services.intake.imports.earlier_case import Setting
from services.intake.imports.history import Taking
from services.intake.imports.list_fault import ListFault
from services.intake.imports.logbook import Logbook, remarks_of
from services.intake.imports.order import Order
from services.intake.imports.pacing import Pacing
from services.intake.imports.patience import patiently
from services.intake.imports.reading import ListReader, Told, reader
from services.intake.imports.records import Broken
from services.intake.imports.row_fault import RowRemark
from services.intake.imports.staging import Staging
from services.intake.imports.taking import RowTaking
from services.intake.imports.tally import Outcome
from services.intake.records import Records
from shared.clock import Clock, local_date
from shared.errors import LyhordError
from shared.faults import Fault, no_fault
from shared.organisation import Organisation

log = structlog.get_logger()

RECENT = 50

BATCH = 100
"""Rows that are stored by one statement."""


class Imports:
    """Carries out imports, and shows how they went.

    Methods raise StoreUnavailable or StoreRefused when the store does not do its part.
    """

    def __init__(
        self,
        records: Records,
        organisation: Organisation,
        clock: Clock,
        patience: float,
        fault: Fault = no_fault,
    ) -> None:
        self._records = records
        self._organisation = organisation
        self._clock = clock
        self._patience = patience
        self._fault = fault

    async def run(self, order: Order, content: AsyncIterator[bytes]) -> ImportRecord:
        """Take over the list. Raises ImportIdUsed, and ListFault where no row could be read."""
        return await self.carry_out(order, content, await self.begun(order))

    async def begun(self, order: Order) -> Logbook:
        """An import that can be looked at and has read nothing yet. Raises ImportIdUsed."""
        self._records.require_prepared()
        book = await Logbook.begun(self._records, self._clock, order)
        log.info("import_started", import_id=book.record.id, source=order.source)
        return book

    async def carry_out(
        self, order: Order, content: AsyncIterator[bytes], book: Logbook
    ) -> ImportRecord:
        """Take over the list of an import that has begun. Raises ListFault as `run` does."""
        try:
            async with book.kept_up():
                await self._carry_out(order, content, book)
        except BaseException as error:
            unusable = isinstance(error, ListFault)
            state = ImportState.STOPPED if unusable else ImportState.INTERRUPTED
            # Where the store is away, the record's silence will tell.
            with suppress(LyhordError):
                await book.end(state, str(error) if unusable else None)
            raise
        finally:
            _log_end(book.record)
        return book.record

    async def found(self, import_id: UUID) -> ImportRecord | None:
        """The import as it stands."""
        record = await self._records.imports.get(str(import_id))
        return record.as_of(self._clock.now()) if record else None

    async def recent(self) -> list[ImportRecord]:
        """The latest, newest first."""
        found = await self._records.imports.find({}, sort=[("started_at", -1)], limit=RECENT)
        return [record.as_of(self._clock.now()) for record in found]

    def remarks(self, record: ImportRecord) -> AsyncIterator[RowRemark]:
        """All that was said of its rows, in their order."""
        return remarks_of(self._records, record)

    async def _carry_out(self, order: Order, content: AsyncIterator[bytes], book: Logbook) -> None:
        taking = RowTaking(
            self._records.submissions,
            self._records.known_rows,
            Setting(self._organisation, local_date(self._clock.now())),
            Taking(order.source, order.import_id, order.by),
            self._clock,
            strict=order.strict,
            dry_run=order.dry_run,
            kill=self._fault,
        )
        if order.dry_run or not order.all_or_nothing:
            stopped = await self._pass(order, content, taking, book)
            await book.end(ImportState.STOPPED if stopped else ImportState.DONE, stopped)
            return
        staging = Staging(self._records.import_lists, book.record.id, self._clock)
        try:
            stopped = await self._pass(order, staging.put_aside(content), taking.dry(), book)
            if stopped or not book.tally.all_can_be:
                book.tally.counts[Outcome.TAKEN] = 0
                await book.end(ImportState.REFUSED, stopped)
                return
            book.tally = book.tally.for_second_pass()
            await self._pass(order, staging.content(), taking, book)
            await book.end(ImportState.DONE)
        finally:
            await staging.discard()

    async def _pass(
        self, order: Order, content: AsyncIterator[bytes], taking: RowTaking, book: Logbook
    ) -> str | None:
        """Through all of the list; else why it cannot be read on from some row."""
        pacing = Pacing(self._records.progress, self._patience)
        reading = reader(order.form, order.charset, strict=order.strict)
        book.ignored = reading.ignored
        batch: list[Told | Broken] = []

        async def take() -> None:
            done = await patiently(lambda: taking.take(batch))
            batch.clear()
            await book.note(done.results)
            await pacing.stored(done.stored)

        stopped = None
        try:
            async for found in _rows(reading, content, book):
                batch.append(found)
                if len(batch) == BATCH:
                    await take()
        except ListFault as fault:
            if not batch and not book.tally.rows:
                raise
            stopped = str(fault)
        await take()
        return stopped


async def _rows(
    reading: ListReader, content: AsyncIterator[bytes], book: Logbook
) -> AsyncIterator[Told | Broken]:
    async for chunk in content:
        for found in reading.feed(chunk):
            yield found
        book.bytes_read += len(chunk)
    for found in reading.feed(b"", last=True):
        yield found


def _log_end(record: ImportRecord) -> None:
    log.info(
        "import_ended",
        import_id=record.id,
        state=record.state,
        dry_run=record.dry_run,
        rows=record.rows,
        taken=record.taken,
        unchanged=record.unchanged,
        differs=record.differs,
        rejected=record.rejected,
    )
