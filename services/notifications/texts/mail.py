"""A mail as it goes to the mail server: headers and both forms of its text, as bytes.

Written out here because there is so little of it: two texts and a dozen headers whose values are
known to be plain. The standard library takes ten times as long for the same bytes, which would
make it the most expensive thing that this service does for a case.
"""

from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from uuid import UUID

from services.notifications.texts.texts import Text
from shared.pages.languages import Language

_CHUNK_BYTES = 39
"""Of text in one encoded word, so that no line of them is over 76 characters (RFC 2047, 2)."""

_SUPPRESSED = "DR, RN, NRN, OOF, AutoReply"
"""What Exchange is not to answer with. Not `All`: that a mail was not delivered must come back."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What the mail server is given. The recipient and the content are personal."""

    sender: str
    recipient: str = field(repr=False)
    content: bytes = field(repr=False)
    envelope_id: str = ""
    text_version: str = ""
    """Which text it was made of."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom. Addresses have been checked: nothing in them ends a header."""

    sender: str
    sender_name: str
    recipient: str = field(repr=False)
    reply_to: str


def envelope_id(notice_id: str, case_id: UUID, mark: str) -> str:
    """What a bounce may name instead of the Message-ID (RFC 3461, 4.4)."""
    return ".".join(filter(None, (notice_id, str(case_id), mark)))


def message_id(notice_id: str, case_id: UUID, mark: str, sender: str) -> str:
    """The same for the same notice, so that a mail sent twice is known as one.

    It names the case, so that an answer to the mail finds it by `In-Reply-To`; by the notice's
    mark a bounce is told from one that somebody made up.
    """
    return f"<{envelope_id(notice_id, case_id, mark)}@{sender.rpartition('@')[2]}>"


def compose(
    envelope: Envelope,
    text: Text,
    language: Language,
    *,
    notice_id: str,
    case_id: UUID,
    written_at: datetime,
    mark: str = "",
    headers: Mapping[str, str] | None = None,
) -> Mail:
    """Make the mail; the same arguments give the same bytes.

    Raises ValueError for a further header whose value is not one line of ASCII.
    """
    boundary = f"=_{notice_id}"
    lines = [
        f"From: {_encoded(envelope.sender_name)}\r\n <{envelope.sender}>",
        f"To: {envelope.recipient}",
        f"Reply-To: {envelope.reply_to}",
        f"Subject: {text.subject if _is_plain(text.subject) else _encoded(text.subject)}",
        f"Date: {format_datetime(written_at)}",
        f"Message-ID: {message_id(notice_id, case_id, mark, envelope.sender)}",
        "Auto-Submitted: auto-generated",
        f"X-Auto-Response-Suppress: {_SUPPRESSED}",
        f"Content-Language: {language}",
        *(_plain_header(name, value) for name, value in (headers or {}).items()),
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"',
        "",
        *_part(boundary, "plain", text.plain),
        *_part(boundary, "html", text.html),
        f"--{boundary}--",
        "",
    ]
    content = "\r\n".join(lines).encode("ascii")
    known_as = envelope_id(notice_id, case_id, mark)
    return Mail(envelope.sender, envelope.recipient, content, known_as, text.version)


def _part(boundary: str, subtype: str, text: str) -> Iterator[str]:
    encoded = b2a_qp(text.replace("\r\n", "\n").encode(), istext=True).decode("ascii")
    yield f"--{boundary}"
    yield f'Content-Type: text/{subtype}; charset="utf-8"'
    yield "Content-Transfer-Encoding: quoted-printable"
    yield ""
    yield encoded.replace("\n", "\r\n")


def _plain_header(name: str, value: str) -> str:
    if not _is_plain(value):
        raise ValueError(f"the value of {name} is not one line of ASCII")
    return f"{name}: {value}"


def _is_plain(value: str) -> bool:
    return value.isascii() and value.isprintable()


def _encoded(text: str) -> str:
    """As encoded words, each on a line of its own, cut between characters (RFC 2047)."""
    words = (b64encode(chunk).decode("ascii") for chunk in _chunks(text))
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


def _chunks(text: str) -> Iterator[bytes]:
    chunk = b""
    for character in text:
        encoded = character.encode()
        if len(chunk) + len(encoded) > _CHUNK_BYTES:
            yield chunk
            chunk = b""
        chunk += encoded
    yield chunk
