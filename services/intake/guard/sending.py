"""Hands a marked test case in by a channel's own door, as a person, a program or a mail does."""

from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Protocol

import httpx
from aiosmtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, send

from services.intake.guard.following import TIMEOUT_SECONDS, fault_of
from services.intake.guard.form_filling import FilledForm, filled_form
from services.intake.guard.published import Channel
from services.intake.guard.state import Verdict
from shared.clock import Clock
from shared.events.channels import ChannelFault
from shared.relay_address import RelayAddress

TEXT = "Det här är ett automatiskt prov av att det går att lämna in. Det blir inget ärende."
_RECEIPT = "/kvitto/"
_STEPS = 5
"""Pages from the form to the receipt, at most."""
_ACCEPTED = 202
_ERROR = 400


class Sender(Protocol):
    """Hands one in. None when the door took it; else what was wrong."""

    async def __call__(self, channel: Channel, mark: str) -> Verdict | None: ...


class FormSender:
    """By the public form, from the page with the form to the receipt."""

    def __init__(self, client: Callable[[], httpx.AsyncClient]) -> None:
        self._client = client

    async def __call__(self, channel: Channel, mark: str) -> Verdict | None:
        """See Sender."""
        wanted = {
            "kind": "view",
            "text": f"{TEXT} {mark}",
            "place": "unknown",
            "answer": "no",
        }
        try:
            async with self._client() as visitor:
                return await _filled_in(visitor, channel.address or "", wanted)
        except httpx.HTTPError as error:
            return Verdict(fault_of(error))


class ApiSender:
    """By the API, as someone without a token does."""

    def __init__(self, client: Callable[[], httpx.AsyncClient]) -> None:
        self._client = client

    async def __call__(self, channel: Channel, mark: str) -> Verdict | None:
        """See Sender."""
        body = {
            "board": channel.board,
            "kind": "view",
            "channel": "web",
            "text": f"{TEXT} {mark}",
        }
        try:
            async with self._client() as caller:
                response = await caller.post(channel.address or "", json=body)
        except httpx.HTTPError as error:
            return Verdict(fault_of(error))
        if response.status_code != _ACCEPTED:
            return Verdict(ChannelFault.REFUSED, str(response.status_code))
        return None


def _starts_tls(relay: RelayAddress, *, offered: bool) -> bool | None:
    """Whether the connection must change to TLS; None for where it can."""
    if not offered or relay.tls:
        return False
    # A password is shown over TLS, or not at all.
    return True if relay.user is not None and not relay.is_this_machine else None


class MailSender:
    """By mail, handed over to `relay`, from the address `sender`."""

    def __init__(self, relay: RelayAddress, sender: str, clock: Clock, *, tls: bool) -> None:
        self._relay = relay
        self._sender = sender
        self._clock = clock
        self._tls = tls

    async def __call__(self, channel: Channel, mark: str) -> Verdict | None:
        """See Sender."""
        relay = self._relay
        try:
            await send(
                self._mail(channel.address or "", mark),
                sender=self._sender,
                recipients=[channel.address or ""],
                hostname=relay.host,
                port=relay.port,
                username=relay.user,
                password=relay.password,
                use_tls=relay.tls,
                start_tls=_starts_tls(relay, offered=self._tls),
                timeout=TIMEOUT_SECONDS,
            )
        except SMTPRecipientsRefused as error:
            return Verdict(ChannelFault.REFUSED, str(error.recipients[0].code))
        except SMTPResponseException as error:
            return Verdict(ChannelFault.REFUSED, str(error.code))
        except (SMTPException, OSError):
            return Verdict(ChannelFault.UNREACHABLE)
        return None

    def _mail(self, recipient: str, mark: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = recipient
        mail["Subject"] = "Prov av att e-post kommer fram"
        mail["Date"] = format_datetime(self._clock.now())
        mail["Message-ID"] = make_msgid(domain=self._sender.partition("@")[2])
        # Whoever answers by itself is to let it be (RFC 3834).
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(f"{TEXT}\n\n{mark}\n")
        return mail


async def _filled_in(
    visitor: httpx.AsyncClient, address: str, wanted: Mapping[str, str]
) -> Verdict | None:
    page = await visitor.get(address)
    for _ in range(_STEPS):
        if page.status_code >= _ERROR:
            return Verdict(ChannelFault.REFUSED, str(page.status_code))
        if _RECEIPT in page.url.path:
            return None
        form = filled_form(page.text, str(page.url), wanted)
        if form is None:
            return Verdict(ChannelFault.REFUSED, "no_form")
        page = await _posted(visitor, form)
    return Verdict(ChannelFault.REFUSED, "no_receipt")


async def _posted(visitor: httpx.AsyncClient, form: FilledForm) -> httpx.Response:
    if form.multipart:
        parts = [(name, (None, value)) for name, value in form.fields]
        return await visitor.post(form.url, files=parts)
    data: dict[str, list[str]] = {}
    for name, value in form.fields:
        data.setdefault(name, []).append(value)
    return await visitor.post(form.url, data=data)
