"""What the API answers with."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from services.intake.plain_status import STATUS_IN_PLAIN_WORDS
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Acknowledgement, Feedback, Kind, Status
from shared.pages.catalogues import say
from shared.pages.languages import Language


class CaseAccepted(BaseModel):
    """The receipt. `secret` is shown here and never again, except to a repeat of the request."""

    case_id: UUID
    reference: str
    secret: str
    status_url: str


class MessageAccepted(BaseModel):
    """The message is stored."""

    message_id: UUID
    case_id: UUID


class PlainWords(BaseModel):
    """The same sentence in Swedish and English."""

    sv: str
    en: str


class CaseProgress(BaseModel):
    """How far a case has come. Instants are UTC, `received_on` is a day in Swedish time.

    Nothing personal: whoever has the secret may not be who wrote the case.
    """

    case_id: UUID
    reference: str
    status: Status
    status_text: PlainWords
    diary_number: str | None
    board: str
    kind: Kind
    received_on: date
    received_at: datetime
    registered_at: datetime | None
    acknowledgement: Acknowledgement
    acknowledged_at: datetime | None
    assigned_at: datetime | None
    assessed_at: datetime | None
    feedback: Feedback
    answered_at: datetime | None
    closed_at: datetime | None
    followed_up_at: datetime | None
    external_reference: str | None = None
    """The partner's own name for the case; told to that partner alone."""

    @classmethod
    def of(cls, case_id: UUID, facts: CaseFacts, external_reference: str | None = None) -> Self:
        sentence = STATUS_IN_PLAIN_WORDS[facts.status]
        return cls(
            case_id=case_id,
            status_text=PlainWords(
                sv=say(sentence, Language.SWEDISH), en=say(sentence, Language.ENGLISH)
            ),
            external_reference=external_reference,
            **{
                name: getattr(facts, name)
                for name in cls.model_fields
                if name in CaseFacts.model_fields
            },
        )
