"""The caught mails as JSON, for the demonstration and the tests."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict

from deploy.local.mail_catcher.letter import Letter
from deploy.local.mail_catcher.mailbox import CaughtMail, Mailbox

LIMIT = 10_000


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class MailSummary(_Answer):
    """One line of the list; `received_at` is UTC."""

    id: str
    received_at: datetime
    envelope_from: str
    envelope_to: tuple[str, ...]
    subject: str
    message_id: str


class AttachmentSummary(_Answer):
    name: str
    media_type: str
    size: int


class MailContent(MailSummary):
    """The whole mail; headers keep their order and may repeat."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[AttachmentSummary, ...]


class Mails(_Answer):
    """A part of the list, newest first; give `next` as `before` to go on."""

    items: tuple[MailSummary, ...]
    total: int
    next: str | None


def json_routes(mailbox: Mailbox) -> APIRouter:
    routes = APIRouter(prefix="/api/v1")

    @routes.get("/messages")
    def messages(
        to: str | None = None,
        before: str | None = None,
        limit: Annotated[int, Query(ge=1, le=LIMIT)] = LIMIT,
    ) -> Mails:
        found = mailbox.find(to, before, limit)
        return Mails(
            items=tuple(MailSummary.model_validate(_summary(mail)) for mail in found.items),
            total=found.total,
            next=found.next,
        )

    @routes.get("/messages/{mail_id}")
    def message(mail_id: str) -> MailContent:
        mail = mailbox.get(mail_id)
        if mail is None:
            raise HTTPException(
                404, "No mail has this id. Ask /api/v1/messages for those there are."
            )
        letter = Letter.parse(mailbox.source(mail))
        return MailContent.model_validate(
            _summary(mail)
            | {
                "headers": letter.headers,
                "text": letter.text,
                "html": letter.html,
                "attachments": letter.attachments,
            }
        )

    return routes


def _summary(mail: CaughtMail) -> dict[str, object]:
    return {
        "id": mail.id,
        "received_at": mail.received_at,
        "envelope_from": mail.envelope.sender,
        "envelope_to": mail.envelope.recipients,
        "subject": mail.subject,
        "message_id": mail.message_id,
    }
