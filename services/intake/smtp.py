"""Mail by SMTP. 250 is answered once a mail is taken, 451 when the store cannot take it now."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.intake.mail.addresses import destination
from services.intake.mail.sorter import Delivered
from services.intake.plain_text import one_line
from services.intake.settings import IntakeSettings
from shared.errors import TransientError
from shared.organisation import Organisation

log = structlog.get_logger()

TAKEN = "250 2.0.0 Taken"
RECIPIENT_TAKEN = "250 2.1.5 OK"
NO_SUCH_RECIPIENT = "550 5.1.1 No mailbox here has this address"
TOO_MANY_RECIPIENTS = "452 4.5.3 Too many recipients"
TRY_LATER = "451 4.3.0 Could not be stored, nothing was taken: try again later"

_LONGEST_LINE = 1024 * 1024
"""Bytes. RFC 5321 has 1,000, but programs that do not break lines send complaints too."""


_MOST_RECIPIENTS = 100

Take = Callable[[Delivered], Awaitable[object]]
"""Returns once a mail is stored; raises TransientError when it cannot be now."""


class _Smtp(SMTP):
    line_length_limit = _LONGEST_LINE


class _Door:
    """What aiosmtpd asks at each step of a conversation."""

    def __init__(self, take: Take, organisation: Organisation) -> None:
        self._take_in = take
        self._organisation = organisation
        self.under_way: set[asyncio.Task[str]] = set()

    async def handle_RCPT(  # noqa: N802 - the names and arguments are aiosmtpd's
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        recipient = one_line(address)
        if destination(recipient, self._organisation) is None:
            return NO_SUCH_RECIPIENT
        if len(envelope.rcpt_tos) >= _MOST_RECIPIENTS:
            return TOO_MANY_RECIPIENTS
        envelope.rcpt_tos.append(recipient)
        return RECIPIENT_TAKEN

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        delivered = Delivered(
            raw=envelope.original_content or b"",
            return_path=one_line(envelope.mail_from or ""),
            recipients=tuple(envelope.rcpt_tos),
        )
        # A sender that hangs up has its conversation cancelled, but not what is half stored.
        task = asyncio.create_task(self._take(delivered), name="mail")
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)
        return await asyncio.shield(task)

    async def handle_exception(self, error: Exception) -> str:
        log.error("smtp_crashed", exc_info=error)
        return TRY_LATER

    async def _take(self, delivered: Delivered) -> str:
        try:
            await self._take_in(delivered)
        except TransientError as error:
            log.warning("mail_not_taken", slug=error.slug)
            return TRY_LATER
        return TAKEN


class SmtpListener:
    """Listens where the settings say."""

    def __init__(self, take: Take, organisation: Organisation, settings: IntakeSettings) -> None:
        self._door = _Door(take, organisation)
        self._settings = settings
        self._domain = organisation.known_board(organisation.default_board).sender.partition("@")[2]
        self._server: asyncio.Server | None = None

    async def run(self) -> None:
        """Listen until stopped. Raises OSError when the port cannot be had."""
        settings = self._settings
        tls = _tls(settings)
        self._server = await asyncio.get_running_loop().create_server(
            lambda: self._conversation(tls), settings.smtp_in_host, settings.smtp_in_port
        )
        log.info("smtp_listening", port=self.port)

    @property
    def port(self) -> int | None:
        """The port it listens on; None while it does not."""
        if self._server is None or not self._server.sockets:
            return None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def check(self) -> str | None:
        """For readiness."""
        return None if self.port is not None else "smtp_not_listening"

    async def stop(self) -> None:
        """Take no more connections, and let mails that are being stored be answered."""
        if self._server is not None:
            self._server.close()
        if self._door.under_way:
            await asyncio.wait(self._door.under_way, timeout=self._settings.drain_seconds)

    def _conversation(self, tls: ssl.SSLContext | None) -> SMTP:
        options: dict[str, Any] = {"tls_context": tls} if tls else {}
        return _Smtp(
            self._door,
            hostname=self._domain,
            ident="Lyhord",
            data_size_limit=self._settings.smtp_in_size_limit,
            enable_SMTPUTF8=True,
            **options,
        )


def _tls(settings: IntakeSettings) -> ssl.SSLContext | None:
    """For STARTTLS, where a certificate is given."""
    if settings.smtp_in_certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.smtp_in_certificate, settings.smtp_in_certificate_key)
    return context
