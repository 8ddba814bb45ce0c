"""The header Content-Disposition (RFC 6266), written and read; names in it by RFC 8187."""

import re
from urllib.parse import quote, unquote_to_bytes

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ._()+-]")
_EXTENDED = re.compile(r";\s*filename\*\s*=\s*([\w-]+)'[^';]*'([^;\s]+)", re.IGNORECASE)
_QUOTED = re.compile(r';\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_TOKEN = re.compile(r";\s*filename\s*=\s*([^\s;\"]+)", re.IGNORECASE)
_CHARSETS = frozenset({"utf-8", "iso-8859-1"})


def attachment_disposition(name: str) -> str:
    """Has a browser save the file by that name, and never show it."""
    plain = _NOT_PLAIN.sub("_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def name_in(disposition: str | None) -> str | None:
    """The name that a sender gives; None when there is none, or none that can be read."""
    if not disposition:
        return None
    if extended := _EXTENDED.search(disposition):
        charset, encoded = extended[1].lower(), unquote_to_bytes(extended[2])
        return encoded.decode(charset, "replace") if charset in _CHARSETS else None
    if quoted := _QUOTED.search(disposition):
        return _as_sent(re.sub(r"\\(.)", r"\1", quoted[1]))
    token = _TOKEN.search(disposition)
    return _as_sent(token[1]) if token else None


def _as_sent(text: str) -> str:
    """Headers are read as Latin-1, but many programs write UTF-8 in them."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
