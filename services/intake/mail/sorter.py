"""Decides what is to become of a mail: a case, a message to a case, or put aside."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from services.intake.mail.addresses import own_addresses
from services.intake.mail.documents import MailRecord, Outcome
from services.intake.mail.reading import Mail
from services.intake.mail.sorting import why_parked
from services.intake.mail.threads import cases_of_notices, reference_in
from services.intake.reception import Reception
from services.intake.records import Records
from services.intake.submission import Submission
from shared.ids import derived_id
from shared.organisation import Organisation


@dataclass(frozen=True)
class Delivered:
    """A mail as the sender's server handed it over. The bytes are as they came."""

    raw: bytes
    return_path: str
    recipients: tuple[str, ...]


class Sorter:
    """Looks at a mail, and at what is known of those that it answers to."""

    def __init__(self, records: Records, reception: Reception, organisation: Organisation) -> None:
        self._records = records
        self._reception = reception
        self._own = own_addresses(organisation)

    async def record(self, delivered: Delivered, mail: Mail, now: datetime) -> MailRecord:
        """The mail's record, with what is to become of it.

        Its id is the same for the same Message-ID of the same sender, and a case that it becomes
        has that id too: so one mail is one submission, however often it is delivered.
        """
        digest = sha256(delivered.raw).hexdigest()
        sender = (mail.sender.address or delivered.return_path).casefold()
        mail_id = derived_id("mail", sender, mail.message_id or digest)
        parked = why_parked(
            mail.headers, mail.content_type, delivered.return_path, mail.sender.address, self._own
        )
        answered = None if parked else await self._case_answered(mail)
        if parked:
            outcome, case_id = Outcome.PARKED, None
        elif answered:
            outcome, case_id = Outcome.MESSAGE, str(answered)
        else:
            outcome, case_id = Outcome.CASE, str(mail_id)
        return MailRecord(
            id=str(mail_id),
            seq=1,
            message_id=mail.message_id,
            return_path=delivered.return_path,
            recipients=delivered.recipients,
            received_at=now,
            outcome=outcome,
            case_id=case_id,
            reason=parked,
            settled=parked is not None,
            size=len(delivered.raw),
            sha256=digest,
        )

    async def _case_answered(self, mail: Mail) -> UUID | None:
        """The case that the mail answers to: by headers first, by subject only for its sender."""
        for case_id in cases_of_notices(mail.references):
            if await self._reception.submission(case_id):
                return case_id
        if mail.references:
            earlier = await self._records.mails.find({"message_id": {"$in": list(mail.references)}})
            cases = {record.message_id: record.case_id for record in earlier if record.case_id}
            for reference in reversed(mail.references):
                if reference in cases:
                    return UUID(cases[reference])
        token = reference_in(mail.subject or "")
        known = await self._reception.with_reference(token) if token else None
        return known.case_id if known and is_from_complainant(mail, known) else None


def is_from_complainant(mail: Mail, submission: Submission) -> bool:
    """Whether the mail comes from the address that the case has as its contact."""
    contact = submission.content.contact.email
    sender = mail.sender.address
    return bool(contact and sender) and str(contact).casefold() == str(sender).casefold()
