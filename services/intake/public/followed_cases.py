"""What the pages of a followed case ask of intake."""

from collections.abc import AsyncIterator, Mapping
from typing import Protocol
from uuid import UUID

from services.intake.attachments.documents import Attachment
from services.intake.attachments.limits import AttachmentLimits
from services.intake.following import OpenedCase, SeenCase
from services.intake.message import MessageRequest
from shared.organisation import Survey


class FollowedCases(Protocol):
    """Shows and adds to a case. All raise TransientError when the store does not answer."""

    @property
    def file_limits(self) -> AttachmentLimits:
        """How large files may be, and how many."""
        ...

    async def open(self, reference: str, secret: str) -> OpenedCase | None:
        """The case with this reference, if the secret is its own; both as a person typed them."""
        ...

    async def see(self, opened: OpenedCase) -> SeenCase:
        """What there is to see of it now."""
        ...

    async def keep_file(
        self, opened: OpenedCase, content: AsyncIterator[bytes], name: str | None, file_id: UUID
    ) -> Attachment:
        """Keep a file that is to go with a message. The same id twice keeps it once.

        Raises AttachmentRefused.
        """
        ...

    async def write(self, opened: OpenedCase, request: MessageRequest, key: str | None) -> None:
        """Add to the case, once for each key. Raises ImpossibleFields."""
        ...

    async def survey_answered(self, opened: OpenedCase) -> bool:
        """Whether the survey of this closing is answered already."""
        ...

    async def answer_survey(
        self, opened: OpenedCase, survey: Survey, answers: Mapping[str, int]
    ) -> bool:
        """Store the answers; False when there are some already."""
        ...
