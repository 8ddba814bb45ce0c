"""Reads what someone who follows their case sends: a message, or whether they are content. Pure."""

from collections.abc import Collection, Mapping
from hashlib import sha256
from uuid import UUID

from services.intake.case_request import MAXIMUM_ATTACHMENTS, MAXIMUM_TEXT
from services.intake.message import VIEWS, MessageRequest
from services.intake.plain_text import plain_text
from services.intake.public.form import Rejected
from shared.events.vocabulary import ComplainantView
from shared.pages.phrases import Phrase, phrase


def parse_message(data: Mapping[str, str], files: Collection[UUID]) -> MessageRequest | Rejected:
    """A message in words, in files, or in both."""
    text = plain_text(data.get("message", ""))
    if problem := _too_long(text):
        return Rejected({"message": problem})
    if len(files) > MAXIMUM_ATTACHMENTS:
        return Rejected(
            {"files": phrase("Skicka högst %(limit)s filer åt gången.", limit=MAXIMUM_ATTACHMENTS)}
        )
    if not text and not files:
        return Rejected({"message": phrase("Skriv ett meddelande, eller välj en fil att skicka.")})
    return MessageRequest(text=text, attachments=tuple(files))


def parse_opinion(data: Mapping[str, str]) -> MessageRequest | Rejected:
    """Whether the person is content, and if not, why (R39)."""
    view = next((each for each in ComplainantView if each == data.get("view")), None)
    if view not in VIEWS:
        return Rejected({"view": phrase("Välj om du är nöjd eller inte.")})
    reason = plain_text(data.get("reason", "")) if view is ComplainantView.DISPUTES else ""
    if problem := _too_long(reason):
        return Rejected({"reason": problem})
    return MessageRequest(text=reason, view=view)


def message_key(token: str, request: MessageRequest) -> str | None:
    """The same for the same words sent twice from one form; None without a token."""
    if not token:
        return None
    return sha256(f"{token}\x1f{request.model_dump_json()}".encode()).hexdigest()


def _too_long(text: str) -> Phrase | None:
    if len(text) <= MAXIMUM_TEXT:
        return None
    return phrase(
        "Korta texten till högst %(limit)s tecken. Nu är den %(length)s tecken.",
        limit=MAXIMUM_TEXT,
        length=len(text),
    )
