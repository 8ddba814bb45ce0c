"""The mailbox: every mail that comes in is kept, and becomes a case, a message, or is put aside.

A mail is taken once it and what it became are in the store's journal. What a crash leaves half
done is finished by the sender's next attempt, or from the kept mail if the sender gives up.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from services.intake.attachments.keeping import Attachments
from services.intake.mail.archive import MailArchive
from services.intake.mail.documents import WITHOUT_RAW, MailRecord, Outcome
from services.intake.mail.parked import MailLists, MailPage, NoSuchMail, NotParked
from services.intake.mail.reading import Mail, read_mail
from services.intake.mail.sender_caps import SenderCaps
from services.intake.mail.settling import Settling
from services.intake.mail.sorter import Delivered, Sorter
from services.intake.reception import Reception
from services.intake.records import Records
from shared.clock import Clock
from shared.errors import LyhordError
from shared.events.envelope import Actor
from shared.faults import Fault, no_fault
from shared.ids import derived_id, new_id
from shared.metrics import MAILS, MAILS_UNSEEN
from shared.organisation import Organisation
from shared.store.errors import Conflict, Duplicate

log = structlog.get_logger()

LEFT_AFTER = timedelta(seconds=60)
"""How long a mail may be under way before another process finishes it."""

LOOK_SECONDS = 30.0
"""Between two looks for what was left."""

SMTP = "smtp"
"""The source of mails that were delivered to us."""

SAME_MAIL = "same_mail"
SAME_MESSAGE_ID = "same_message_id_other_content"

_LEFT_AT_ONCE = 50
_QUICKLY_READ = 100_000
"""Bytes that are read in about a millisecond; more would keep everyone else waiting."""


@dataclass(frozen=True)
class OpenedMail:
    """A mail that was taken in, and what it says. Personal."""

    record: MailRecord
    mail: Mail


class Mailbox:
    """Takes mails in, by whatever way they are fetched or delivered.

    Every method raises TransientError when the store does not do its part.
    """

    def __init__(
        self,
        records: Records,
        reception: Reception,
        attachments: Attachments,
        organisation: Organisation,
        clock: Clock,
        fault: Fault = no_fault,
        caps: SenderCaps | None = None,
    ) -> None:
        self._records = records
        self._archive = MailArchive(records)
        self._sorter = Sorter(records, reception, organisation, caps or SenderCaps())
        self._settling = Settling(records, reception, attachments, organisation, fault)
        self._lists = MailLists(records, clock)
        self._clock = clock
        self._fault = fault

    async def take(self, delivered: Delivered) -> MailRecord:
        """Keep the mail and what becomes of it; the same mail twice becomes one thing.

        A mail is not taken when this raises.
        """
        self._records.require_prepared()
        mail = await _read(delivered.raw)
        record = await self._sorter.record(delivered, mail, self._clock.now())
        try:
            await self._archive.keep(record, delivered.raw)
        except Duplicate:
            record = await self._taken_before(record, delivered.raw)
        else:
            self._fault("mail.stored")
            await self._settling.settle(record, mail)
        MAILS.labels(outcome=record.outcome).inc()
        log.info("mail_taken", mail=record.id, outcome=record.outcome, reason=record.reason)
        return record

    async def release(self, mail_id: str, by: Actor) -> MailRecord:
        """Let a parked mail become what it would have been without its reason. May be repeated.

        Raises NoSuchMail, and NotParked for what was never put aside.
        """
        record = await self._kept(mail_id)
        mail = await _read(await self._archive.raw(record))
        if record.outcome is Outcome.PARKED:
            outcome, case_id = await self._sorter.released(record, mail)
            change = {
                "outcome": outcome,
                "case_id": str(case_id),
                "settled": False,
                "released": True,
                **self._looked(record, by),
            }
            record = await self._changed(record, change)
            self._fault("mail.released")
        if not record.released:
            raise NotParked(f"mail {mail_id} was not put aside: it became a {record.outcome}")
        await self._settling.settle(record, mail)
        log.info("mail_released", mail=mail_id, outcome=record.outcome, reason=record.reason)
        return record

    async def keep_parked(self, mail_id: str, by: Actor, reason: str) -> MailRecord:
        """Note that someone has looked at a parked mail and left it, and why.

        Raises NoSuchMail, and NotParked for what is not put aside.
        """
        record = await self._kept(mail_id)
        if record.outcome is not Outcome.PARKED:
            raise NotParked(f"mail {mail_id} is not put aside: it is a {record.outcome}")
        return await self._changed(record, {"remark": reason, **self._looked(record, by)})

    async def parked(
        self, before: datetime | None = None, limit: int = 50, board: str | None = None
    ) -> MailPage:
        """Mails that were put aside, the newest first; of one board, or of all."""
        return await self._lists.page(Outcome.PARKED, before, limit, board)

    async def listed(
        self,
        outcome: Outcome,
        before: datetime | None = None,
        limit: int = 50,
        board: str | None = None,
    ) -> MailPage:
        """Mails of which that became, the newest first; of one board, or of all."""
        return await self._lists.page(outcome, before, limit, board)

    async def with_message_id(self, message_id: str) -> Sequence[MailRecord]:
        """Every delivery of the mail, in the order they came, without what it says."""
        found = await self._records.mails.find({"message_id": message_id}, fields=WITHOUT_RAW)
        return sorted(found, key=lambda record: record.received_at)

    async def unseen(self, board: str | None = None) -> int:
        """How many were put aside that nobody has looked at."""
        return await self._lists.unseen(board)

    async def read(self, mail_id: str) -> OpenedMail:
        """A mail and what it says. Raises NoSuchMail."""
        record = await self._kept(mail_id)
        return OpenedMail(record, await _read(await self._archive.raw(record)))

    async def raw(self, mail_id: str) -> bytes:
        """A mail as it came. Raises NoSuchMail."""
        return await self._archive.raw(await self._kept(mail_id))

    async def run(self) -> None:
        """Finish what crashed processes left half done, until cancelled."""
        while True:
            try:
                await self.finish_left()
                MAILS_UNSEEN.set(await self.unseen())
            except LyhordError as error:
                log.warning("mails_left_not_looked_for", slug=error.slug)
            await asyncio.sleep(LOOK_SECONDS)

    async def finish_left(self) -> int:
        """Make cases and messages of mails that were kept and then forgotten; how many."""
        before = self._clock.now() - LEFT_AFTER
        left = await self._records.mails.find(
            {"settled": False, "received_at": {"$lte": before}}, limit=_LEFT_AT_ONCE
        )
        finished = 0
        for record in left:
            try:
                await self._finish_from_archive(record)
            except Exception:  # one such mail must not keep the others waiting
                log.exception("mail_not_finished", mail=record.id)
            else:
                finished += 1
        return finished

    async def _taken_before(self, record: MailRecord, raw: bytes) -> MailRecord:
        """What became of a mail that is here already; finished, if it was not."""
        first = await self._records.mails.get(record.id)
        if first is None:
            raise Conflict(f"mail {record.id} was there and is gone: send it again")
        same = first.sha256 == record.sha256
        if not first.settled:
            await self._finish_from_archive(first)
            if same:
                return first
        fetched = record.source != SMTP
        if fetched and same and first.source == record.source:
            return first  # it was not moved before: this is no second delivery
        again = record.model_copy(
            update={
                "id": str(derived_id(record.id, record.sha256) if fetched else new_id()),
                "outcome": Outcome.DUPLICATE,
                "case_id": first.case_id,
                "reason": SAME_MAIL if same else SAME_MESSAGE_ID,
                "settled": True,
                "unseen": False,
            }
        )
        # What was fetched before has such a record already.
        with contextlib.suppress(Duplicate):
            if same:
                await self._records.mails.insert(again)
            else:
                # Kept, since it may be another mail by a program that numbers all of its alike.
                await self._archive.keep(again, raw)
        return again

    async def _finish_from_archive(self, record: MailRecord) -> None:
        await self._settling.settle(record, await _read(await self._archive.raw(record)))

    async def _kept(self, mail_id: str) -> MailRecord:
        """A record whose mail is there."""
        record = await self._records.mails.get(mail_id)
        if record is None or (record.raw is None and not record.pieces and record.size):
            raise NoSuchMail(f"there is no mail {mail_id}, or its content has been destroyed")
        return record

    async def _changed(self, record: MailRecord, change: dict[str, object]) -> MailRecord:
        """The record with the change. Raises Conflict when somebody else changed it meanwhile."""
        changed = record.model_copy(update={"seq": record.seq + 1, **change})
        if not await self._records.mails.replace(changed, record.seq):
            raise Conflict(f"mail {record.id} was changed by somebody else: look at it again")
        return changed

    def _looked(self, record: MailRecord, by: Actor) -> dict[str, object]:
        if record.looked_at is not None:
            return {"unseen": False}
        return {"unseen": False, "looked_by": by.id, "looked_at": self._clock.now()}


async def _read(raw: bytes) -> Mail:
    return read_mail(raw) if len(raw) <= _QUICKLY_READ else await asyncio.to_thread(read_mail, raw)
