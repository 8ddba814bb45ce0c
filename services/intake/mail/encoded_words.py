"""Values of header fields as a person reads them, however they were written (RFC 2047)."""

from email.errors import HeaderParseError
from email.header import decode_header

from services.intake.mail.charsets import decoded
from services.intake.plain_text import one_line

_LONGEST = 2_000
"""Characters read: decoding takes quadratic time."""


def decoded_words(raw: str) -> str:
    """The value on one line, with its encoded words decoded; as it came where they are broken."""
    text = one_line(eight_bit(raw[:_LONGEST]))
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError, LookupError):
        return text
    return one_line("".join(_word(part, charset) for part, charset in parts))


def eight_bit(raw: str) -> str:
    """The text of a field with bytes beyond ASCII in it, which are kept as they came until here."""
    return raw if raw.isascii() else decoded(as_it_came(raw), None).text


def as_it_came(raw: str) -> bytes:
    """The bytes of a field."""
    return raw.encode("utf-8", "surrogateescape")


def _word(part: str | bytes, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    if charset is None:
        # What stands between encoded words comes back in this one codec of Python's.
        return part.decode("raw-unicode-escape", "replace")
    return decoded(part, charset).text
