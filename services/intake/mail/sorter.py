"""Decides what is to become of a mail: a case, a message to a case, or put aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from services.intake.guard.arrivals import Arrivals
from services.intake.guard.probes import ProbeMark
from services.intake.mail.addresses import first_destination, own_addresses, own_domains
from services.intake.mail.bounces import mails_told_of
from services.intake.mail.delivery_reports import DeliveryReport, Fate, delivery_report
from services.intake.mail.documents import WITHOUT_RAW, MailRecord, Outcome
from services.intake.mail.reading import Mail
from services.intake.mail.sender_caps import SenderCaps
from services.intake.mail.sorting import MACHINES, Own, Parked, is_answer_by_machine, why_parked
from services.intake.mail.threads import cases_of_notices, reference_in
from services.intake.reception import Reception
from services.intake.records import Records
from services.intake.submission import Submission
from shared.events.vocabulary import Channel
from shared.ids import derived_id
from shared.organisation import Organisation


@dataclass(frozen=True)
class Delivered:
    """A mail as the sender's server handed it over. The bytes are as they came."""

    raw: bytes
    return_path: str
    recipients: tuple[str, ...]
    source: str = "smtp"
    """By what way it came: `smtp`, or `imap:` and the mailbox's name."""
    whole_size: int | None = None
    """Bytes of the whole mail, where it is too large to be taken and `raw` is its beginning."""
    channel: Channel = Channel.EMAIL
    """Another one where a machine writes the mails, such as a voicemail that sends recordings."""


class Sorter:
    """Looks at a mail, and at what is known of those that it answers to."""

    def __init__(
        self,
        records: Records,
        reception: Reception,
        organisation: Organisation,
        caps: SenderCaps,
    ) -> None:
        self._records = records
        self._reception = reception
        self._organisation = organisation
        self._own = Own(own_addresses(organisation), own_domains(organisation))
        self._caps = caps

    async def record(self, delivered: Delivered, mail: Mail, now: datetime) -> MailRecord:
        """The mail's record, with what is to become of it.

        Its id is the same for the same Message-ID of the same sender, and a case that it becomes
        has that id too: so one mail is one submission, however often it is delivered.
        """
        digest = sha256(delivered.raw).hexdigest()
        sender = (mail.sender.address or delivered.return_path).casefold()
        mail_id = str(derived_id("mail", sender, mail.message_id or digest))
        destination = first_destination(delivered.recipients, self._organisation)
        channel = delivered.channel
        if channel is Channel.EMAIL:
            channel = destination.channel
        parked = why_parked(mail, delivered.return_path, channel, self._own)
        probed = probe_of(mail, parked, self._reception.arrivals) is not None
        about = None
        if not probed:
            about = await self._case_told_of(mail, delivered.raw, parked, channel)
        if not probed and parked is None:
            if about and is_answer_by_machine(mail):
                parked = Parked.AUTOMATIC
            else:
                words = () if about or mail.text is None else (destination.board, mail.text)
                parked = self._caps.over(mail_id, sender, now, words)
        report = delivery_report(mail, delivered.raw) if parked is Parked.BOUNCE else None
        outcome = _outcome(parked, probed=probed, answers=about is not None)
        return MailRecord(
            id=mail_id,
            seq=1,
            message_id=mail.message_id,
            sender=sender or None,
            return_path=delivered.return_path,
            recipients=delivered.recipients,
            received_at=now,
            board=destination.board,
            outcome=outcome,
            case_id=mail_id if outcome is Outcome.CASE else str(about) if about else None,
            reason=None if probed else parked,
            report=report,
            settled=outcome is Outcome.PARKED and not _is_to_be_told(report),
            size=len(delivered.raw),
            sha256=digest,
            source=delivered.source,
            whole_size=delivered.whole_size,
            channel=channel,
            # What is understood needs nobody to look at it.
            unseen=outcome is Outcome.PARKED and report is None,
        )

    async def released(self, record: MailRecord, mail: Mail) -> tuple[Outcome, UUID]:
        """What a parked mail would have become without the reason that it was put aside for."""
        about = await self._case_told_of(mail, b"", None, record.channel)
        return (Outcome.MESSAGE, about) if about else (Outcome.CASE, UUID(record.id))

    async def _case_told_of(
        self, mail: Mail, raw: bytes, parked: Parked | None, channel: Channel
    ) -> UUID | None:
        """The case that the mail answers to, or that what it reports or repeats is about."""
        if channel in MACHINES:
            return None
        references = mail.references
        if parked is Parked.OWN_MAIL and mail.message_id:
            references = (*references, mail.message_id)
        elif parked is not None:
            references = (*references, *mails_told_of(mail, raw))
        return await self._by_headers(references) or await self._by_subject(mail)

    async def _by_headers(self, references: Sequence[str]) -> UUID | None:
        """By the ids of our notices, and of mails that became or joined a case."""
        for case_id in cases_of_notices(references):
            if await self._reception.submission(case_id):
                return case_id
        if not references:
            return None
        earlier = await self._records.mails.find(
            {"message_id": {"$in": list(references)}}, fields=WITHOUT_RAW
        )
        cases = {record.message_id: record.case_id for record in earlier if record.case_id}
        newest = next((each for each in reversed(references) if each in cases), None)
        return UUID(cases[newest]) if newest else None

    async def _by_subject(self, mail: Mail) -> UUID | None:
        """By the reference in the subject, for those alone who have written in the case before."""
        token = reference_in(mail.subject or "")
        known = await self._reception.with_reference(token) if token else None
        if known is None:
            return None
        if is_from_complainant(mail, known) or await self._has_written(mail, known):
            return known.case_id
        return None

    async def _has_written(self, mail: Mail, submission: Submission) -> bool:
        sender = (mail.sender.address or "").casefold()
        if not sender:
            return False
        joined = [Outcome.CASE.value, Outcome.MESSAGE.value]
        where = {"case_id": submission.id, "sender": sender, "outcome": {"$in": joined}}
        return bool(await self._records.mails.ids(where))


def probe_of(mail: Mail, parked: Parked | None, arrivals: Arrivals) -> ProbeMark | None:
    """The mark of a test case; None for what only quotes one, such as a bounce or an answer."""
    if parked not in (None, Parked.OWN_MAIL) or mail.references:
        return None
    return arrivals.mark_in(mail.text or "")


def is_from_complainant(mail: Mail, submission: Submission) -> bool:
    """Whether the mail comes from the address that the case has as its contact."""
    contact = submission.content.contact.email
    sender = mail.sender.address
    return bool(contact and sender) and str(contact).casefold() == str(sender).casefold()


def _is_to_be_told(report: DeliveryReport | None) -> bool:
    return report is not None and report.fate is Fate.FAILED


def _outcome(parked: Parked | None, *, probed: bool, answers: bool) -> Outcome:
    if probed:
        return Outcome.PROBE
    if parked is not None:
        return Outcome.PARKED
    return Outcome.MESSAGE if answers else Outcome.CASE
