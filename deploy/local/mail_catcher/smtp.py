"""The receiving side: a mail is accepted once it is on disk."""

import asyncio
from datetime import UTC, datetime

from aiosmtpd.smtp import SMTP, Session
from aiosmtpd.smtp import Envelope as Received

from deploy.local.mail_catcher.mailbox import Envelope, Mailbox

ACCEPTED = "250 2.0.0 Kept"
REFUSED = "451 4.3.2 Refused on purpose, try again"
NOT_KEPT = "451 4.3.0 Could not be written to disk, try again"
_LIMIT_BYTES = 50_000_000


class Catch:
    """What aiosmtpd asks at each step. `refuse_every`: each n-th recipient gets a 451."""

    def __init__(self, mailbox: Mailbox, refuse_every: int | None = None) -> None:
        self._mailbox = mailbox
        self._refuse_every = refuse_every
        self._asked = 0

    async def handle_RCPT(  # noqa: N802 - the name and arguments are aiosmtpd's
        self,
        _server: SMTP,
        _session: Session,
        envelope: Received,
        address: str,
        _options: list[str],
    ) -> str:
        self._asked += 1
        if self._refuse_every and self._asked % self._refuse_every == 0:
            return REFUSED
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Received
    ) -> str:
        content = envelope.content
        source = content.encode() if isinstance(content, str) else content or b""
        sent = Envelope(envelope.mail_from or "", tuple(envelope.rcpt_tos))
        try:
            # One after the other on the loop would make senders wait for each other's disk write.
            await asyncio.to_thread(self._mailbox.keep, sent, source, datetime.now(UTC))
        except OSError:
            return NOT_KEPT
        return ACCEPTED


async def listen(catch: Catch, host: str, port: int) -> asyncio.Server:
    """Start to listen. Raises OSError when the port is taken."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: SMTP(
            catch,
            hostname="mail-catcher.localhost",
            ident="Mail catcher",
            data_size_limit=_LIMIT_BYTES,
            enable_SMTPUTF8=True,
        ),
        host,
        port,
    )
