"""Mails to the mail server over a few connections that are kept open.

A connection of its own for each mail would cost four times as much as the mail, and some servers
count connections against their client.
"""

import asyncio
import ssl
from dataclasses import dataclass

from aiosmtplib import (
    SMTP,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from services.notifications.delivery import (
    AddressRefused,
    MailRefused,
    PutOff,
    RelayUnreachable,
)
from services.notifications.mail import Mail
from shared.relay_address import RelayAddress

IDLE_SECONDS = 30.0
"""A connection not used for this long is not trusted, and closed."""
MAILS_A_CONNECTION = 100
"""Servers dislike connections that never end."""
_PERMANENT = 500
_CLOSING = 421
_UNREADABLE = -1
"""What the library makes of an answer that is not SMTP."""


@dataclass(slots=True)
class _Line:
    smtp: SMTP
    mails: int = 0
    last_used: float = 0.0


class _LineClosed(RelayUnreachable):
    """The server has ended this connection; another may do."""


class SmtpPool:
    """At most `size` connections at a time; `timeout` in seconds for each mail."""

    def __init__(self, address: RelayAddress, size: int, timeout: float, hostname: str) -> None:
        self._address = address
        self._timeout = timeout
        self._hostname = hostname
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
        smtp = SMTP(
            hostname=address.host,
            port=address.port,
            username=address.user,
            password=address.password,
            use_tls=address.tls,
            local_hostname=self._hostname,
            timeout=self._timeout,
        )
        try:
            async with asyncio.timeout(self._timeout):
                await smtp.connect()
        except (SMTPException, OSError, TimeoutError) as error:
            smtp.close()
            raise RelayUnreachable(_why_unreachable(error)) from error
        except BaseException:
            smtp.close()
            raise
        return _Line(smtp)

    async def _transact(self, line: _Line, mail: Mail) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                await line.smtp.sendmail(mail.sender, [mail.recipient], mail.content)
        except SMTPRecipientsRefused as error:
            await self._keep(line)
            raise _refusal(error.recipients[0].code, AddressRefused) from None
        except SMTPSenderRefused as error:
            # That we may not write as the board is a fault of settings, not of the recipient.
            await self._keep(line)
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


def _refusal(
    code: int, permanent: type[AddressRefused | MailRefused]
) -> AddressRefused | MailRefused | PutOff | RelayUnreachable:
    if code in (_CLOSING, _UNREADABLE):
        return _LineClosed(f"smtp_{code}")
    return permanent(str(code)) if code >= _PERMANENT else PutOff(str(code))


def _why_unreachable(error: BaseException) -> str:
    """A slug that tells the one who runs the service where to look; no address, no text of it."""
    # The library wraps what happened while connecting.
    met = error.__cause__ if isinstance(error, SMTPConnectError) else error
    match met:
        case ssl.SSLCertVerificationError():
            return "certificate_invalid"
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
