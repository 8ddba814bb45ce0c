"""From the bytes of a mail to what it says. Never fails: what cannot be read is said to be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from services.intake.mail.headers import Headers, Sender
from services.intake.mail.text import Words, words_of

_HEADER_LIMIT = 256_000
"""Bytes read of a mail whose structure defeats the parser."""


@dataclass(frozen=True)
class Mail:
    """A mail as far as it could be read; each part may be missing."""

    headers: Headers
    content_type: str
    message_id: str | None
    references: Sequence[str]
    """Ids of the mails it answers to, the newest last."""
    sender: Sender
    subject: str | None
    text: str | None
    readable: bool
    """False where some of its text is lost to us; the raw mail still has it."""


def read_mail(raw: bytes) -> Mail:
    """Read a mail, however broken."""
    message, structured = _parsed(raw)
    words = _words(message)
    headers = Headers(message)
    return Mail(
        headers=headers,
        content_type=message.get_content_type(),
        message_id=headers.identifier("message-id"),
        references=headers.identifiers("references", "in-reply-to"),
        sender=headers.sender("from", "sender"),
        subject=headers.text("subject"),
        text=words.text or None,
        readable=structured and words.whole,
    )


def _parsed(raw: bytes) -> tuple[Message, bool]:
    """The message, and whether its structure could be read."""
    try:
        # The old policy hands out header fields as they came; the new one parses each when it is
        # asked for, which takes longer and fails on what people's programs write.
        return message_from_bytes(raw, policy=compat32), True
    except Exception:  # noqa: BLE001 - parsers fail in ways that nobody can list
        return _without_structure(raw), False


def _words(message: Message) -> Words:
    try:
        return words_of(message)
    except Exception:  # noqa: BLE001 - as above
        return Words("", whole=False)


def _without_structure(raw: bytes) -> Message:
    """The header fields alone, read line by line."""
    message = Message(policy=compat32)
    head = raw[:_HEADER_LIMIT].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    for line in head.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n"):
        name, separator, value = line.partition(b":")
        if separator and name.isascii() and name.strip():
            message.set_raw(name.strip().decode(), value.strip().decode("ascii", "surrogateescape"))
    return message
