"""Hands an example in, through its real channel."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from uuid import uuid4

import aiosmtplib
import httpx
from pydantic import BaseModel, ValidationError
from selectolax.lexbor import LexborHTMLParser

from deploy.local.endpoints import Endpoints
from deploy.local.examples import CaseExample, Example, MailExample, Sender
from deploy.local.failures import LauncherFailure
from deploy.local.journey import Sent
from deploy.local.swedish_time import swedish_now, swedish_today

_SHOWN_CHARACTERS = 500


class NotAccepted(LauncherFailure):
    """A service refused an example."""


class _Accepted(BaseModel):
    case_id: str
    reference: str
    secret: str
    status_url: str


async def send(example: Example, endpoints: Endpoints, client: httpx.AsyncClient) -> Sent:
    """Return once it is accepted. Raises NotAccepted."""
    if example.mail:
        return await _by_mail(example, example.mail, endpoints)
    if example.case and example.sender is Sender.FORM:
        return await _by_form(example, example.case, endpoints, client)
    if example.case:
        return await _by_api(example, example.case, endpoints, client)
    raise NotAccepted(f"“{example.summary}” has nothing to send")


async def _by_api(
    example: Example, case: CaseExample, endpoints: Endpoints, client: httpx.AsyncClient
) -> Sent:
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
    if example.sender is not Sender.PUBLIC:
        headers["Authorization"] = f"Bearer {endpoints.credentials.token(example.sender)}"
    url = f"{endpoints.services['intake'].url}/api/v1/cases"
    try:
        answer = await client.post(url, content=case.body(swedish_today()), headers=headers)
    except httpx.TransportError as error:
        raise NotAccepted(f"intake did not take “{example.summary}”: {error!r}") from error
    if answer.status_code != httpx.codes.ACCEPTED:
        raise NotAccepted(
            f"intake did not take “{example.summary}”: "
            f"{answer.status_code} {answer.text[:_SHOWN_CHARACTERS]}"
        )
    try:
        accepted = _Accepted.model_validate_json(answer.content)
    except ValidationError as error:
        raise NotAccepted(f"intake took “{example.summary}” with a wrong answer: {error}") from None
    return Sent(
        summary=example.summary,
        channel=example.channel,
        address=example.address,
        accepted_at=datetime.now(UTC),
        case_id=accepted.case_id,
    )


async def _by_form(
    example: Example, case: CaseExample, endpoints: Endpoints, client: httpx.AsyncClient
) -> Sent:
    url = f"{endpoints.services['intake'].url}/lamna"
    try:
        given = _hidden_fields(await client.get(url), "/lamna")
        filled = case.form(swedish_today()) | given
        # What the review step shows is sent as it shows it.
        reviewed = _hidden_fields(await client.post(url, data=filled), "/lamna/skicka")
        answer = await client.post(f"{url}/skicka", data=reviewed)
    except httpx.TransportError as error:
        raise NotAccepted(f"intake did not take “{example.summary}”: {error!r}") from error
    if answer.status_code != httpx.codes.SEE_OTHER:
        raise NotAccepted(f"the public form did not take “{example.summary}”: {answer.status_code}")
    # The receipt's address ends with the case's id.
    return Sent(
        summary=example.summary,
        channel=example.channel,
        address=example.address,
        accepted_at=datetime.now(UTC),
        case_id=answer.headers["location"].rpartition("/")[2],
    )


def _hidden_fields(page: httpx.Response, action: str) -> dict[str, str]:
    """What the form on a page carries with it. Raises NotAccepted where there is no such form."""
    fields = LexborHTMLParser(page.text).css(f'form[action$="{action}"] input[type=hidden]')
    if not fields:
        raise NotAccepted(f"{page.url} has no form to send to {action}: {page.status_code}")
    given = (field.attributes for field in fields)
    return {each.get("name") or "": each.get("value") or "" for each in given}


async def _by_mail(example: Example, mail: MailExample, endpoints: Endpoints) -> Sent:
    message = EmailMessage()
    message["From"] = mail.sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(swedish_now())
    message["Message-ID"] = message_id = make_msgid(domain=mail.sender.partition("@")[2])
    message.set_content(mail.text)
    host, _, port = endpoints.smtp_in.rpartition(":")
    try:
        await aiosmtplib.send(message, hostname=host, port=int(port), start_tls=False)
    except (aiosmtplib.SMTPException, OSError) as error:
        raise NotAccepted(f"intake did not take “{example.summary}”: {error!r}") from error
    return Sent(
        summary=example.summary,
        channel=example.channel,
        address=example.address,
        accepted_at=datetime.now(UTC),
        message_id=message_id,
    )
