"""Rich text as Outlook writes it, as plain text: the words and their lines, nothing more."""

import re
import struct

from services.intake.mail.charsets import decoded
from services.intake.mail.html import text_of_html

_COMPRESSED, _UNCOMPRESSED = b"LZFu", b"MELA"
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_READ = 500_000
"""Bytes."""

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)"
)
_UNSEEN = frozenset(
    {
        *(b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header"),
        *(b"footer", b"generator", b"listtable", b"listoverridetable", b"themedata", b"xmlnstbl"),
    }
)
_SAID = {
    b"par": "\n",
    b"line": "\n",
    b"tab": "\t",
    b"cell": " ",
    b"row": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
}
_ESCAPED = {b"~": b" ", b"_": b"-", b"\\": b"\\", b"{": b"{", b"}": b"}"}
_DEEPEST = 200


def decompressed(content: bytes) -> bytes | None:
    """The rich text itself ([MS-OXRTFCP]), as far as it goes; None when it is none."""
    if len(content) < 16:
        return None
    _, size, kind, _ = struct.unpack_from("<II4sI", content)
    if kind == _UNCOMPRESSED:
        return content[16 : 16 + min(size, _READ)]
    if kind != _COMPRESSED:
        return None
    window = bytearray(_DICTIONARY.ljust(4096, b"\x00"))
    place, position = len(_DICTIONARY), 16
    out = bytearray()
    limit = min(size, _READ)
    while position < len(content) and len(out) < limit:
        control = content[position]
        position += 1
        for bit in range(8):
            if position >= len(content) or len(out) >= limit:
                break
            if not control >> bit & 1:
                run = content[position : position + 1]
                position += 1
            else:
                if position + 1 >= len(content):
                    return bytes(out)
                reference = content[position] << 8 | content[position + 1]
                position += 2
                start, length = reference >> 4, (reference & 15) + 2
                if start == place:
                    return bytes(out)
                run = b""
                for step in range(length):
                    letter = window[(start + step) % 4096]
                    window[(place + step) % 4096] = letter
                    run += bytes((letter,))
            for letter in run:
                window[place] = letter
                place = (place + 1) % 4096
            out += run
    return bytes(out)


class _Words:
    """The text so far. Letters wait until something else comes: a charset may need several."""

    def __init__(self) -> None:
        self.charset = "cp1252"
        self._told: list[str] = []
        self._letters = bytearray()
        self._skip = False

    def add(self, letters: bytes) -> None:
        """Letters in the text's charset; the first after a sign by number only stands in for it."""
        self._letters += letters[1:] if self._skip else letters
        self._skip = False

    def say(self, text: str, *, stands_in: bool = False) -> None:
        if self._letters:
            self._told.append(decoded(bytes(self._letters), self.charset).text)
            self._letters.clear()
        self._told.append(text)
        self._skip = stands_in

    def __str__(self) -> str:
        self.say("")
        units = "".join(self._told).encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le", "replace")


def text_of_rtf(content: bytes) -> str:
    """What a reader would read. HTML that is wrapped in it (`\\fromhtml1`) is unwrapped."""
    from_html = b"\\fromhtml1" in content[:1000]
    text = _told(content, from_html=from_html)
    return text_of_html(text).text if from_html else text


def _told(content: bytes, *, from_html: bool) -> str:
    words = _Words()
    unseen, outer = False, [False]
    for match in _TOKEN.finditer(content, 0, _READ):
        word, number, code, sign, brace, letters = match.groups()
        if brace == b"{":
            if len(outer) >= _DEEPEST:
                break
            outer.append(unseen)
        elif brace == b"}":
            unseen = outer.pop() if len(outer) > 1 else False
        elif word == b"htmlrtf":
            unseen = number != b"0"
        elif word == b"htmltag":
            unseen = not from_html
        elif sign == b"*" or word in _UNSEEN:
            unseen = True
        elif unseen:
            continue
        elif word == b"ansicpg" and number:
            words.charset = f"cp{number.decode()}"
        elif word == b"u" and number:
            words.say(chr(int(number) % 0x10000), stands_in=True)
        elif word in _SAID:
            words.say(_SAID[word])
        elif code:
            words.add(bytes.fromhex(code.decode()))
        elif sign:
            words.add(_ESCAPED.get(sign, b""))
        elif letters:
            words.add(letters)
    return str(words)
