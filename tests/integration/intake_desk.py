"""Reception and mailbox on a real store, in the test's own process, with a clock that is moved."""

import asyncio

from services.intake.attachments.keeping import Attachments
from services.intake.mail.sender_caps import SenderCaps
from services.intake.mail.sorter import Delivered
from services.intake.mailbox import Mailbox
from services.intake.reception import Reception
from services.intake.records import Records
from services.intake.secret_code import ReceiptKeys
from shared.clock import MovableClock, SystemClock
from shared.faults import Fault, no_fault
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.relay import OutboxRelay
from tests.integration.intake_process import INBOX, SENDER


class Crashed(Exception):
    """Stands for a process that is gone."""


class Desk:
    """Nothing is published: what is tried here ends in the store."""

    def __init__(self, settings: Settings, organisation: Organisation) -> None:
        self.clock = MovableClock(SystemClock().now())
        self._organisation = organisation
        self._relay = OutboxRelay(unpublished)
        self.database = Database(settings, "intake", self._relay)
        self.records = Records.of(self.database)
        self.attachments = Attachments(self.records, self.clock)

    def reception(self, fault: Fault = no_fault) -> Reception:
        keys = ReceiptKeys.parse("a key of the tests")
        return Reception(
            self.records, self.attachments, self._organisation, keys, self.clock, fault
        )

    def mailbox(self, fault: Fault = no_fault, caps: SenderCaps | None = None) -> Mailbox:
        return Mailbox(
            self.records,
            self.reception(fault),
            self.attachments,
            self._organisation,
            self.clock,
            fault,
            caps,
        )

    async def close(self) -> None:
        await self._relay.drain(0)
        await self.database.close()


def delivered(raw: bytes, *recipients: str, sender: str = SENDER) -> Delivered:
    return Delivered(raw, sender, recipients or (INBOX,))


def crash_at(wanted: str) -> Fault:
    def reach(place: str) -> None:
        if place == wanted:
            raise Crashed

    return reach


async def unpublished(_entry: object) -> None:
    await asyncio.Event().wait()
