"""A followed case for the pages' own tests: its facts can be set, and parts of it be down."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID

from services.intake.attachments.documents import Attachment
from services.intake.attachments.limits import AttachmentLimits
from services.intake.attachments.refusals import AttachmentRefused, Reason
from services.intake.case_request import CaseRequest
from services.intake.conversation import conversation, latest_view
from services.intake.following import OpenedCase, SeenCase
from services.intake.message import Message, MessageRequest
from services.intake.submission import Posting, Submission, receive
from shared.clock import Clock
from shared.correspondence import NOTHING_YET, Correspondence
from shared.errors import Unavailable
from shared.events.envelope import Actor
from shared.events.facts import CaseFacts
from shared.events.submissions import Raw
from shared.events.vocabulary import Acknowledgement, Channel, Kind, Role, Status, Wish
from shared.ids import new_id
from shared.organisation import Organisation, Survey

SECRET = "30FF-PEJA-NTRA-1FT5"
WORDS = "Hemtjänsten kom inte på söndagen.\n\nJag vill veta varför."


def case_of(organisation: Organisation, at: datetime, **changes: Any) -> Submission:
    """A complaint about home care, by the web form unless told otherwise."""
    request = CaseRequest(
        **{
            "board": "von",
            "unit": "hemvard-norr",
            "kind": Kind.COMPLAINT,
            "channel": Channel.WEB,
            "text": WORDS,
            "feedback_wish": Wish.YES,
            **changes,
        }
    )
    posting = Posting(case_id=new_id(), at=at, by=Actor(role=Role.PUBLIC), raw=Raw.FORM)
    return receive(request, posting, organisation)[0]


class Down(Enum):
    """How much of the store does not answer."""

    FOR_WRITING = "for writing"
    WHOLLY = "wholly"


@dataclass
class FollowedInMemory:
    """One case. `correspondence` None is a workflow that does not answer."""

    clock: Clock
    submission: Submission
    facts: CaseFacts
    correspondence: Correspondence | None = NOTHING_YET
    down: Down | None = None
    refusing: Reason | None = None
    messages: dict[str, Message] = field(default_factory=dict)
    files: dict[str, Attachment] = field(default_factory=dict)
    survey_answers: dict[int, Mapping[str, int]] = field(default_factory=dict)
    file_limits: AttachmentLimits = field(default_factory=AttachmentLimits)

    def stands(self, status: Status, **facts: Any) -> None:
        """Let the case have come so far."""
        self.facts = self.facts.model_copy(update={"status": status, **facts})

    async def open(self, reference: str, secret: str) -> OpenedCase | None:
        if self.down is Down.WHOLLY:
            raise Unavailable("the store does not answer: try again")
        known = _plain(self.submission.reference), _plain(SECRET)
        if (_plain(reference), _plain(secret)) != known:
            return None
        return OpenedCase(self.submission, self.facts)

    async def see(self, opened: OpenedCase) -> SeenCase:
        messages = list(self.messages.values())
        claimed = [file for file in self.files.values() if file.message_id]
        told = self.correspondence
        return SeenCase(
            opened=opened,
            said=conversation(opened.submission, messages, claimed, told),
            view=latest_view(messages),
            answer=told.answer if told else None,
            complete=told is not None,
            survey_answered=await self.survey_answered(opened),
            waiting=tuple(file for file in self.files.values() if not file.message_id),
        )

    async def keep_file(
        self, opened: OpenedCase, content: AsyncIterator[bytes], name: str | None, file_id: UUID
    ) -> Attachment:
        self._require_up()
        whole = b"".join([chunk async for chunk in content])
        if self.refusing and name and name.startswith("fel"):
            raise AttachmentRefused(self.refusing, "refused by the test")
        kept = Attachment(
            id=str(file_id),
            name=name,
            media_type="application/pdf",
            size=len(whole),
            sha256=sha256(whole).hexdigest(),
            owner=f"case:{opened.case_id}",
            created_at=self.clock.now(),
            since=self.clock.now(),
        )
        return self.files.setdefault(kept.id, kept)

    async def write(self, opened: OpenedCase, request: MessageRequest, key: str | None) -> None:
        self._require_up()
        message_id = key or str(new_id())
        self.messages.setdefault(
            message_id,
            Message(
                id=message_id,
                case_id=str(opened.case_id),
                text=request.text,
                view=request.view,
                raw=Raw.FORM,
                fingerprint="",
                created_at=self.clock.now(),
            ),
        )
        for file_id in request.attachments:
            claimed = {"message_id": message_id, "case_id": str(opened.case_id)}
            self.files[str(file_id)] = self.files[str(file_id)].model_copy(update=claimed)

    async def survey_answered(self, opened: OpenedCase) -> bool:
        return opened.facts.reopened in self.survey_answers

    async def answer_survey(
        self, opened: OpenedCase, survey: Survey, answers: Mapping[str, int]
    ) -> bool:
        self._require_up()
        new = opened.facts.reopened not in self.survey_answers
        self.survey_answers.setdefault(opened.facts.reopened, answers)
        return new

    def _require_up(self) -> None:
        if self.down:
            raise Unavailable("the store does not answer: try again")


def followed(organisation: Organisation, clock: Clock, **changes: Any) -> FollowedInMemory:
    """A case that somebody is responsible for since a while."""
    received = clock.now() - timedelta(days=3)
    submission = case_of(organisation, received, **changes)
    facts = submission.facts.model_copy(
        update={
            "status": Status.ASSIGNED,
            "diary_number": "VON 2026-00047",
            "acknowledgement": Acknowledgement.SENT,
            "registered_at": received + timedelta(seconds=1),
            "acknowledged_at": received + timedelta(seconds=2),
            "assigned_at": received + timedelta(hours=20),
        }
    )
    return FollowedInMemory(clock, submission, facts)


def _plain(code: str) -> str:
    return "".join(character for character in code.upper() if character.isalnum())
