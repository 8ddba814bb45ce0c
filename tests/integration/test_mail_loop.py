"""Two systems that answer each other automatically stop by themselves, however bad the other is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient

from deploy.local.http_part import HttpPart
from shared.settings import Settings
from tests.integration.intake_process import INBOX, IntakeProcess, intake_process, mail, settings_on
from tests.support import answering_machine as machines
from tests.support.answering_machine import AnsweringMachine
from tests.support.foundation import Foundation
from tests.support.limits import WIDE
from tests.support.service import service_process
from tests.support.waiting import until

ACKNOWLEDGEMENTS_A_DAY = 4
LIMITS = {
    **dict.fromkeys((), ""),
    "LYHORD_MAIL_SENDER_CAP": "20",
    "LYHORD_ACKNOWLEDGEMENTS_A_DAY": str(ACKNOWLEDGEMENTS_A_DAY),
}

BEHAVIOURS = {
    "proper@machine.example": machines.proper,
    "without-header@machine.example": machines.without_header,
    "by-subject@machine.example": machines.by_subject_alone,
    "as-if-new@machine.example": machines.as_if_new,
    "with-numbers@machine.example": machines.with_numbers,
    "bouncing@machine.example": machines.bouncing,
}

# Acknowledgements that it gets, and what its own mails become, the complaint first.
ENDS: dict[str, tuple[int, list[str]]] = {
    "proper@machine.example": (1, ["case", "automatic"]),
    "without-header@machine.example": (1, ["case", "message"]),
    "by-subject@machine.example": (1, ["case", "message"]),
    # The third with the same words is put aside.
    "as-if-new@machine.example": (3, ["case", "case", "case", "repeated"]),
    # What is no answer and always new is a case, until nothing more is sent to that address.
    "with-numbers@machine.example": (
        ACKNOWLEDGEMENTS_A_DAY,
        ["case"] * (ACKNOWLEDGEMENTS_A_DAY + 1),
    ),
    "bouncing@machine.example": (1, ["case", "bounce"]),
}


class Exchange:
    """Intake on one side and the machine on the other, and what is stored between them."""

    def __init__(self, intake: IntakeProcess, machine: AnsweringMachine, notices: Any) -> None:
        self.intake = intake
        self.machine = machine
        self._notices = notices

    async def mails_of(self, address: str) -> list[dict[str, Any]]:
        """What came from the address or bounced for it, in the order it came."""
        own = await self.intake.stored("mails", sender=address)
        cases = [record["case_id"] for record in own]
        bounced = await self.intake.stored(
            "mails", case_id={"$in": cases}, sender="mailer-daemon@machine.example"
        )
        return sorted([*own, *bounced], key=lambda record: record["received_at"])

    async def is_over(self, address: str) -> bool:
        """Whether each case has been acknowledged or never will be, and all are answered."""
        mails = await self.mails_of(address)
        cases = [record["case_id"] for record in mails if record["outcome"] == "case"]
        notices = await self._notices.find(
            {"case_id": {"$in": cases}, "state": {"$in": ["sent", "impossible"]}}
        ).to_list(None)
        sent = sum(notice["state"] == "sent" for notice in notices)
        answered = self.machine.answered[address]
        return len(notices) == len(cases) > 0 and sent == answered == len(mails) - 1


@asynccontextmanager
async def exchange(folder: Path, settings: Settings) -> AsyncIterator[Exchange]:
    limits = WIDE | LIMITS
    async with AsyncExitStack() as running:
        (folder / "intake").mkdir()
        intake = await running.enter_async_context(
            intake_process(folder / "intake", settings, limits)
        )
        machine = await running.enter_async_context(
            AnsweringMachine(BEHAVIOURS, intake.smtp_port, INBOX)
        )
        out = {"LYHORD_SMTP_OUT_URL": f"smtp://127.0.0.1:{machine.port}", **limits}
        parts = [_part(name, folder, settings, out) for name in ("workflow", "notifications")]
        for part in parts:
            running.push_async_callback(part.stop)
        await asyncio.gather(*(part.start() for part in parts))
        await asyncio.gather(*(part.ready() for part in parts))
        store: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            settings.mongo_url.get_secret_value()
        )
        running.push_async_callback(store.close)
        notices = store[f"{settings.database_prefix}_notifications"]["notices"]
        yield Exchange(intake, machine, notices)


def _part(name: str, folder: Path, settings: Settings, extra: dict[str, str]) -> HttpPart:
    (folder / name).mkdir()
    return service_process(name, folder / name, settings, extra)


async def test_every_exchange_with_a_machine_ends(
    empty_broker: Foundation, store: Foundation, tmp_path: Path
) -> None:
    async with exchange(tmp_path, settings_on(empty_broker.url, store.url)) as between:
        for address in BEHAVIOURS:
            await between.intake.deliver(mail(f"Klagomål av {address}", sender=address), address)
        for address in BEHAVIOURS:
            await until(partial(between.is_over, address), f"{address} is done")

        ended = {
            address: (
                between.machine.got[address],
                [each["reason"] or each["outcome"] for each in await between.mails_of(address)],
            )
            for address in BEHAVIOURS
        }

    assert ended == ENDS
