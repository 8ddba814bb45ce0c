"""Transfer encodings undone as far as they go: what is broken costs no more than itself."""

import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

_WHITE = b" \t\r\n\v\f"
_NOT_IN_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]{16,}={0,2}")
_RUN = re.compile(rb"[A-Za-z0-9+/]+")
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,200})\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"[` ]?\r?\n?end[ \t]*(?:\r?\n|\Z)")
_UU_LINES = 1_000_000
_UU_BEGINNINGS = 100
"""Looked at in one text; more are made to wear out their reader."""

BASE64 = frozenset({"base64", "b"})
QUOTED = frozenset({"quoted-printable", "q"})
UUENCODED = frozenset({"x-uuencode", "uuencode", "uue", "x-uue"})


class Undone(NamedTuple):
    """`whole` is False where some of it could not be decoded."""

    content: bytes
    whole: bool = True


class UuFile(NamedTuple):
    """A file within a text, as programs wrote them before MIME; `start` and `end` in the text."""

    name: bytes
    content: bytes
    start: int
    end: int


def undone(content: bytes, encoding: str) -> Undone:
    """The bytes before they were encoded. An encoding nobody knows is taken for none."""
    if encoding in BASE64:
        return _from_base64(content)
    if encoding in QUOTED:
        return Undone(binascii.a2b_qp(content))
    if encoding in UUENCODED:
        file = next(uu_files(content, closed=False), None)
        return Undone(file.content) if file else Undone(content, whole=False)
    return Undone(content)


def _from_base64(content: bytes) -> Undone:
    compact = content.translate(None, _WHITE)
    try:
        return Undone(binascii.a2b_base64(compact, strict_mode=True))
    except binascii.Error:
        return _from_broken_base64(content)


def _from_broken_base64(content: bytes) -> Undone:
    """Line by line, without what a list or a scanner has written below in plain words."""
    lines = [line.strip() for line in content.split(b"\n")]
    if any(b" " in line for line in lines) and not any(map(_BASE64_LINE.fullmatch, lines)):
        return Undone(content)
    coded = b"".join(line for line in lines if b" " not in line and b"\t" not in line)
    runs = _RUN.findall(_NOT_IN_BASE64.sub(b"", coded))
    whole = not _NOT_IN_BASE64.search(content.translate(None, _WHITE))
    return Undone(
        b"".join(_from_run(run) for run in runs),
        whole=whole and all(len(run) % 4 != 1 for run in runs),
    )


def _from_run(run: bytes) -> bytes:
    """Letters between paddings; one alone at the end says nothing."""
    usable = run[: len(run) - 1] if len(run) % 4 == 1 else run
    return binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))


def uu_files(text: bytes, *, closed: bool = True) -> Iterator[UuFile]:
    """Files that are written out in the text between `begin` and `end`.

    Without `closed` also one whose end is missing, where the text is known to be a file.
    """
    position = 0
    for _ in range(_UU_BEGINNINGS):
        if (begun := _UU_BEGIN.search(text, position)) is None:
            return
        content, position, lines = [], begun.end(), 0
        while lines < _UU_LINES:
            line_end = text.find(b"\n", position) % (len(text) + 1)
            line = text[position:line_end].rstrip(b"\r")
            if not line or line == b"end" or not (piece := _uu_line(line)):
                break
            content.append(piece)
            position, lines = line_end + 1, lines + 1
        position = min(position, len(text))
        if not content:
            continue
        ended = _UU_END.match(text, position)
        if ended or not closed:
            position = ended.end() if ended else position
            yield UuFile(begun[1].strip(), b"".join(content), begun.start(), position)


def _uu_line(line: bytes) -> bytes | None:
    """The bytes of a line; None when it is none."""
    if not 32 <= line[0] <= 96:
        return None
    wanted = ((line[0] - 32) & 63) * 4 + 5
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        pass
    try:
        # Some programs write more letters than the length says.
        return binascii.a2b_uu(line[: wanted // 3])
    except binascii.Error:
        return None
