"""How much may be handed in, and of what types."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.intake.attachments.documents import Attachment
from services.intake.attachments.refusals import AttachmentRefused, Reason

MEDIA_TYPES = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/heic",
    "image/webp",
    "image/gif",
    "image/tiff",
    "text/plain",
    "application/rtf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "audio/wav",
    "audio/amr",
    "audio/webm",
    "video/mp4",
    "video/quicktime",
)
"""What people photograph, write and record; nothing that a computer runs or a browser renders."""


@dataclass(frozen=True)
class AttachmentLimits:
    """Sizes in bytes; count and total are those of one case."""

    size: int = 25_000_000
    count: int = 40
    total: int = 200_000_000
    media_types: frozenset[str] = frozenset(MEDIA_TYPES)


def require_room(limits: AttachmentLimits, files: Sequence[Attachment], coming: int = 0) -> None:
    """Raise AttachmentRefused unless the files and as many that are coming may be together."""
    if len(files) + coming > limits.count:
        raise AttachmentRefused(
            Reason.TOO_MANY, f"There may be at most {limits.count} files: leave some out."
        )
    if sum(file.size for file in files) > limits.total:
        raise AttachmentRefused(
            Reason.TOO_LARGE,
            f"The files may have at most {limits.total} bytes together: leave some out.",
        )
