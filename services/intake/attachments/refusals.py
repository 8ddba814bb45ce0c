"""Why a file is not taken in, for whoever can be told."""

from enum import StrEnum
from typing import ClassVar

from shared.errors import PermanentError


class Reason(StrEnum):
    """What is wrong with the file."""

    TOO_LARGE = "too_large"
    EMPTY = "empty"
    TYPE_NOT_ALLOWED = "type_not_allowed"
    INFECTED = "infected"
    TOO_MANY = "too_many"


class AttachmentRefused(PermanentError):
    """The file cannot be taken in as it is."""

    slug: ClassVar[str] = "attachment_refused"

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
