"""Mails to the mail server over a few connections that are kept open.

A connection of its own for each mail would cost four times as much as the mail, and some servers
count connections against their client.
"""

import asyncio
import re
import ssl
from dataclasses import dataclass
from pathlib import Path

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from services.notifications.sending.delivery import (
    AddressRefused,
    MailRefused,
    PutOff,
    RelayUnreachable,
)
from services.notifications.texts.mail import Mail
from shared.relay_address import RelayAddress

IDLE_SECONDS = 30.0
"""A connection not used for this long is not trusted, and closed."""
MAILS_A_CONNECTION = 100
"""Servers dislike connections that never end."""
LOGIN_PAUSE_SECONDS = 60.0
"""After a password that is wrong: some servers lock out who tries often."""
_PERMANENT = 500
_LOGIN_REFUSED = "login_refused"
_ENDING = (421, -1)
"""The server closes; what the library makes of an answer that is not SMTP."""
_NOT_ALLOWED = re.compile(r"5\.(?:7\.\d|1\.[78]\b)")
"""What stands first in an answer about rules, or about the sender (RFC 3463)."""


@dataclass(slots=True)
class _Line:
    smtp: SMTP
    mails: int = 0
    last_used: float = 0.0


class _LineClosed(RelayUnreachable):
    """The server has ended this connection; another may do."""


@dataclass(frozen=True, slots=True)
class Security:
    """How the mail server must prove itself."""

    required: bool = False
    """Whether nothing is sent without TLS. A password never is, but to this very machine."""
    authorities: Path | None = None
    """PEM file of who signed the server's certificate; the system's authorities by default."""


class SmtpPool:
    """At most `size` connections at a time; `timeout` in seconds for each mail."""

    def __init__(
        self,
        address: RelayAddress,
        size: int,
        timeout: float,
        hostname: str,
        security: Security = Security(),
    ) -> None:
        self._address = address
        self._timeout = timeout
        self._hostname = hostname
        self._must_encrypt = security.required or (
            address.user is not None and not address.is_this_machine
        )
        self._authorities = security.authorities
        self._context: ssl.SSLContext | None = None
        self._login_again_at = 0.0
        self._slots = asyncio.Semaphore(size)
        self._idle: list[_Line] = []

    async def send(self, mail: Mail) -> None:
        """See MailRelay."""
        async with self._slots:
            line = self._kept()
            if line is not None:
                try:
                    await self._transact(line, mail)
                except _LineClosed:
                    # Servers close what is idle or has lasted; a new connection may do.
                    line = None
            if line is None:
                line = await self._opened()
                await self._transact(line, mail)

    async def run(self) -> None:
        """Leave, as time passes, the connections that are not used; until cancelled."""
        while True:
            await asyncio.sleep(IDLE_SECONDS / 2)
            await self._close_idle()

    async def _close_idle(self) -> None:
        now = asyncio.get_running_loop().time()
        old = [line for line in self._idle if line.last_used + IDLE_SECONDS <= now]
        self._idle = [line for line in self._idle if line.last_used + IDLE_SECONDS > now]
        await asyncio.gather(*(_left(line) for line in old))

    async def close(self) -> None:
        """Leave every connection that is not in use."""
        lines, self._idle = self._idle, []
        await asyncio.gather(*(_left(line) for line in lines))

    def _kept(self) -> _Line | None:
        now = asyncio.get_running_loop().time()
        while self._idle:
            line = self._idle.pop()
            if line.smtp.is_connected and line.last_used + IDLE_SECONDS > now:
                return line
            line.smtp.close()
        return None

    async def _opened(self) -> _Line:
        address = self._address
        if asyncio.get_running_loop().time() < self._login_again_at:
            raise RelayUnreachable(_LOGIN_REFUSED)
        smtp = SMTP(
            hostname=address.host,
            port=address.port,
            use_tls=address.tls,
            tls_context=await self._tls(),
            local_hostname=self._hostname,
            timeout=self._timeout,
        )
        try:
            async with asyncio.timeout(self._timeout):
                await smtp.connect()
                await self._trusted(smtp)
        except RelayUnreachable:
            smtp.close()
            raise
        except (SMTPException, OSError, TimeoutError) as error:
            smtp.close()
            raise RelayUnreachable(_why_unreachable(error)) from error
        except BaseException:
            smtp.close()
            raise
        return _Line(smtp)

    async def _trusted(self, smtp: SMTP) -> None:
        """Encrypted where it must be, and logged in."""
        if self._must_encrypt and smtp.get_transport_info("sslcontext") is None:
            raise RelayUnreachable("tls_not_offered")
        user = self._address.user
        if user is None:
            return
        await smtp.ehlo()
        if not smtp.supported_auth_methods:
            raise RelayUnreachable("login_not_offered")
        try:
            await smtp.login(user, self._address.password or "")
        except SMTPAuthenticationError as error:
            if error.code < _PERMANENT:
                raise
            self._login_again_at = asyncio.get_running_loop().time() + LOGIN_PAUSE_SECONDS
            raise RelayUnreachable(_LOGIN_REFUSED) from None

    async def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = await asyncio.to_thread(
                ssl.create_default_context, cafile=self._authorities
            )
        return self._context

    async def _transact(self, line: _Line, mail: Mail) -> None:
        told, asked = _about_reports(line.smtp, mail)
        try:
            async with asyncio.timeout(self._timeout):
                await line.smtp.sendmail(
                    mail.sender,
                    [mail.recipient],
                    mail.content,
                    mail_options=told,
                    rcpt_options=asked,
                )
        except SMTPRecipientsRefused as error:
            await self._keep(line)
            raise _of_recipient(error.recipients[0]) from None
        except SMTPSenderRefused as error:
            # That we may not write as the board is a fault of settings, not of the recipient.
            await self._keep(line)
            if error.code in _ENDING:
                raise _LineClosed(f"smtp_{error.code}") from None
            raise PutOff(f"sender_{error.code}") from None
        except SMTPResponseException as error:
            await self._keep(line)
            raise _refusal(error.code, MailRefused) from None
        except SMTPServerDisconnected as error:
            line.smtp.close()
            raise _LineClosed(_why_unreachable(error)) from None
        except (SMTPException, OSError, TimeoutError) as error:
            line.smtp.close()
            raise RelayUnreachable(_why_unreachable(error)) from None
        except BaseException:
            line.smtp.close()
            raise
        await self._keep(line)

    async def _keep(self, line: _Line) -> None:
        line.mails += 1
        line.last_used = asyncio.get_running_loop().time()
        if line.mails >= MAILS_A_CONNECTION:
            await _left(line)
        elif line.smtp.is_connected:
            self._idle.append(line)


def _about_reports(smtp: SMTP, mail: Mail) -> tuple[list[str], list[str]]:
    """What the server is asked, where it can be (RFC 3461): to report a mail that fails and not
    one that is late, by its id, and with its headers alone.
    """
    if not mail.envelope_id or not smtp.supports_extension("dsn"):
        return [], []
    return ["RET=HDRS", f"ENVID={mail.envelope_id}"], ["NOTIFY=FAILURE"]


def _of_recipient(
    refused: SMTPRecipientRefused,
) -> AddressRefused | MailRefused | PutOff | RelayUnreachable:
    """Many servers say only here that we may not send by them, or not as the board: that is a
    fault of settings, and no word of the address.
    """
    if refused.code >= _PERMANENT and _NOT_ALLOWED.match(refused.message):
        return PutOff(f"not_allowed_{refused.code}")
    return _refusal(refused.code, AddressRefused)


def _refusal(
    code: int, permanent: type[AddressRefused | MailRefused]
) -> AddressRefused | MailRefused | PutOff | RelayUnreachable:
    if code in _ENDING:
        return _LineClosed(f"smtp_{code}")
    return permanent(str(code)) if code >= _PERMANENT else PutOff(str(code))


def _why_unreachable(error: BaseException) -> str:
    """A slug that tells the one who runs the service where to look; no address, no text of it."""
    # The library wraps what happened while connecting.
    met = error.__cause__ if isinstance(error, SMTPConnectError) else error
    match met:
        case ssl.SSLCertVerificationError():
            return "certificate_invalid"
        case ssl.SSLError():
            return "tls_failed"
        case SMTPResponseException() as answer:
            return f"smtp_{answer.code}"
        case TimeoutError():
            return "timeout"
        case ConnectionRefusedError():
            return "connection_refused"
        case _:
            return "connection_lost"


async def _left(line: _Line) -> None:
    try:
        async with asyncio.timeout(1):
            await line.smtp.quit()
    except (SMTPException, OSError, TimeoutError):
        line.smtp.close()
