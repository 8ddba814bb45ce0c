"""Bytes as text, whatever charset they claim to be in; Swedish is what they most likely are."""

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

from services.intake.mail.swedish import likeness

_ALIASES = {
    "ansi": "cp1252",
    "ascii": "us-ascii",
    "default": "us-ascii",
    "gb2312": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "x-mac-roman": "mac-roman",
    "x-sjis": "cp932",
    "x-utf-8": "utf-8",
    "x-windows-1252": "cp1252",
}
_SWEDISH = ("cp1252", "cp850", "mac-roman")
"""What Swedish mail without a usable charset is in, the likeliest first."""

_MARKS_OF_ORDER = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_LIKE_ASCII = ("utf-7", "utf-16", "utf-32", "iso2022", "hz", "cp037", "cp500", "cp1140")
_FOREIGN = [
    *("cp1251", "koi8_r", "cp1250", "iso8859_2", "cp1256", "cp1253", "cp1254"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
]
"""What other mail without a usable charset is in; the more there are, the worse the guess."""

_SEVERAL_BYTES = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_SAMPLE = 4_000
"""Bytes by which a charset is guessed, since that takes long."""

_TELLING = 6
"""Bytes beyond ASCII; by fewer, nothing can be told."""

_ASCII = bytes(range(128))
_SWEDISH_BYTES = "åäöÅÄÖéÉ".encode("latin-1")
_LOST = "\ufffd"


class Decoded(NamedTuple):
    """`whole` is False where something could not be read as it was meant."""

    text: str
    whole: bool


def decoded(content: bytes, charset: str | None) -> Decoded:
    """Read the bytes: as they say, else as UTF-8, else as what old Swedish mail is in."""
    declared = _known(charset)
    if content.isascii() and not (declared or "").startswith(_NOT_LIKE_ASCII):
        return Decoded(content.decode("ascii"), whole=True)
    for candidate in (_by_mark(content), declared, "utf-8"):
        if candidate and (text := _strictly(content, candidate)) is not None:
            return Decoded(text, whole=True)
    if declared is None or declared in {"ascii", "utf-8"}:
        return _guessed(content)
    return Decoded(content.decode(declared, "replace"), whole=False)


def _guessed(content: bytes) -> Decoded:
    mended = content.decode("utf-8", "mended")
    several = len(_SEVERAL_BYTES.findall(content))
    if several and several >= content.decode("utf-8", "replace").count(_LOST):
        return Decoded(mended, whole=_LOST not in mended)
    readings = [text for each in _SWEDISH if (text := _strictly(content, each)) is not None]
    best = max(readings, key=likeness)
    if likeness(best) > 0:
        return Decoded(best, whole=True)
    if (foreign := _foreign(content)) is not None:
        return Decoded(foreign, whole=True)
    return Decoded(_windows(content), whole=False)


def _foreign(content: bytes) -> str | None:
    if len(content.translate(None, _ASCII)) < _TELLING:
        return None
    # Needed for the rare mail that is neither declared nor Swedish.
    from charset_normalizer import from_bytes

    found = from_bytes(content[:_SAMPLE], cp_isolation=_FOREIGN).best()
    return _strictly(content, found.encoding) if found else None


@lru_cache(maxsize=256)
def _known(charset: str | None) -> str | None:
    """Python's name of the charset, if it has one and it is of text."""
    if charset is None:
        return None
    wanted = charset.strip().strip("'\"").lower()
    try:
        name = codecs.lookup(_ALIASES.get(wanted, wanted)).name
        # Codecs such as base64 and rot13 are looked up alike, and refused only when used.
        b"a".decode(name)
    except UnicodeDecodeError:
        return name
    except (LookupError, ValueError):
        return None
    # What calls itself Latin-1 is Windows-1252 wherever the two differ, as browsers take it.
    return "cp1252" if name == "iso8859-1" else name


def _by_mark(content: bytes) -> str | None:
    return next((name for mark, name in _MARKS_OF_ORDER if content.startswith(mark)), None)


def _strictly(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except ValueError:
        return _windows(content) if charset == "cp1252" and _is_windows(content) else None


def _is_windows(content: bytes) -> bool:
    """Whether few enough of its bytes are among the five that Windows-1252 leaves free."""
    free = sum(content.count(byte) for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))
    return free * 20 < len(content)


def _windows(content: bytes) -> str:
    return content.decode("cp1252", "windows")


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _mended(error: UnicodeError) -> tuple[str, int]:
    """A Swedish letter of Windows-1252 among letters of UTF-8: somebody put two texts together."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    return (byte.decode("latin-1") if byte in _SWEDISH_BYTES else _LOST), error.start + 1


codecs.register_error("windows", _as_latin_1)
codecs.register_error("mended", _mended)
