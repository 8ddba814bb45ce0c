"""What Outlook packs into a `winmail.dat` (TNEF): the body and the attachments.

Read here and not by a library: tnefparse believes what the file says of itself, and some thirty
bytes that promise four thousand million properties keep it busy for ten minutes.
Layout: [MS-OXTNEF] 2.1, properties: [MS-OXTNEF] 2.1.3.4.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from services.intake.mail.charsets import decoded
from services.intake.mail.rtf import decompressed, text_of_rtf
from services.intake.mail.words import Words, words_of_page
from services.intake.plain_text import plain_text

SIGNATURE = b"\x78\x9f\x3e\x22"

_ATTACHMENT = 2
_RENDERING = 0x9002
_TITLE = 0x8010
_DATA = 0x800F
_PROPERTIES_OF_ATTACHMENT = 0x9005
_PROPERTIES = 0x9003
_CODE_PAGE = 0x9007
_BODY = 0x800C

_PR_BODY, _PR_RTF, _PR_HTML = 0x1000, 0x1009, 0x1013
_PR_DATA, _PR_SHORT_NAME, _PR_LONG_NAME, _PR_DISPLAY = 0x3701, 0x3704, 0x3707, 0x3001
_PR_CONTENT_ID = 0x3712

_UNICODE, _STRING = 0x1F, 0x1E
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8}
_SIZES |= {0x48: 16}
_WITH_LENGTH = frozenset({_STRING, _UNICODE, 0x0D, 0x0102, 0x00})
_EMBEDDED = bytes.fromhex("0703020000000000c000000000000046")

_OBJECTS_READ = 2_000
_PROPERTIES_READ = 2_000
_VALUES_READ = 10_000


@dataclass
class PackedFile:
    """An attachment."""

    name: str | None = None
    content: bytes = b""
    inline: bool = False


@dataclass
class Package:
    """What is in a `winmail.dat`. Of the bodies, at most one or two are there."""

    plain: str | None = None
    html: bytes | None = None
    rtf: bytes | None = None
    files: list[PackedFile] = field(default_factory=list)
    whole: bool = True
    """False where its end is missing or not as it should be."""


def unpacked(content: bytes) -> Package | None:
    """What it holds, as far as it can be read; None when it is nothing of the kind."""
    if not content.startswith(SIGNATURE):
        return None
    package = Package()
    code_page = "cp1252"
    try:
        for level, name, data in _objects(content):
            if name == _CODE_PAGE:
                code_page = f"cp{_number(data, 0)}"
            elif name == _RENDERING:
                package.files.append(PackedFile())
            elif level == _ATTACHMENT and package.files:
                _into_file(package.files[-1], name, data, code_page)
            elif name == _BODY:
                package.plain = _text(data, code_page)
            elif name == _PROPERTIES:
                _into_package(package, data, code_page)
    except (struct.error, _Broken):
        package.whole = False
    return package


def words_of_package(package: Package) -> Words:
    """What the body says, whichever there is."""
    if package.plain and package.plain.strip():
        return Words(plain_text(package.plain), package.whole)
    if package.html:
        return words_of_page(package.html)
    text = plain_text(text_of_rtf(package.rtf)) if package.rtf else ""
    return Words(text, package.whole)


class _Broken(Exception):
    """It does not go on as it should."""


def _into_file(file: PackedFile, name: int, data: bytes, code_page: str) -> None:
    if name == _TITLE:
        file.name = file.name or _text(data, code_page)
    elif name == _DATA:
        file.content = data
    elif name == _PROPERTIES_OF_ATTACHMENT:
        names: dict[int, str] = {}
        for number, kind, value in _properties(data):
            if number in {_PR_LONG_NAME, _PR_SHORT_NAME, _PR_DISPLAY}:
                names[number] = _string(value, kind, code_page)
            elif number == _PR_CONTENT_ID:
                file.inline = bool(value.strip(b"\x00"))
            elif number == _PR_DATA and not file.content:
                file.content = value.removeprefix(_EMBEDDED)
        ordered = (names.get(number) for number in (_PR_LONG_NAME, _PR_SHORT_NAME))
        file.name = next((each for each in ordered if each), file.name) or names.get(_PR_DISPLAY)


def _into_package(package: Package, data: bytes, code_page: str) -> None:
    for number, kind, value in _properties(data):
        if number == _PR_BODY:
            package.plain = _string(value, kind, code_page)
        elif number == _PR_HTML:
            package.html = value if kind != _UNICODE else _string(value, kind, "").encode()
        elif number == _PR_RTF:
            package.rtf = decompressed(value)


def _objects(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Level, name and data of each, in order. Raises _Broken."""
    position = 6
    for _ in range(_OBJECTS_READ):
        if position >= len(content):
            return
        level, name, _kind, length = struct.unpack_from("<BHHI", content, position)
        position += 9
        if level not in {1, _ATTACHMENT} or position + length > len(content):
            yield level, name, content[position:]
            raise _Broken
        yield level, name, content[position : position + length]
        position += length + 2  # a checksum follows
    raise _Broken


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Number, type and first value of each. Raises _Broken."""
    count, position = _number(data, 0), 4
    for _ in range(min(count, _PROPERTIES_READ)):
        kind, number = struct.unpack_from("<HH", data, position)
        position += 4
        if number >= 0x8000:
            position = _after_name(data, position)
        several, kind = bool(kind & 0x1000), kind & 0xEFFF
        values = 1
        if several or kind in _WITH_LENGTH:
            values = _number(data, position)
            position += 4
        if values > _VALUES_READ:
            raise _Broken
        value = b""
        for place in range(values):
            if kind in _WITH_LENGTH:
                length = _number(data, position)
                position += 4
            elif kind in _SIZES:
                length = _SIZES[kind] if not several or kind not in {0x02, 0x0B} else 2
            else:
                raise _Broken
            if position + length > len(data):
                raise _Broken
            value = value if place else data[position : position + length]
            position += length + -length % 4 if kind in _WITH_LENGTH else length
        position += -position % 4
        yield number, kind, value
    if count > _PROPERTIES_READ:
        raise _Broken


def _after_name(data: bytes, position: int) -> int:
    """Behind the name of a property that has no fixed number."""
    by_name = _number(data, position + 16)
    if not by_name:
        return position + 24
    length = _number(data, position + 20)
    return position + 24 + length + -length % 4


def _number(data: bytes, position: int) -> int:
    number: int = struct.unpack_from("<I", data, position)[0]
    return number


def _string(value: bytes, kind: int, code_page: str) -> str:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\x00")
    return _text(value, code_page)


def _text(value: bytes, code_page: str) -> str:
    return decoded(value.rstrip(b"\x00"), code_page).text
