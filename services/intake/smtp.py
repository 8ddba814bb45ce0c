"""Mail by SMTP. 250 is answered once a mail is taken, 451 when the store cannot take it now."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import Any, cast

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.intake.abuse.connections import Connections
from services.intake.mail.addresses import destination
from services.intake.mail.sorter import Delivered
from services.intake.plain_text import one_line
from services.intake.settings import IntakeSettings
from shared.errors import TransientError
from shared.metrics import REFUSED_AS_TOO_MANY
from shared.organisation import Organisation

log = structlog.get_logger()

TAKEN = "250 2.0.0 Taken"
RECIPIENT_TAKEN = "250 2.1.5 OK"
NO_SUCH_RECIPIENT = "550 5.1.1 No mailbox here has this address"
TOO_MANY_RECIPIENTS = "452 4.5.3 Too many recipients"
TOO_MANY_CONNECTIONS = "421 4.7.0 Too many connections: try again later"
TRY_LATER = "451 4.3.0 Could not be stored, nothing was taken: try again later"

_LONGEST_LINE = 1024 * 1024
"""Bytes. RFC 5321 has 1,000, but programs that do not break lines send complaints too."""


_MOST_RECIPIENTS = 100

Take = Callable[[Delivered], Awaitable[object]]
"""Returns once a mail is stored; raises TransientError when it cannot be now."""


class _Smtp(SMTP):
    """One conversation, if there is room for one more."""

    line_length_limit = _LONGEST_LINE

    def __init__(self, connections: Connections, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._connections = connections
        self._counted_as: str | None = None
        self._turned_away = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # After STARTTLS it is called again, for the same connection.
        if self._counted_as is None:
            address = str((transport.get_extra_info("peername") or ("unknown",))[0])
            if not self._connections.enter(address):
                self._turn_away(cast("asyncio.Transport", transport))
                return
            self._counted_as = address
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._turned_away:
            return
        if self._counted_as is not None:
            self._connections.leave(self._counted_as)
            self._counted_as = None
        super().connection_lost(error)

    def eof_received(self) -> bool | None:
        return None if self._turned_away else super().eof_received()

    def _turn_away(self, transport: asyncio.Transport) -> None:
        self._turned_away = True
        REFUSED_AS_TOO_MANY.labels(door="smtp").inc()
        log.warning("smtp_connection_turned_away")
        transport.write(f"{TOO_MANY_CONNECTIONS}\r\n".encode())
        transport.close()


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
        self._connections = Connections(
            settings.smtp_in_connections, settings.smtp_in_connections_each
        )
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
            self._connections,
            self._door,
            hostname=self._domain,
            ident="Lyhord",
            data_size_limit=self._settings.smtp_in_size_limit,
            enable_SMTPUTF8=True,
            # The library answers 421 to what is over, and ends the conversation.
            command_call_limit={
                "DATA": self._settings.smtp_in_mails_a_connection,
                "*": _MOST_RECIPIENTS * self._settings.smtp_in_mails_a_connection,
            },
            **options,
        )


def _tls(settings: IntakeSettings) -> ssl.SSLContext | None:
    """For STARTTLS, where a certificate is given."""
    if settings.smtp_in_certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.smtp_in_certificate, settings.smtp_in_certificate_key)
    return context
