"""Settings of attachments."""

from datetime import timedelta
from functools import cached_property
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from services.intake.attachments.clamd import Clamd, ClamdAddress
from services.intake.attachments.limits import MEDIA_TYPES, AttachmentLimits
from services.intake.attachments.scanning import NO_SCANNER, Scanner
from shared.settings import Settings


class AttachmentSettings(Settings):
    """Sizes are bytes."""

    attachment_size_limit: Annotated[int, Field(ge=100_000, le=1_000_000_000)] = 25_000_000
    """Bytes of one file."""
    attachment_count_limit: Annotated[int, Field(ge=1, le=1000)] = 40
    """Files of one case, those of its messages among them; what came by mail is not counted."""
    attachment_total_limit: Annotated[int, Field(ge=100_000)] = 200_000_000
    """Bytes of all files of one case."""
    attachment_types: Annotated[tuple[str, ...], NoDecode] = MEDIA_TYPES
    """Media types that are taken in, with commas. A file's type is known by its content."""
    attachment_unclaimed_hours: Annotated[float, Field(ge=1)] = 24
    """Hours that an uploaded file waits to be handed in with a case or a message."""
    clamd_url: str | None = None
    """Address of ClamAV's daemon, `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`; files are
    not scanned where it is left out."""
    clamd_timeout: Annotated[float, Field(gt=0, le=600)] = 20.0
    """Seconds that an upload waits for an answer of the scanner; the file is scanned later then."""

    @field_validator("attachment_types", mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().lower() for part in value.split(",") if part.strip())
        return value

    @field_validator("clamd_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value:
            ClamdAddress.parse(value)
        return value or None

    @cached_property
    def attachment_limits(self) -> AttachmentLimits:
        return AttachmentLimits(
            size=self.attachment_size_limit,
            count=self.attachment_count_limit,
            total=self.attachment_total_limit,
            media_types=frozenset(self.attachment_types),
        )

    @cached_property
    def scanner(self) -> Scanner:
        """The virus scanner, or none."""
        if self.clamd_url is None:
            return NO_SCANNER
        return Clamd(ClamdAddress.parse(self.clamd_url), self.clamd_timeout)

    @property
    def attachment_unclaimed(self) -> timedelta:
        return timedelta(hours=self.attachment_unclaimed_hours)
