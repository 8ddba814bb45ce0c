"""Files as people send them: the smallest that are what they say, made here."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

PDF = (
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
TEXT = "Utbetalningen har glömts bort.\nHälsningar".encode()
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(64)


def png() -> bytes:
    """One grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00\x80"))
        + chunk(b"IEND", b"")
    )


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip with these entries, in order."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return whole.getvalue()


def office(folder: str, *more: str) -> bytes:
    """A document as Office writes it: `word`, `xl` or `ppt`, and further entries."""
    names = ("[Content_Types].xml", "_rels/.rels", f"{folder}/document.xml", *more)
    return zipped(dict.fromkeys(names, b"<x/>"))


def open_document(kind: str, *more: str) -> bytes:
    """A document as LibreOffice writes it: `text`, `spreadsheet`, `presentation`."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as made:
        made.writestr("mimetype", f"{OPEN_DOCUMENT}.{kind}", compress_type=ZIP_STORED)
        for name in ("content.xml", "META-INF/manifest.xml", *more):
            made.writestr(name, "<x/>")
    return whole.getvalue()


def ole(*streams: str) -> bytes:
    """An older Office file with streams of these names."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + names


def boxes(brand: str, *compatible: str) -> bytes:
    """HEIC, MP4 and their kin."""
    brands = "".join((brand, "\0\0\0\0", *compatible)).encode("latin-1")
    return struct.pack(">I", len(brands) + 8) + b"ftyp" + brands + b"\0\0\0\x08free" + bytes(32)


def matroska(kind: str, *codecs: str) -> bytes:
    """WebM and Matroska."""
    named = kind.encode()
    head = b"\x42\x82" + bytes([0x80 | len(named)]) + named
    return (
        b"\x1a\x45\xdf\xa3"
        + bytes([0x80 | len(head)])
        + head
        + b"".join(b"\x86" + codec.encode() for codec in codecs)
    )


def ogg(codec: bytes) -> bytes:
    """Ogg with one stream."""
    return b"OggS\x00\x02" + bytes(22) + b"\x1e\x01" + codec + bytes(16)
