"""The bytes of a list as text, piece by piece, whatever program has saved it.

A byte order mark decides. Without one the first character beyond ASCII does: where its bytes are
UTF-8 all of the list is, and else it is Windows-1252. So the answer is the same however the
network has cut the list. Bytes that then make no sense become lone surrogates, by which a row
that has them is known.
"""

import codecs
import re
from io import IncrementalNewlineDecoder

from services.intake.imports.list_fault import ListFault

UNREADABLE = re.compile("[\ud800-\udfff]")
"""Finds what could not be decoded."""

_ERRORS = "lyhord.lone_surrogate"
codecs.register_error(_ERRORS, lambda error: ("\udc80", getattr(error, "end", 0)))

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_NAMED = {
    "utf-8": "utf-8",
    "ascii": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "cp1252": "cp1252",
    # What is called so is nearly always Windows-1252, as the web's standards have it too.
    "iso8859-1": "cp1252",
}
_LONGEST_MARK = 3
_LONGEST_CHARACTER = 4
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class Decoding:
    """One list's decoder; line ends come out as `\\n`. `charset` is what its sender calls it."""

    def __init__(self, charset: str | None = None) -> None:
        self._named = _known(charset) if charset else None
        self._newlines = IncrementalNewlineDecoder(None, translate=True)
        self._decoder: codecs.IncrementalDecoder | None = None
        self._looked_for_mark = False
        self._held = b""

    def feed(self, chunk: bytes, *, last: bool = False) -> str:
        """The next text. Raises ListFault for what is no text at all."""
        data = self._held + chunk
        self._held = b""
        if not self._looked_for_mark:
            if len(data) < _LONGEST_MARK and not last:
                self._held = data
                return ""
            self._looked_for_mark = True
            data = self._without_mark(data)
        if self._decoder is None and (found := _NOT_ASCII.search(data)):
            if len(data) - found.start() < _LONGEST_CHARACTER and not last:
                data, self._held = data[: found.start()], data[found.start() :]
            else:
                self._decide(_charset_of(data[found.start() :]))
        text = self._decoder.decode(data, last) if self._decoder else data.decode("ascii")
        if "\0" in text:
            raise ListFault("The list is no text: save it as CSV in UTF-8 or as JSON lines.")
        return self._newlines.decode(text, last)

    def _without_mark(self, data: bytes) -> bytes:
        for mark, charset in _MARKS.items():
            if data.startswith(mark):
                self._decide(charset)
                return data[len(mark) :]
        if self._named:
            self._decide(self._named)
        return data

    def _decide(self, charset: str) -> None:
        self._decoder = codecs.getincrementaldecoder(charset)(errors=_ERRORS)


def _charset_of(data: bytes) -> str:
    """Of text that begins with a character beyond ASCII."""
    for length in range(2, _LONGEST_CHARACTER + 1):
        try:
            data[:length].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return "utf-8"
    return "cp1252"


def _known(charset: str) -> str:
    try:
        return _NAMED[codecs.lookup(charset).name]
    except (LookupError, ValueError):
        raise ListFault(
            "The charset is not one that is read: send the list in UTF-8, Windows-1252 or UTF-16."
        ) from None
