"""What a file is, by its content: never by its name, never by what its sender says."""

from dataclasses import dataclass

from services.intake.attachments.containers import (
    media_type_of_boxes,
    media_type_of_matroska,
    media_type_of_ogg,
    media_type_of_ole,
    media_type_of_zip,
)
from services.intake.attachments.markup import media_type_of_text

UNKNOWN = "application/octet-stream"

ZIP_SIGNATURE = b"PK\x03\x04"
OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_MATROSKA = b"\x1a\x45\xdf\xa3"
_OGG = b"OggS"

_ONE_WORD = {
    "audio/wave": "audio/wav",
    "audio/x-wav": "audio/wav",
    "text/rtf": "application/rtf",
}
"""puremagic has several names for some types."""

_BY_DEEPER_LOOK = ("application/vnd.openxmlformats", "application/vnd.oasis", "application/msword")
"""What puremagic takes any archive for: only a look inside can say so."""


@dataclass(frozen=True)
class Traits:
    """What was seen of a file while it passed."""

    head: bytes
    tail: bytes
    text_encoding: str | None
    """How it is written, when all of it is plain text."""
    ole_streams: frozenset[str] = frozenset()


def media_type_of(traits: Traits) -> str:
    """The media type, or UNKNOWN."""
    head = traits.head
    if traits.text_encoding:
        return media_type_of_text(head.decode(traits.text_encoding, "ignore"))
    if head.startswith(ZIP_SIGNATURE):
        return media_type_of_zip(head, traits.tail)
    if head.startswith(OLE_SIGNATURE):
        return media_type_of_ole(traits.ole_streams)
    if head.startswith(_MATROSKA):
        return media_type_of_matroska(head)
    if head.startswith(_OGG):
        return media_type_of_ogg(head)
    return media_type_of_boxes(head) or _by_signature(head)


def _by_signature(head: bytes) -> str:
    if _is_mp3_frame(head):
        return "audio/mpeg"
    if head.startswith(b"#!AMR"):
        return "audio/amr"
    # It reads a list of a thousand signatures when it is loaded.
    import puremagic

    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    for match in found:
        named: str = _ONE_WORD.get(match.mime_type, match.mime_type).lower()
        if named and not named.startswith(_BY_DEEPER_LOOK):
            return named
    return UNKNOWN


def _is_mp3_frame(head: bytes) -> bool:
    """A file without ID3 begins with a frame of layer III (ISO 11172-3)."""
    return len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] < 0xF0
