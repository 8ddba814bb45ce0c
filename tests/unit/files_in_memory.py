"""Uploads for the pages' own tests: kept in memory, refused by name where a test asks for it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from services.intake.attachments.documents import Attachment
from services.intake.attachments.limits import AttachmentLimits
from services.intake.attachments.refusals import AttachmentRefused, Reason
from shared.clock import Clock
from shared.errors import Unavailable
from shared.ids import new_id


@dataclass
class FilesInMemory:
    """Refuses empty files and those with a reason in their name, such as `infected.pdf`."""

    clock: Clock
    limits: AttachmentLimits = field(default_factory=AttachmentLimits)
    down: bool = False
    kept: dict[UUID, Attachment] = field(default_factory=dict)

    async def keep(
        self,
        content: AsyncIterator[bytes],
        name: str | None,
        owner: str,
        *,
        attachment_id: UUID | None = None,
        strict: bool = True,
    ) -> Attachment:
        self._require_up()
        whole = b"".join([chunk async for chunk in content])
        for reason in Reason:
            if (name or "").startswith(reason):
                raise AttachmentRefused(reason, "refused as its name asks for")
        file = Attachment(
            id=str(attachment_id or new_id()),
            name=name,
            media_type="text/plain",
            size=len(whole),
            sha256=sha256(whole).hexdigest(),
            owner=owner,
            created_at=self.clock.now(),
            since=self.clock.now(),
            content=whole,
        )
        return self.kept.setdefault(file.attachment_id, file)

    async def of_owner(self, owner: str) -> list[Attachment]:
        self._require_up()
        return [each for each in self.kept.values() if each.owner == owner and not each.case_id]

    async def discard(self, attachment_id: UUID, owner: str) -> None:
        self._require_up()
        if (file := self.kept.get(attachment_id)) and file.owner == owner:
            del self.kept[attachment_id]

    def claim(self, ids: tuple[UUID, ...], case_id: UUID) -> None:
        """As the case that named them would."""
        for each in ids:
            self.kept[each] = self.kept[each].model_copy(update={"case_id": str(case_id)})

    def _require_up(self) -> None:
        if self.down:
            raise Unavailable("the store does not answer: try again")
