"""Every mail that came, as a file of its own; the index of them is in memory."""

import bisect
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from deploy.local.durable_file import write_atomically
from deploy.local.mail_catcher.letter import header_values

_ID_TIME = "%Y%m%dT%H%M%S%f"
# As mail servers do when they deliver into a file: the envelope goes on top of what came.
_SENDER, _RECIPIENT = "X-Envelope-From", "X-Envelope-To"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the sending server said, which may differ from what the mail says of itself."""

    sender: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """One mail in the index. `received_at` is UTC; ids sort by the time of arrival."""

    id: str
    received_at: datetime
    envelope: Envelope
    subject: str
    message_id: str


@dataclass(frozen=True, slots=True)
class MailList:
    """A part of the list, newest first; `next` continues it where there is more."""

    items: tuple[CaughtMail, ...]
    total: int
    next: str | None


class Mailbox:
    """Mails of earlier runs in the same folder are there again. Safe to use from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changing = Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._mails = sorted(_mails_in(folder), key=_id_of)

    def keep(self, envelope: Envelope, content: bytes, received_at: datetime) -> CaughtMail:
        """Keep the mail as it came, on disk before this returns. Raises OSError."""
        mail_id = f"{received_at.astimezone(UTC):{_ID_TIME}}-{secrets.token_hex(4)}"
        source = _on_top(envelope) + content
        write_atomically(self._folder / f"{mail_id}.eml", source)
        mail = _entry(mail_id, source)
        with self._changing:
            bisect.insort(self._mails, mail, key=_id_of)
        return mail

    def find(self, to: str | None = None, before: str | None = None, limit: int = 100) -> MailList:
        """List mails to an address (any case), newest first, older than the id `before`."""
        with self._changing:
            mails = tuple(self._mails)
        matching = [mail for mail in mails if to is None or _is_to(mail, to)]
        older = [mail for mail in matching if before is None or mail.id < before]
        page = older[-limit:]
        more = page[0].id if len(older) > len(page) else None
        return MailList(tuple(reversed(page)), len(matching), more)

    def get(self, mail_id: str) -> CaughtMail | None:
        with self._changing:
            place = bisect.bisect_left(self._mails, mail_id, key=_id_of)
            found = self._mails[place : place + 1]
        return found[0] if found and found[0].id == mail_id else None

    def source(self, mail: CaughtMail) -> bytes:
        return (self._folder / f"{mail.id}.eml").read_bytes()


def _on_top(envelope: Envelope) -> bytes:
    lines = [f"{_SENDER}: {envelope.sender}"]
    lines += [f"{_RECIPIENT}: {recipient}" for recipient in envelope.recipients]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _mails_in(folder: Path) -> Iterator[CaughtMail]:
    for file in folder.glob("*.eml"):
        try:
            yield _entry(file.stem, file.read_bytes())
        except ValueError:
            continue  # not named by this mailbox: put there by hand, and left alone


def _entry(mail_id: str, source: bytes) -> CaughtMail:
    values = header_values(source, _SENDER, _RECIPIENT, "Subject", "Message-ID")
    senders, recipients, subjects, message_ids = values
    return CaughtMail(
        id=mail_id,
        received_at=datetime.strptime(mail_id.partition("-")[0], _ID_TIME).replace(tzinfo=UTC),
        envelope=Envelope("".join(senders[:1]), recipients),
        subject="".join(subjects[:1]),
        message_id="".join(message_ids[:1]),
    )


def _id_of(mail: CaughtMail) -> str:
    return mail.id


def _is_to(mail: CaughtMail, address: str) -> bool:
    wanted = address.strip().casefold()
    return any(recipient.casefold() == wanted for recipient in mail.envelope.recipients)
