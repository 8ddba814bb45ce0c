"""A session that can be awaited: its calls go through a thread of its own."""

import asyncio
import contextlib
import imaplib
import ssl
from collections.abc import Callable
from typing import Concatenate, ParamSpec, Self, TypeVar

from services.intake.imap.errors import MailboxError, Refused, TlsFailed, Unreachable
from services.intake.imap.mailboxes import MailboxSettings
from services.intake.imap.own_thread import OwnThread
from services.intake.imap.secrets import secret_of
from services.intake.imap.session import Session

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Connection:
    """Every call raises MailboxError: Refused leaves the connection as it was, others end it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread = OwnThread(f"imap-{name}")
        self._session: Session | None = None

    @classmethod
    async def open(cls, settings: MailboxSettings) -> Self:
        """Connect and log in."""
        connection = cls(settings.name)
        try:
            secret = await asyncio.to_thread(secret_of, settings)
            connection._session = await connection._run(Session.open, settings, secret)
        except BaseException:
            connection.close()
            raise
        return connection

    async def do(
        self,
        call: Callable[Concatenate[Session, Parameters], Result],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Result:
        """One call of the session's."""
        if self._session is None:
            raise Unreachable(f"{self._name}: not connected")
        return await self._run(call, self._session, *args, **kwargs)

    def close(self) -> None:
        """Hang up, whatever is going on."""
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(OSError):
                session.hang_up()
        self._thread.end(session.close if session else None)

    async def _run(
        self,
        call: Callable[Parameters, Result],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Result:
        try:
            return await self._thread.run(call, *args, **kwargs)
        except MailboxError:
            raise
        except ssl.SSLError as error:
            raise TlsFailed(f"{self._name}: {error.reason or 'TLS failed'}") from error
        except OSError as error:
            raise Unreachable(f"{self._name}: {type(error).__name__}") from error
        except imaplib.IMAP4.abort as error:
            raise Unreachable(f"{self._name}: the server hung up") from error
        except imaplib.IMAP4.error as error:
            raise Refused(f"{self._name}: the server refused a command") from error
        except Exception as error:
            # The library could not make sense of an answer: nothing after it can be trusted.
            raise Unreachable(f"{self._name}: {type(error).__name__}") from error
