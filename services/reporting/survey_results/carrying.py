"""A list on its way from the preview to being stored: within the form, so that nothing is kept."""

import base64
import binascii
import zlib

LIST_LIMIT = 4 * 1024 * 1024
"""Bytes of a list."""


class NotCarried(ValueError):
    """The form does not hold a list, or one that is too long."""


def packed(data: bytes) -> str:
    """The list as letters of a hidden field."""
    return base64.urlsafe_b64encode(zlib.compress(data, 9)).decode("ascii")


def unpacked(letters: str) -> bytes:
    """The list again; never more of it than may be sent. Raises NotCarried."""
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(
            base64.b64decode(letters, altchars=b"-_", validate=True), LIST_LIMIT + 1
        )
    except (binascii.Error, ValueError, zlib.error) as error:
        raise NotCarried from error
    if len(data) > LIST_LIMIT or not reader.eof:
        raise NotCarried
    return data
