"""Header fields of a mail, however they were written."""

import re
from collections.abc import Sequence
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from services.intake.case_request import EmailAddress
from services.intake.mail.charsets import decoded
from services.intake.plain_text import one_line

_ADDRESS: TypeAdapter[str] = TypeAdapter(EmailAddress)
_LIKE_ADDRESS = re.compile(r"[^\s<>\"'(),:;@\[\]]{1,64}@[^\s<>\"'(),:;@\[\]]{1,189}")
_IDENTIFIER = re.compile(r"<([^<>\s]{1,998})>")
_LONGEST = 20_000
"""Characters read of a field."""

_REFERENCES_READ = 40
"""The newest of a long thread are enough."""


class Sender(NamedTuple):
    """Who wrote, as the mail says: both parts may be missing."""

    name: str | None = None
    address: str | None = None


class Headers:
    """Reads what is there and never fails: what cannot be understood is missing, or as it came."""

    def __init__(self, message: Message) -> None:
        self._fields: dict[str, list[str]] = {}
        # `raw_items` alone gives fields unparsed, so that a broken one breaks nothing.
        for name, value in message.raw_items():
            self._fields.setdefault(name.lower(), []).append(str(value)[:_LONGEST])

    def has(self, name: str) -> bool:
        return name.lower() in self._fields

    def has_any_like(self, prefix: str) -> bool:
        """Whether a field's name starts so."""
        return any(name.startswith(prefix.lower()) for name in self._fields)

    def text(self, name: str) -> str | None:
        """The first such field as a person reads it, on one line; None when missing or blank."""
        raw = self._first(name)
        return one_line(_words(raw)) or None if raw is not None else None

    def token(self, name: str) -> str:
        """The first word of the field, small, without parameters; empty when missing."""
        raw = self._first(name) or ""
        words = raw.partition(";")[0].split()
        return words[0].lower() if words else ""

    def sender(self, *names: str) -> Sender:
        """The first address in the first of the fields that has one."""
        name = None
        for field in names:
            for raw in self._fields.get(field.lower(), ()):
                found = _sender(raw)
                if found.address:
                    return found
                name = name or found.name
        return Sender(name)

    def identifier(self, name: str) -> str | None:
        """The id in the field, without its brackets; None when there is none."""
        raw = self._first(name)
        if raw is None:
            return None
        found = _IDENTIFIER.search(raw)
        return _ascii(found[1]) if found else _ascii(one_line(raw).strip("<> "))[:998] or None

    def identifiers(self, *names: str) -> Sequence[str]:
        """All ids in the fields, the newest last, each once."""
        found = [
            _ascii(identifier)
            for name in names
            for raw in self._fields.get(name.lower(), ())
            for identifier in _IDENTIFIER.findall(raw)
        ]
        return tuple(dict.fromkeys(found))[-_REFERENCES_READ:]

    def _first(self, name: str) -> str | None:
        return next(iter(self._fields.get(name.lower(), ())), None)


def _sender(raw: str) -> Sender:
    text = _eight_bit(raw)
    try:
        # Addresses are found before words are decoded: a name may hold commas and brackets.
        pairs = getaddresses([text])
    except Exception:  # noqa: BLE001 - parsers fail in ways that nobody can list
        pairs = []
    name, address = next(((n, a) for n, a in pairs if _valid(a)), (None, None))
    if address is None:
        address = next((a for a in _LIKE_ADDRESS.findall(text) if _valid(a)), None)
    # A sender such as `root` has no address that could be answered, but should still be seen.
    name = name or (next((n or a for n, a in pairs), None) if address is None else None)
    return Sender(one_line(_words(name)) or None if name else None, address)


def _valid(address: str) -> bool:
    try:
        return _ADDRESS.validate_python(address) == address
    except ValidationError:
        return False


def _words(raw: str) -> str:
    """The text on one line, with encoded words (RFC 2047) decoded."""
    text = one_line(_eight_bit(raw))
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError, LookupError):
        return text
    return "".join(
        part
        if isinstance(part, str)
        # What stands between encoded words comes back in this one codec of Python's.
        else part.decode("raw-unicode-escape", "replace")
        if charset is None
        else decoded(part, charset).text
        for part, charset in parts
    )


def _eight_bit(raw: str) -> str:
    """The text of a field that has bytes beyond ASCII in it, which the parser keeps as they are."""
    return raw if raw.isascii() else decoded(_bytes(raw), None).text


def _bytes(raw: str) -> bytes:
    return raw.encode("utf-8", "surrogateescape")


def _ascii(identifier: str) -> str:
    """The same letters for the same bytes: ids are compared and never shown."""
    return identifier if identifier.isascii() else _bytes(identifier).decode("latin-1")
