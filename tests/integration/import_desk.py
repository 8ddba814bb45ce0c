"""Imports on a real store, where a process of intake would hide what is tried."""

from collections.abc import AsyncIterator
from typing import Any

from services.intake.imports.documents import ImportRecord
from services.intake.imports.importing import Imports
from services.intake.imports.order import Order
from services.intake.imports.reading import Form
from services.intake.imports.row_fault import RowRemark
from services.intake.records import Records
from shared.clock import SystemClock
from shared.events.envelope import Actor
from shared.events.vocabulary import Role
from shared.faults import Fault, no_fault
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.relay import OutboxRelay
from tests.integration.intake_desk import unpublished


class Desk:
    """Imports on a store of their own; nothing is published."""

    def __init__(self, settings: Settings, organisation: Organisation) -> None:
        self._organisation = organisation
        self._relay = OutboxRelay(unpublished)
        self.database = Database(settings, "intake", self._relay)
        self.records = Records.of(self.database)

    def imports(self, fault: Fault = no_fault) -> Imports:
        return Imports(self.records, self._organisation, SystemClock(), 0.0, fault)

    async def run(
        self, content: str | bytes | AsyncIterator[bytes], fault: Fault = no_fault, **order: Any
    ) -> ImportRecord:
        given: dict[str, Any] = {
            "import_id": new_id(),
            "source": "lifecare",
            "form": Form.CSV,
            "by": Actor(role=Role.REGISTRAR, id="registrar-1"),
            **order,
        }
        if isinstance(content, str):
            content = content.encode()
        if isinstance(content, bytes):
            content = pieces(content)
        return await self.imports(fault).run(Order(**given), content)

    async def remarks(self, record: ImportRecord) -> list[RowRemark]:
        return [remark async for remark in self.imports().remarks(record)]

    async def close(self) -> None:
        await self._relay.drain(0)
        await self.database.close()


async def pieces(data: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]
