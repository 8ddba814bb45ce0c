"""Imports that someone starts on a page and comes back to: they go on after the answer."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import IO

import structlog

from services.intake.imports.importing import Imports
from services.intake.imports.list_fault import ListFault
from services.intake.imports.logbook import Logbook
from services.intake.imports.order import Order
from shared.errors import LyhordError

log = structlog.get_logger()

PIECE = 64 * 1024
"""Bytes."""


class RunningImports:
    """Carries out imports in the background of this process.

    One that is cut off, because the process ends or the store is away too long, is shown as
    interrupted: the same list again takes what is missing.
    """

    def __init__(self, importing: Imports) -> None:
        self._importing = importing
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self, order: Order, content: AsyncIterator[bytes]) -> None:
        """Take the whole list in, then start: the import can be looked at from now on.

        Raises OSError when the disk is full, and StoreUnavailable.
        """
        kept: IO[bytes] = await asyncio.to_thread(tempfile.TemporaryFile)
        try:
            async for piece in content:
                await asyncio.to_thread(kept.write, piece)
            await asyncio.to_thread(kept.seek, 0)
            book = await self._importing.begun(order)
        except BaseException:
            kept.close()
            raise
        task = asyncio.create_task(self._run(order, kept, book), name="import")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Break off what runs."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, order: Order, kept: IO[bytes], book: Logbook) -> None:
        with kept:
            try:
                await self._importing.carry_out(order, _pieces(kept), book)
            except ListFault as fault:
                # The record says it too, for whoever started it.
                log.info("import_unreadable", import_id=str(order.import_id), slug=fault.slug)
            except LyhordError as error:
                log.warning("import_broke_off", import_id=str(order.import_id), slug=error.slug)


async def _pieces(kept: IO[bytes]) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(kept.read, PIECE):
        yield piece
