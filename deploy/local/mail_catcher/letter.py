"""A mail as a person reads it; also one that breaks the rules of its format."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser

_UNREADABLE = (HeaderParseError, LookupError, UnicodeError, ValueError)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not shown, by name and size in bytes."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Letter:
    """Headers in the order they came, and the first text of either kind."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[Attachment, ...]

    @classmethod
    def parse(cls, source: bytes) -> "Letter":
        """Read what can be read; bytes that fit no charset show as replacement characters."""
        # compat32, since the newer policies raise on some headers that are broken.
        message = message_from_bytes(source, policy=policy.compat32)
        parts = [part for part in message.walk() if not part.is_multipart()]
        shown = [part for part in parts if not part.get_filename()]
        return cls(
            headers=tuple((name, _readable(value)) for name, value in message.items()),
            text=_first_text(shown, "text/plain"),
            html=_first_text(shown, "text/html"),
            attachments=tuple(
                Attachment(_readable(name), part.get_content_type(), len(_content(part)))
                for part in parts
                if (name := part.get_filename())
            ),
        )

    @property
    def subject(self) -> str:
        return self.header("Subject")

    def header(self, name: str) -> str:
        """Return the first header of that name, or an empty string."""
        wanted = name.casefold()
        return next((value for key, value in self.headers if key.casefold() == wanted), "")


def header_values(source: bytes, *names: str) -> tuple[tuple[str, ...], ...]:
    """Return the values of each named header, without reading the rest of the mail."""
    headers = BytesHeaderParser(policy=policy.compat32).parsebytes(source)
    return tuple(tuple(map(_readable, headers.get_all(name, []))) for name in names)


def _readable(value: object) -> str:
    raw = str(value)
    try:
        decoded = str(make_header(decode_header(raw)))
    except _UNREADABLE:
        decoded = raw
    return " ".join(decoded.split())


def _first_text(parts: list[Message], media_type: str) -> str:
    for part in parts:
        if part.get_content_type() == media_type:
            return _decoded(_content(part), part.get_content_charset("utf-8"))
    return ""


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
