"""The mailbox: every mail that comes in is kept, and becomes a case, a message, or is put aside.

A mail is taken once it and what it became are in the store's journal. What a crash leaves half
done is finished by the sender's next attempt, or from the kept mail if the sender gives up.
"""

import asyncio
from datetime import timedelta
from uuid import UUID

import structlog

from services.intake.mail.addresses import first_destination
from services.intake.mail.archive import MailArchive
from services.intake.mail.as_case import as_case_request, as_message_request, marks
from services.intake.mail.documents import MailRecord, Outcome
from services.intake.mail.reading import Mail, read_mail
from services.intake.mail.sorter import Delivered, Sorter, is_from_complainant
from services.intake.message import MessagePosting
from services.intake.reception import PUBLIC, Reception
from services.intake.records import Records
from services.intake.submission import Posting
from shared.clock import Clock
from shared.errors import LyhordError, TransientError
from shared.events.envelope import Actor
from shared.events.submissions import Raw
from shared.events.vocabulary import Role
from shared.faults import Fault, no_fault
from shared.ids import new_id
from shared.metrics import MAILS
from shared.organisation import Organisation
from shared.store.errors import Conflict, Duplicate

log = structlog.get_logger()

LEFT_AFTER = timedelta(seconds=60)
"""How long a mail may be under way before another process finishes it."""

LOOK_SECONDS = 30.0
"""Between two looks for what was left."""

SAME_MAIL = "same_mail"
SAME_MESSAGE_ID = "same_message_id_other_content"

_LEFT_AT_ONCE = 50
_QUICKLY_READ = 100_000
"""Bytes that are read in about a millisecond; more would keep everyone else waiting."""


class Mailbox:
    """Takes mails in, by whatever way they are fetched or delivered."""

    def __init__(
        self,
        records: Records,
        reception: Reception,
        organisation: Organisation,
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._records = records
        self._archive = MailArchive(records)
        self._sorter = Sorter(records, reception, organisation)
        self._reception = reception
        self._organisation = organisation
        self._clock = clock
        self._fault = fault

    async def take(self, delivered: Delivered) -> MailRecord:
        """Keep the mail and what becomes of it; the same mail twice becomes one thing.

        Raises TransientError when the store does not do its part: the mail is not taken.
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
            await self._finish(record, mail)
        MAILS.labels(outcome=record.outcome).inc()
        log.info("mail_taken", mail=record.id, outcome=record.outcome, reason=record.reason)
        return record

    async def run(self) -> None:
        """Finish what crashed processes left half done, until cancelled."""
        while True:
            try:
                await self.finish_left()
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
        if not first.settled:
            await self._finish_from_archive(first)
            return first
        same = first.sha256 == record.sha256
        again = record.model_copy(
            update={
                "id": str(new_id()),
                "outcome": Outcome.DUPLICATE,
                "case_id": first.case_id,
                "reason": SAME_MAIL if same else SAME_MESSAGE_ID,
                "settled": True,
            }
        )
        if same:
            await self._records.mails.insert(again)
        else:
            # Kept, since it may be another mail by a program that numbers all of its alike.
            await self._archive.keep(again, raw)
        return again

    async def _finish_from_archive(self, record: MailRecord) -> None:
        await self._finish(record, await _read(await self._archive.raw(record)))

    async def _finish(self, record: MailRecord, mail: Mail) -> None:
        """Store what the record promises, then say so in it. May be done twice, and at once."""
        match record.outcome:
            case Outcome.CASE:
                await self._store_case(record, mail)
            case Outcome.MESSAGE:
                await self._store_message(record, mail)
            case Outcome.PARKED | Outcome.DUPLICATE:
                return
        try:
            await self._records.mails.put_newer(record.id, record.seq + 1, {"settled": True})
        except TransientError as error:
            # The mail is taken all the same: the next look finds it, and finds it done.
            log.warning("mail_not_settled", mail=record.id, slug=error.slug)

    async def _store_case(self, record: MailRecord, mail: Mail) -> None:
        request = as_case_request(mail, first_destination(record.recipients, self._organisation))
        posting = Posting(
            case_id=UUID(record.case_id),
            at=record.received_at,
            by=PUBLIC,
            raw=Raw.MAIL,
            mail=record.id,
            subject=mail.subject,
            marks=marks(mail),
        )
        await self._reception.store(request, posting)

    async def _store_message(self, record: MailRecord, mail: Mail) -> None:
        case_id = UUID(record.case_id)
        submission = await self._reception.submission(case_id)
        known = submission is not None and is_from_complainant(mail, submission)
        posting = MessagePosting(
            message_id=UUID(record.id),
            case_id=case_id,
            at=record.received_at,
            by=Actor(role=Role.COMPLAINANT) if known else PUBLIC,
            raw=Raw.MAIL,
            mail=record.id,
        )
        await self._reception.store_message(as_message_request(mail), posting)


async def _read(raw: bytes) -> Mail:
    return read_mail(raw) if len(raw) <= _QUICKLY_READ else await asyncio.to_thread(read_mail, raw)
