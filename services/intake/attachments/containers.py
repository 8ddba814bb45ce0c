"""Formats that wrap others: what is inside decides what they are."""

import struct
from io import BytesIO
from zipfile import BadZipFile, ZipFile

ZIP = "application/zip"
OLE = "application/x-ole-storage"

_OOXML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_DOCUMENT_WITH_MACROS = "application/x-opendocument-with-macros"
_OFFICE = {
    "word": (
        f"{_OOXML}.wordprocessingml.document",
        "application/vnd.ms-word.document.macroenabled.12",
    ),
    "xl": (f"{_OOXML}.spreadsheetml.sheet", "application/vnd.ms-excel.sheet.macroenabled.12"),
    "ppt": (
        f"{_OOXML}.presentationml.presentation",
        "application/vnd.ms-powerpoint.presentation.macroenabled.12",
    ),
}
_MACROS_IN_OOXML = ("vbaproject.bin", "xl/workbook.bin")
_MACROS_IN_OPEN_DOCUMENT = ("basic/", "scripts/")
_MIMETYPE_ENTRY = b"mimetype" + _OPEN_DOCUMENT.encode()

_BRANDS = {
    "image/heic": ("heic", "heix", "heim", "heis", "hevc", "hevx"),
    "image/avif": ("avif", "avis"),
    "audio/mp4": ("M4A ", "M4B "),
    "video/quicktime": ("qt  ",),
    "video/3gpp": ("3gp", "3g2"),
    "video/mp4": ("iso", "mp4", "avc1", "dash", "M4V", "MSNV", "f4v"),
}
_ATOMS_OF_OLD_QUICKTIME = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")

OLE_STREAMS = {
    "application/vnd.ms-outlook": "__properties_version1.0",
    "application/msword": "WordDocument",
    "application/vnd.ms-excel": "Workbook",
    "application/vnd.ms-powerpoint": "PowerPoint Document",
}
"""A stream that only files of that type have; the first that is found decides."""


def media_type_of_zip(head: bytes, tail: bytes) -> str:
    """An office document without macros, one with them, or any other archive."""
    try:
        with ZipFile(BytesIO(tail)) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        return ZIP
    if head[30:].startswith(_MIMETYPE_ENTRY):
        return _open_document(head, names)
    if "[content_types].xml" not in names:
        return ZIP
    macros = any(name.endswith(_MACROS_IN_OOXML) for name in names)
    folders = {name.partition("/")[0] for name in names}
    found = [types for folder, types in _OFFICE.items() if folder in folders]
    return found[0][macros] if len(found) == 1 else ZIP


def _open_document(head: bytes, names: list[str]) -> str:
    if any(name.startswith(_MACROS_IN_OPEN_DOCUMENT) for name in names):
        return _OPEN_DOCUMENT_WITH_MACROS
    length = struct.unpack_from("<I", head, 18)[0]
    return head[38 : 38 + length].decode("ascii", "replace") if length < 100 else ZIP


def media_type_of_boxes(head: bytes) -> str | None:
    """HEIC, MP4, M4A, MOV: boxes (ISO 14496-12) whose first names the brands."""
    if head[4:8] in _ATOMS_OF_OLD_QUICKTIME:
        return "video/quicktime"
    if head[4:8] != b"ftyp" or len(head) < 16:
        return None
    length = min(struct.unpack_from(">I", head)[0], 256)
    named = head[8:12] + head[16:length]
    brands = [named[at : at + 4].decode("latin-1") for at in range(0, len(named), 4)]
    for brand in brands:
        for media_type, known in _BRANDS.items():
            if brand.startswith(known):
                return media_type
    return None


def media_type_of_matroska(head: bytes) -> str:
    """WebM with sound alone, with pictures, or another Matroska file."""
    if b"webm" not in head[:64]:
        return "video/x-matroska"
    return "video/webm" if b"V_VP" in head or b"V_AV1" in head else "audio/webm"


def media_type_of_ogg(head: bytes) -> str:
    """Ogg with sound alone, or with pictures."""
    return "video/ogg" if b"theora" in head[:4096] else "audio/ogg"


def media_type_of_ole(streams: frozenset[str]) -> str:
    """Office's older formats, by the names of the streams in them."""
    for media_type, stream in OLE_STREAMS.items():
        if stream in streams:
            return media_type
    return OLE
