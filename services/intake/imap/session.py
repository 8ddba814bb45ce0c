"""One conversation with an IMAP server, in blocking calls.

Every method may raise what imaplib and sockets raise; `Connection` turns it into our words.
"""

import logging
import socket
import ssl
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self

from imapclient import DELETED, IMAPClient, SocketTimeout

from services.intake.imap.errors import FolderMissing, LoginRefused
from services.intake.imap.folders import Folders
from services.intake.imap.mailboxes import MailboxSettings, Tls
from services.intake.imap.secrets import Secret

TAKEN = "$LyhordTaken"
"""The keyword of mails that are taken and cannot be moved."""

WINDOW = 500
"""Mails listed at once: servers take command lines of 8,000 characters, and uids may be long."""

_CONNECT_SECONDS = 15.0
_ANSWER_SECONDS = 60.0

# What it would log of a conversation are people's words.
logging.getLogger("imapclient").setLevel(logging.WARNING)


class Opened(NamedTuple):
    """The folder as it was found. Uids mean the same mails as long as `validity` is the same."""

    validity: int
    size: int
    """Mails in it."""


class Waiting(NamedTuple):
    """A mail in the folder. `since` is when the server got it (UTC)."""

    uid: int
    size: int
    since: datetime


class _Client(IMAPClient):  # type: ignore[misc]
    def _poll_socket(self, sock: Any, timeout: float | None = None) -> Any:
        """Whether there is something to read. Called with the socket made non-blocking.

        What the server sends together with its answer to IDLE is in the reader's buffer already,
        where poll does not see it: a mail that came in that moment would wait for the next look.
        """
        try:
            buffered = self._imap.file.peek(1)
        except OSError:  # of TLS: nothing is there yet
            buffered = b""
        return buffered or super()._poll_socket(sock, timeout)


class Session:
    """Logged in, with one folder open for writing."""

    def __init__(self, client: IMAPClient, settings: MailboxSettings) -> None:
        self._client = client
        self._settings = settings
        self._folders = Folders(client)

    @classmethod
    def open(cls, settings: MailboxSettings, secret: Secret) -> Self:
        """Connect and log in. Raises LoginRefused."""
        trust = ssl.create_default_context(cafile=settings.ca_file)
        client = _Client(
            settings.host,
            settings.server_port,
            ssl=settings.tls is Tls.IMPLICIT,
            ssl_context=trust,
            timeout=SocketTimeout(connect=_CONNECT_SECONDS, read=_ANSWER_SECONDS),
        )
        client.normalise_times = False
        if settings.tls is Tls.STARTTLS:
            client.starttls(trust)
            client.capabilities()  # so that those from before are forgotten
        try:
            if secret.is_token:
                client.oauth2_login(settings.user, secret.value)
            else:
                client.login(settings.user, secret.value)
        except client.AbortError:
            raise
        except client.Error:
            # Without the server's words: some quote the user's name.
            raise LoginRefused(f"{settings.name}: the server refuses user or secret") from None
        return cls(client, settings)

    @property
    def can_idle(self) -> bool:
        return bool(self._client.has_capability("IDLE"))

    def select(self) -> Opened:
        """Open the folder anew, as it is now. Raises FolderMissing."""
        name = self._settings.folder
        try:
            found = self._client.select_folder(self._folders.on_server(name))
        except self._client.AbortError:
            raise
        except self._client.Error as error:
            raise FolderMissing(f"{self._settings.name}: {name} cannot be opened") from error
        return Opened(found.get(b"UIDVALIDITY", 0), found[b"EXISTS"])

    def waiting(self, count: int, wanted: Callable[[int], bool]) -> Sequence[Waiting]:
        """The oldest mails of `count` that are not marked as taken, in the order of their uids.

        Looks on until there is one that is `wanted`.
        """
        found: list[Waiting] = []
        for first in range(1, count + 1, WINDOW):
            window = f"{first}:{min(first + WINDOW - 1, count)}"
            uids = sorted(self._client.search([window, "UNKEYWORD", TAKEN]))
            found += self._described(uids)
            if any(wanted(each.uid) for each in found):
                break
        return found

    def fetch(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The mails, byte for byte. One that the server does not hand out is missing."""
        answer = self._client.fetch(uids, ["BODY.PEEK[]"])
        return {
            uid: content
            for uid, parts in answer.items()
            if isinstance(content := parts.get(b"BODY[]"), bytes)
        }

    def fetch_piece(self, uid: int, offset: int, length: int) -> bytes | None:
        """So many bytes of a mail, fewer where it ends; None when it is not handed out."""
        answer = self._client.fetch([uid], [f"BODY.PEEK[]<{offset}.{length}>"])
        if uid not in answer:
            return None
        piece = answer[uid].get(b"BODY[]<%d>" % offset)
        return piece if isinstance(piece, bytes) else b""

    def put_away(self, uids: Sequence[int], folder: str) -> None:
        """Move the mails; where the server cannot, mark them as taken."""
        if self._client.has_capability("MOVE"):
            self._folders.ensured(folder, lambda name: self._client.move(uids, name))
        elif self._client.has_capability("UIDPLUS"):
            self._folders.ensured(folder, lambda name: self._client.copy(uids, name))
            self._client.add_flags(uids, [DELETED], silent=True)
            self._client.uid_expunge(uids)
        else:
            # To expunge without naming uids would remove what others have marked.
            self._client.add_flags(uids, [TAKEN], silent=True)

    def idle(self, seconds: float) -> None:
        """Return when something happens in the folder, or after so many seconds."""
        self._client.idle()
        self._client.idle_check(timeout=seconds)
        self._client.idle_done()

    def hang_up(self) -> None:
        """End it at once; from any thread, also while a call waits for the server.

        The library's own way would wait until that call has ended.
        """
        socket.socket.shutdown(self._client.socket(), socket.SHUT_RDWR)

    def close(self) -> None:
        """Give up the socket, when no call is under way."""
        self._client.shutdown()

    def _described(self, uids: Sequence[int]) -> list[Waiting]:
        answer = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        return [
            Waiting(uid, int(parts.get(b"RFC822.SIZE") or 0), _utc(parts.get(b"INTERNALDATE")))
            for uid, parts in sorted(answer.items())
        ]


def _utc(since: object) -> datetime:
    """The server's instant; now, where it gives none that can be read."""
    if isinstance(since, datetime) and since.utcoffset() is not None:
        return since.astimezone(UTC)
    return datetime.now(UTC)
