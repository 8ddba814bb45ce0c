"""What intake keeps: its collections in one place."""

from dataclasses import dataclass
from typing import Self

from services.intake.abuse.held import Held, HeldMessage
from services.intake.attachments.documents import Attachment, AttachmentPiece, Upload
from services.intake.erased import Erasure
from services.intake.guard.sent import Probe
from services.intake.guard.state import ChannelState
from services.intake.imap.states import MailboxState
from services.intake.imports.documents import ImportRecord, KnownRow, ListPiece, ReportPiece
from services.intake.information_given import InformationGiven
from services.intake.mail.documents import MailPiece, MailRecord
from services.intake.mail.returned import ReturnedMail
from services.intake.message import Message
from services.intake.partners.handed_in import HandedIn
from services.intake.progress import Progress
from services.intake.routine_readings import RoutineReading
from services.intake.submission import Submission
from services.intake.survey import SurveyAnswer
from shared.store.collection import Collection
from shared.store.database import Database
from shared.store.errors import StoreUnavailable
from shared.store.versioned import VersionedCollection


@dataclass(frozen=True)
class Records:
    """Intake's own database."""

    database: Database
    submissions: Collection[Submission]
    handed_in: Collection[HandedIn]
    messages: Collection[Message]
    progress: VersionedCollection[Progress]
    mails: VersionedCollection[MailRecord]
    pieces: Collection[MailPiece]
    returned_mails: Collection[ReturnedMail]
    mailboxes: Collection[MailboxState]
    erasures: Collection[Erasure]
    attachments: Collection[Attachment]
    attachment_pieces: Collection[AttachmentPiece]
    uploads: Collection[Upload]
    channels: VersionedCollection[ChannelState]
    probes: Collection[Probe]
    quarantine: VersionedCollection[Held]
    held_messages: Collection[HeldMessage]
    survey_answers: Collection[SurveyAnswer]
    routine_readings: Collection[RoutineReading]
    information_given: Collection[InformationGiven]
    imports: Collection[ImportRecord]
    import_reports: Collection[ReportPiece]
    import_lists: Collection[ListPiece]
    known_rows: Collection[KnownRow]

    @classmethod
    def of(cls, database: Database) -> Self:
        return cls(
            database=database,
            submissions=database.collection(Submission, outbox=True),
            handed_in=database.collection(HandedIn),
            messages=database.collection(Message, outbox=True),
            progress=database.versioned(Progress),
            mails=database.versioned(MailRecord),
            pieces=database.collection(MailPiece),
            returned_mails=database.collection(ReturnedMail, outbox=True),
            mailboxes=database.collection(MailboxState),
            erasures=database.collection(Erasure, outbox=True),
            attachments=database.collection(Attachment),
            attachment_pieces=database.collection(AttachmentPiece),
            uploads=database.collection(Upload),
            channels=database.versioned(ChannelState, outbox=True),
            probes=database.collection(Probe),
            quarantine=database.versioned(Held),
            held_messages=database.collection(HeldMessage),
            survey_answers=database.collection(SurveyAnswer, outbox=True),
            routine_readings=database.collection(RoutineReading),
            information_given=database.collection(InformationGiven),
            imports=database.collection(ImportRecord),
            import_reports=database.collection(ReportPiece),
            import_lists=database.collection(ListPiece),
            known_rows=database.collection(KnownRow),
        )

    def require_prepared(self) -> None:
        """Raise StoreUnavailable until the indexes are there: uniqueness rests on them."""
        if not self.database.prepared:
            raise StoreUnavailable("the store has not answered since this process started")
