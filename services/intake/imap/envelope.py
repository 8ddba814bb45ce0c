"""What an SMTP server would have told of a mail, read from its header fields instead."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from services.intake.imap.mailboxes import MailboxSettings
from services.intake.mail.addresses import destination
from services.intake.mail.headers import Headers
from services.intake.mail.sorter import Delivered
from services.intake.plain_text import one_line
from shared.organisation import Organisation

UNKNOWN_SENDER = "unknown"
"""The return path of a mail that says nothing of it: not empty, which would mean a bounce."""

_ENVELOPE = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_WRITTEN = ("to", "cc")
_LIKE_ADDRESS = re.compile(r"[^\s<>\"'(),:;@\[\]]{1,64}@[^\s<>\"'(),:;@\[\]]{1,189}")
_FIELD_LIMIT = 20_000
"""Characters read of a field."""
_HEADER_LIMIT = 256_000
"""Bytes."""
_MOST_RECIPIENTS = 100


@dataclass(frozen=True)
class Arrival:
    """A mail to be taken, and by what others may answer to it."""

    uid: int
    delivered: Delivered
    message_id: str | None
    references: Sequence[str]


def arrival(
    uid: int,
    raw: bytes,
    mailbox: MailboxSettings,
    organisation: Organisation,
    whole_size: int | None = None,
) -> Arrival:
    """The mail as if it had been delivered to us. Never fails, however broken the mail is."""
    message = _head(raw)
    headers = Headers(message)
    delivered = Delivered(
        raw=raw,
        return_path=_return_path(message, headers),
        recipients=_recipients(message, mailbox, organisation),
        source=mailbox.source,
        whole_size=whole_size,
        channel=mailbox.channel,
    )
    return Arrival(
        uid,
        delivered,
        headers.identifier("message-id"),
        headers.identifiers("references", "in-reply-to"),
    )


def _head(raw: bytes) -> Message:
    ends = [end for blank in (b"\r\n\r\n", b"\n\n") if (end := raw.find(blank)) >= 0]
    head = raw[: min([*ends, _HEADER_LIMIT])]
    try:
        return BytesHeaderParser(policy=compat32).parsebytes(head)
    except Exception:  # noqa: BLE001 - parsers fail in ways that nobody can list
        return Message(policy=compat32)


def _recipients(
    message: Message, mailbox: MailboxSettings, organisation: Organisation
) -> tuple[str, ...]:
    """Addresses of ours that the mail was sent to; else the mailbox's own board's."""
    ours = [
        address
        for address in _addresses(message, *_ENVELOPE, *_WRITTEN)
        if destination(address, organisation)
    ]
    if ours or mailbox.board is None:
        return tuple(dict.fromkeys(ours))[:_MOST_RECIPIENTS]
    board = organisation.board(mailbox.board)
    return (*board.inboxes, board.sender)[:1] if board else ()


def _return_path(message: Message, headers: Headers) -> str:
    """As the last server noted it. A mail without the field is no bounce for that."""
    given = next(iter(_values(message, "return-path")), None)
    if given is not None:
        return one_line(given).strip("<> ")
    return headers.sender("from", "sender").address or UNKNOWN_SENDER


def _addresses(message: Message, *names: str) -> Iterator[str]:
    for value in _values(message, *names):
        yield from _LIKE_ADDRESS.findall(value)


def _values(message: Message, *names: str) -> Iterator[str]:
    """The fields as they came, those of the first name first."""
    for name in names:
        for field, value in message.raw_items():
            if field.lower() == name:
                yield str(value)[:_FIELD_LIMIT]
