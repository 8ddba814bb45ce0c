"""Header fields of a mail or a part: as they came, and as a person reads them."""

import re
from collections.abc import Sequence
from email.message import Message
from typing import Self

from services.intake.mail.encoded_words import as_it_came, decoded_words
from services.intake.mail.senders import Sender, sender_in
from services.intake.plain_text import one_line

HEAD_LIMIT = 256_000
"""Bytes of a head; what comes after it is body."""

_HEAD = re.compile(rb"(?:From [^\n]*\n)?(?:(?:[!-9;-~]*:|[ \t])[^\n]*(?:\n|\Z))*")
_FIELD = re.compile(rb"^([!-9;-~]+):[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_IDENTIFIER = re.compile(r"<([^<>\s]{1,998})>")
_LONGEST = 20_000
"""Characters read of a field."""

_SENDERS_READ = 3
"""Fields of one name; more are made to wear out their reader."""

_IDENTIFIERS = 40
"""The newest of a long thread are enough."""


def end_of_head(raw: bytes, start: int, end: int) -> int:
    """Where the body begins: after the blank line, or at the first line that is no field."""
    head = _HEAD.match(raw, start, min(end, start + HEAD_LIMIT))
    position = head.end() if head else start
    for blank in (b"\r\n", b"\n"):
        if raw.startswith(blank, position, end):
            return position + len(blank)
    return position


class Headers:
    """Reads what is there and never fails: what cannot be understood is missing, or as it came."""

    def __init__(self, message: Message | None = None) -> None:
        self._fields: dict[str, list[str]] = {}
        if message is not None:
            # `raw_items` alone gives fields unparsed, so that a broken one breaks nothing.
            for name, value in message.raw_items():
                self._fields.setdefault(name.lower(), []).append(str(value)[:_LONGEST])

    @classmethod
    def of(cls, head: bytes) -> Self:
        """The fields of a head, which may be anything."""
        headers = cls()
        for name, value in _FIELD.findall(head):
            text = value[:_LONGEST].rstrip().decode("ascii", "surrogateescape")
            headers._fields.setdefault(name.decode("ascii").lower(), []).append(text)
        return headers

    def has(self, name: str) -> bool:
        """Whether there is such a field. Names are given in small letters, here and below."""
        return name in self._fields

    def has_any_like(self, prefix: str) -> bool:
        """Whether a field's name starts so."""
        return any(name.startswith(prefix) for name in self._fields)

    def raw(self, name: str) -> str | None:
        """The first such field as it came, bytes beyond ASCII as surrogates."""
        values = self._fields.get(name)
        return values[0] if values else None

    def all(self, name: str) -> Sequence[str]:
        """Every such field as it came."""
        return self._fields.get(name, ())

    def text(self, name: str) -> str | None:
        """The first such field as a person reads it, on one line; None when missing or blank."""
        raw = self.raw(name)
        return decoded_words(raw) or None if raw is not None else None

    def token(self, name: str) -> str:
        """The first word of the field, small, without parameters; empty when missing."""
        raw = self.raw(name)
        if not raw:
            return ""
        words = raw.partition(";")[0].split(None, 1)
        return words[0].strip("\"'").lower() if words else ""

    def sender(self, *names: str) -> Sender:
        """The first address in the first of the fields that has one."""
        name = None
        for field in names:
            for raw in self.all(field)[:_SENDERS_READ]:
                found = sender_in(raw)
                if found.address:
                    return found
                name = name or found.name
        return Sender(name)

    def identifier(self, name: str) -> str | None:
        """The id in the field, without its brackets; None when there is none."""
        raw = self.raw(name)
        if raw is None:
            return None
        found = _IDENTIFIER.search(raw)
        return _ascii(found[1]) if found else _ascii(one_line(raw).strip("<> "))[:998] or None

    def identifiers(self, *names: str) -> Sequence[str]:
        """All ids in the fields, the newest last, each once."""
        found = [
            _ascii(identifier)
            for name in names
            for raw in self._fields.get(name, ())
            for identifier in _IDENTIFIER.findall(raw)
        ]
        return tuple(dict.fromkeys(found))[-_IDENTIFIERS:]


def _ascii(identifier: str) -> str:
    """The same letters for the same bytes: ids are compared and never shown."""
    return identifier if identifier.isascii() else as_it_came(identifier).decode("latin-1")
