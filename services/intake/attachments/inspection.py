"""Looks at a file while it passes: its size, its digest, and what it really is."""

from hashlib import sha256

from services.intake.attachments.containers import OLE_STREAMS
from services.intake.attachments.media_types import (
    OLE_SIGNATURE,
    ZIP_SIGNATURE,
    Traits,
    media_type_of,
)
from services.intake.attachments.plain_text_check import PlainTextCheck

HEAD = 64 * 1024
TAIL = 256 * 1024
"""Bytes kept of an archive's end, where its table of contents is; 3,000 entries and more."""

_STREAM_NAMES = {stream: stream.encode("utf-16-le") for stream in OLE_STREAMS.values()}
_LONGEST_NAME = max(map(len, _STREAM_NAMES.values()))


class Inspection:
    """Feed it the file in order, then ask. Keeps a little of it, however large it is."""

    def __init__(self) -> None:
        self.size = 0
        self._digest = sha256()
        self._text = PlainTextCheck()
        self._head = b""
        self._tail = b""
        self._streams: set[str] = set()

    def feed(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self._digest.update(chunk)
        self._text.feed(chunk)
        if len(self._head) < HEAD:
            self._head += chunk[: HEAD - len(self._head)]
        if self._head.startswith(OLE_SIGNATURE):
            self._look_for_streams(chunk)
        elif self._head.startswith(ZIP_SIGNATURE):
            self._tail = (self._tail + chunk)[-TAIL:]

    @property
    def sha256(self) -> str:
        """In hexadecimal."""
        return self._digest.hexdigest()

    @property
    def media_type(self) -> str:
        """By content alone."""
        return media_type_of(
            Traits(
                head=self._head,
                tail=self._tail,
                text_encoding=self._text.encoding if self._text.holds else None,
                ole_streams=frozenset(self._streams),
            )
        )

    def _look_for_streams(self, chunk: bytes) -> None:
        seen = self._tail + chunk
        self._streams |= {stream for stream, name in _STREAM_NAMES.items() if name in seen}
        self._tail = seen[-_LONGEST_NAME:]
