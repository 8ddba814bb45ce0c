"""Whether a file is plain text from beginning to end, seen as it passes."""

import codecs
import re

_TEXT_CONTROLS = b"\t\n\v\f\r"
_CONTROLS = bytes(set(range(32)) - set(_TEXT_CONTROLS)) + b"\x7f"
_NOT_IN_WINDOWS_1252 = b"\x81\x8d\x8f\x90\x9d"
_TEXT = bytes(set(range(256)) - set(_CONTROLS))
_WINDOWS_TEXT = bytes(set(_TEXT) - set(_NOT_IN_WINDOWS_1252))
_CONTROL_SIGNS = re.compile(f"[{re.escape(_CONTROLS.decode('ascii'))}]")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class PlainTextCheck:
    """Feed it the file in order, the first time more than a few bytes.

    Text is UTF-8, UTF-16 with its mark, or Windows-1252, without control characters.
    """

    def __init__(self) -> None:
        self.holds = True
        self.encoding = "utf-8"
        self._begun = False
        self._utf_8 = codecs.getincrementaldecoder("utf-8")()
        self._utf_16 = codecs.getincrementaldecoder("utf-16")()

    def feed(self, chunk: bytes) -> None:
        if not self.holds or not chunk:
            return
        if not self._begun:
            self._begun = True
            if chunk.startswith(_UTF_16):
                self.encoding = "utf-16"
        if self.encoding == "utf-16":
            self._feed_utf_16(chunk)
        else:
            self._feed_bytes(chunk)

    def _feed_utf_16(self, chunk: bytes) -> None:
        try:
            text = self._utf_16.decode(chunk)
        except UnicodeDecodeError:
            self.holds = False
        else:
            self.holds = not _CONTROL_SIGNS.search(text)

    def _feed_bytes(self, chunk: bytes) -> None:
        if self.encoding == "utf-8":
            try:
                self._utf_8.decode(chunk)
            except UnicodeDecodeError:
                self.encoding = "windows-1252"
        allowed = _TEXT if self.encoding == "utf-8" else _WINDOWS_TEXT
        self.holds = not chunk.translate(None, allowed)
