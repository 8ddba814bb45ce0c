"""Writes a `winmail.dat` (TNEF) as Outlook does, for the corpus."""

import struct
from collections.abc import Sequence

CODE_PAGE = 1252

_STRING, _UNICODE, _BINARY, _LONG = 0x1E, 0x1F, 0x0102, 0x03


def winmail(
    *properties: bytes, files: Sequence[tuple[str, bytes]] = (), body: str | None = None
) -> bytes:
    """The file: properties of the message, then its attachments."""
    objects = [
        _object(1, 0x9006, 8, struct.pack("<I", 0x10000)),
        _object(1, 0x9007, 6, struct.pack("<II", CODE_PAGE, 0)),
    ]
    if body is not None:
        objects.append(_object(1, 0x800C, 2, body.encode("cp1252") + b"\x00"))
    if properties:
        objects.append(_object(1, 0x9003, 6, _properties(*properties)))
    for name, content in files:
        short = name.encode("cp1252", "replace")[:8] + b"\x00"
        objects += [
            _object(2, 0x9002, 6, bytes(14)),
            _object(2, 0x8010, 1, short),
            _object(2, 0x800F, 6, content),
            _object(2, 0x9005, 6, _properties(text(0x3707, name), number(0x3705, 1))),
        ]
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(objects)


def text(name: int, value: str) -> bytes:
    """A property with a text in Unicode."""
    return _with_length(_UNICODE, name, value.encode("utf-16-le") + b"\x00\x00")


def old_text(name: int, value: str) -> bytes:
    """A property with a text in the code page."""
    return _with_length(_STRING, name, value.encode("cp1252") + b"\x00")


def binary(name: int, value: bytes) -> bytes:
    return _with_length(_BINARY, name, value)


def number(name: int, value: int) -> bytes:
    return struct.pack("<HHI", _LONG, name, value)


def compressed(rtf: bytes) -> bytes:
    """Rich text packed as Outlook packs it, here by letters alone, which is a legal way."""
    groups = [b"\x00" + rtf[start : start + 8] for start in range(0, len(rtf), 8)]
    packed = b"".join(groups)
    return struct.pack("<II4sI", len(packed) + 12, len(rtf), b"LZFu", 0) + packed


def _properties(*properties: bytes) -> bytes:
    return struct.pack("<I", len(properties)) + b"".join(properties)


def _with_length(kind: int, name: int, value: bytes) -> bytes:
    padding = bytes(-len(value) % 4)
    return struct.pack("<HHII", kind, name, 1, len(value)) + value + padding


def _object(level: int, name: int, kind: int, data: bytes) -> bytes:
    head = struct.pack("<BHHI", level, name, kind, len(data))
    return head + data + struct.pack("<H", sum(data) & 0xFFFF)
