"""Files that are uploaded with a form before it is handed in."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from services.intake.attachments.documents import Attachment
from services.intake.attachments.limits import AttachmentLimits
from services.intake.case_request import MAXIMUM_ATTACHMENTS
from shared.pages.phrases import Phrase, phrase


class Files(Protocol):
    """Where they are kept. Every method raises TransientError when that cannot be done now."""

    limits: AttachmentLimits

    async def keep(
        self,
        content: AsyncIterator[bytes],
        name: str | None,
        owner: str,
        *,
        attachment_id: UUID | None = None,
        strict: bool = True,
    ) -> Attachment:
        """Keep one. Raises AttachmentRefused."""
        ...

    async def of_owner(self, owner: str) -> list[Attachment]:
        """What waits to be handed in."""
        ...

    async def discard(self, attachment_id: UUID, owner: str) -> None:
        """Remove one. May be repeated."""
        ...


@dataclass(frozen=True)
class KeptFile:
    """A file that waits to be handed in, as its owner sees it."""

    id: UUID
    size: int
    """Bytes."""
    name: str

    @classmethod
    def of(cls, attachment: Attachment) -> "KeptFile":
        return cls(attachment.attachment_id, attachment.size, attachment.name or "")

    @classmethod
    def read(cls, carried: str) -> "KeptFile | None":
        """As a page carried it. What it says besides the id is only ever shown to its sender."""
        file_id, _, rest = carried.partition("/")
        size, _, name = rest.partition("/")
        try:
            return cls(UUID(file_id), int(size), name)
        except ValueError:
            return None

    @property
    def carried(self) -> str:
        """As a page carries it, so that it can be shown when the store does not answer."""
        return f"{self.id}/{self.size}/{self.name}"


@dataclass(frozen=True)
class FileLimits:
    """The limits as a person is told them."""

    count: int
    megabytes: int
    accept: str
    """What a browser's dialogue shows first."""

    @classmethod
    def of(cls, limits: AttachmentLimits) -> "FileLimits":
        return cls(
            count=limits.count,
            megabytes=limits.size // 1_000_000,
            accept=",".join(sorted(limits.media_types)),
        )


def in_one_case(limits: AttachmentLimits) -> AttachmentLimits:
    """The limits with no more files than one submission can name."""
    return replace(limits, count=min(limits.count, MAXIMUM_ATTACHMENTS))


def refusal(refused: Sequence[Phrase]) -> Phrase:
    """What the error summary says; where several were refused, why stands at the field."""
    if len(refused) == 1:
        return refused[0]
    return phrase("Vi kunde inte ta emot %(count)s av filerna.", count=len(refused))
