"""Bytes as text, whatever charset they claim to be in."""

import codecs
from typing import NamedTuple


class Decoded(NamedTuple):
    """`whole` is False where something could not be read as it was meant."""

    text: str
    whole: bool


def decoded(content: bytes, charset: str | None) -> Decoded:
    """Read the bytes: as they say, else as UTF-8, else as what old Swedish mail is in."""
    declared = _known(charset)
    for candidate in (declared, "utf-8"):
        if candidate and (text := _strictly(content, candidate)) is not None:
            return Decoded(text, whole=True)
    if charset is None or declared == "ascii":
        text = _strictly(content, "cp1252")
        if text is not None:
            return Decoded(text, whole=True)
    if declared is not None and declared != "ascii":
        return Decoded(content.decode(declared, "replace"), whole=False)
    return Decoded(content.decode("latin-1"), whole=False)


def _known(charset: str | None) -> str | None:
    """Python's name of the charset, if it has one and it is of text."""
    try:
        name = codecs.lookup(charset or "").name
        # Codecs such as base64 and rot13 are looked up alike, and refused only when used.
        b"a".decode(name)
    except UnicodeDecodeError:
        return name
    except (LookupError, ValueError):
        return None
    return name


def _strictly(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except ValueError:
        return None
