"""Stores what a mail has become: its files, then the case or the message; or that it tells of one
that came back. May be done twice."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from hashlib import sha256
from uuid import UUID

import structlog

from services.intake.attachments import owners
from services.intake.attachments.keeping import Attachments
from services.intake.mail.addresses import first_destination, own_domains
from services.intake.mail.as_case import (
    as_case_request,
    as_message_request,
    forwarded_by,
    marks,
    quoted_in,
)
from services.intake.mail.delivery_reports import DeliveryReport
from services.intake.mail.documents import MailRecord, Outcome
from services.intake.mail.enclosures import MOST, Enclosure
from services.intake.mail.reading import Mail
from services.intake.mail.returned import returned
from services.intake.mail.sorter import is_from_complainant
from services.intake.message import MessagePosting
from services.intake.reception import PUBLIC, Reception
from services.intake.records import Records
from services.intake.submission import Posting
from shared.errors import TransientError
from shared.events.envelope import Actor
from shared.events.submissions import AttachmentReference, Raw
from shared.events.vocabulary import Role
from shared.faults import Fault, no_fault
from shared.ids import derived_id
from shared.organisation import Organisation
from shared.store.errors import Duplicate

log = structlog.get_logger()

_PIECE = 1024 * 1024
"""Bytes."""


class Settling:
    """Every id is derived from the mail's, so that a second attempt finds what the first left."""

    def __init__(
        self,
        records: Records,
        reception: Reception,
        attachments: Attachments,
        organisation: Organisation,
        fault: Fault = no_fault,
    ) -> None:
        self._records = records
        self._reception = reception
        self._attachments = attachments
        self._organisation = organisation
        self._own_domains = own_domains(organisation)
        self._fault = fault

    async def settle(self, record: MailRecord, mail: Mail) -> None:
        """Store what the record promises, then say so in it. May be done twice, and at once."""
        match record.outcome:
            case Outcome.CASE:
                await self._store_case(record, mail)
            case Outcome.MESSAGE:
                await self._store_message(record, mail)
            case Outcome.PROBE:
                await self._record_arrival(record, mail)
            case Outcome.PARKED if record.report is not None and not record.settled:
                await self._tell_of_return(record, record.report)
            case Outcome.PARKED | Outcome.DUPLICATE:
                return
        try:
            await self._records.mails.put_newer(record.id, record.seq + 1, {"settled": True})
        except TransientError as error:
            # The mail is taken all the same: the next look finds it, and finds it done.
            log.warning("mail_not_settled", mail=record.id, slug=error.slug)

    async def _store_case(self, record: MailRecord, mail: Mail) -> None:
        destination = first_destination(record.recipients, self._organisation)
        case_id = UUID(record.case_id)
        request = as_case_request(
            mail, destination, record.channel, record.whole_size, own_domains=self._own_domains
        )
        posting = Posting(
            case_id=case_id,
            at=record.received_at,
            by=PUBLIC,
            raw=Raw.MAIL,
            mail=record.id,
            subject=mail.subject,
            quoted=quoted_in(mail),
            forwarded_by=forwarded_by(mail, record.channel, self._own_domains),
            marks=marks(mail, record.whole_size, released=record.released),
            attachments=await self._files(record, mail, case_id, None),
        )
        await self._reception.store(request, posting)

    async def _store_message(self, record: MailRecord, mail: Mail) -> None:
        case_id, message_id = UUID(record.case_id), UUID(record.id)
        submission = await self._reception.submission(case_id)
        known = submission is not None and is_from_complainant(mail, submission)
        posting = MessagePosting(
            message_id=message_id,
            case_id=case_id,
            at=record.received_at,
            by=Actor(role=Role.COMPLAINANT) if known else PUBLIC,
            raw=Raw.MAIL,
            mail=record.id,
            quoted=quoted_in(mail),
            attachments=await self._files(record, mail, case_id, message_id),
        )
        await self._reception.store_message(as_message_request(mail, record.whole_size), posting)

    async def _tell_of_return(self, record: MailRecord, report: DeliveryReport) -> None:
        told, event = returned(record.id, report, record.received_at)
        with contextlib.suppress(Duplicate):
            await self._records.returned_mails.insert(told, [event])

    async def _record_arrival(self, record: MailRecord, mail: Mail) -> None:
        arrivals = self._reception.arrivals
        # A mark that has become too old meanwhile tells nothing any more.
        if mark := arrivals.mark_in(mail.text or ""):
            board = first_destination(record.recipients, self._organisation).board
            await arrivals.arrived(mark, Raw.MAIL, board)

    async def _files(
        self, record: MailRecord, mail: Mail, case_id: UUID, message_id: UUID | None
    ) -> tuple[AttachmentReference, ...]:
        """The mail's files, kept and claimed; without any, nothing is asked of the store."""
        if not mail.enclosures or record.whole_size is not None:
            return ()  # of a mail that was cut, so may its files be
        owner = owners.of_mail(record.id)
        files = {_file_id(record, each): each for each in mail.enclosures[:MOST]}
        await asyncio.gather(*(self._keep(file, owner, file_id) for file_id, file in files.items()))
        self._fault("mail.files_kept")
        return await self._attachments.claim(list(files), owner, case_id, message_id)

    async def _keep(self, file: Enclosure, owner: str, file_id: UUID) -> None:
        await self._attachments.keep(
            _content(file), file.shown_name, owner, attachment_id=file_id, strict=False
        )


def _file_id(record: MailRecord, file: Enclosure) -> UUID:
    """By what it holds and not by where it stands: another release may read it in another order."""
    return derived_id("attachment", record.id, sha256(file.content).hexdigest())


async def _content(file: Enclosure) -> AsyncIterator[bytes]:
    for start in range(0, len(file.content), _PIECE):
        await asyncio.sleep(0)  # others get their turn while a large file is looked at
        yield file.content[start : start + _PIECE]
