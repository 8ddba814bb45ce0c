"""Following a case with its code: what whoever has it may see, and what they may do."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from services.intake.attachments.documents import Attachment
from services.intake.attachments.keeping import Attachments
from services.intake.attachments.limits import AttachmentLimits
from services.intake.attachments.owners import of_case
from services.intake.conversation import Said, conversation, latest_view
from services.intake.message import Message, MessageRequest
from services.intake.reception import Reception
from services.intake.records import Records
from services.intake.submission import Submission
from services.intake.survey import ASKED_WHEN, Surveys
from shared.correspondence import Answer, Correspondence, CorrespondenceUnavailable
from shared.events.envelope import Actor
from shared.events.facts import CaseFacts
from shared.events.submissions import Raw
from shared.events.vocabulary import Role, Status
from shared.organisation import Survey

COMPLAINANT = Actor(role=Role.COMPLAINANT)


class CorrespondenceSource(Protocol):
    """Who knows what the complainant has been answered and written."""

    async def of(self, case_id: UUID) -> Correspondence:
        """Raises CorrespondenceUnavailable."""
        ...


@dataclass(frozen=True)
class OpenedCase:
    """A case whose code was given."""

    submission: Submission
    facts: CaseFacts

    @property
    def case_id(self) -> UUID:
        return self.submission.case_id


@dataclass(frozen=True)
class SeenCase:
    """All that is shown of it."""

    opened: OpenedCase
    said: tuple[Said, ...]
    view: Message | None
    """What the complainant said last of the answer or the closing."""
    answer: Answer | None
    complete: bool
    """False when the workflow did not answer: the municipality's words are missing."""
    survey_answered: bool
    waiting: tuple[Attachment, ...]
    """Files that are uploaded and not sent yet."""


class Following:
    """Every method raises TransientError when the store does not do its part."""

    def __init__(
        self,
        records: Records,
        reception: Reception,
        attachments: Attachments,
        correspondence: CorrespondenceSource,
        surveys: Surveys,
    ) -> None:
        self._records = records
        self._reception = reception
        self._correspondence = correspondence
        self._surveys = surveys
        self._attachments = attachments

    @property
    def file_limits(self) -> AttachmentLimits:
        """How large files may be, and how many."""
        return self._attachments.limits

    async def open(self, reference: str, secret: str) -> OpenedCase | None:
        """The case with this reference, if the secret is its own; both as a person typed them."""
        submission = await self._reception.opened(reference, secret)
        if submission is None:
            return None
        return OpenedCase(submission, await self._reception.facts_of(submission))

    async def see(self, opened: OpenedCase) -> SeenCase:
        """What there is to see of it now. Reads from the store and the workflow at once."""
        case_id = opened.case_id
        messages, files, waiting, correspondence, answered = await asyncio.gather(
            self._messages(opened),
            self._attachments.of_case(case_id),
            self._attachments.of_owner(of_case(case_id)),
            self._told(case_id),
            self.survey_answered(opened),
        )
        return SeenCase(
            opened=opened,
            said=conversation(opened.submission, messages, files, correspondence),
            view=latest_view(messages),
            answer=correspondence.answer if correspondence else None,
            complete=correspondence is not None,
            survey_answered=answered,
            waiting=tuple(waiting),
        )

    async def keep_file(
        self, opened: OpenedCase, content: AsyncIterator[bytes], name: str | None, file_id: UUID
    ) -> Attachment:
        """Keep a file that is to go with a message. The same id twice keeps it once.

        Raises AttachmentRefused.
        """
        owner = of_case(opened.case_id)
        return await self._attachments.keep(content, name, owner, attachment_id=file_id)

    async def write(self, opened: OpenedCase, request: MessageRequest, key: str | None) -> None:
        """Add to the case, once for each key. Raises ImpossibleFields or KeyReused."""
        await self._reception.add_message(
            opened.case_id,
            request,
            key,
            by=COMPLAINANT,
            raw=Raw.FORM,
            posted=request.model_dump_json().encode(),
            attachments_of=of_case(opened.case_id),
        )

    async def survey_answered(self, opened: OpenedCase) -> bool:
        """Whether the survey of this closing is answered already."""
        if opened.facts.status not in ASKED_WHEN:
            return False
        return await self._surveys.answered(opened.case_id, opened.facts)

    async def answer_survey(
        self, opened: OpenedCase, survey: Survey, answers: Mapping[str, int]
    ) -> bool:
        """Store the answers; False when there are some already. Raises NotAsked."""
        return await self._surveys.answer(opened.case_id, opened.facts, survey, answers)

    async def _messages(self, opened: OpenedCase) -> Sequence[Message]:
        where = {"case_id": str(opened.case_id)}
        known = await self._records.messages.find(where)
        if opened.facts.status is not Status.RECEIVED:
            return known
        # What is added to a held submission waits with it, and was said all the same.
        held = await self._records.held_messages.find(where)
        ids = {message.id for message in known}
        return [*known, *(each.message for each in held if each.message.id not in ids)]

    async def _told(self, case_id: UUID) -> Correspondence | None:
        try:
            return await self._correspondence.of(case_id)
        except CorrespondenceUnavailable:
            return None
