"""What has been said between the complainant and the municipality, as the complainant may see it.

Nobody is named: each message has the role of who wrote it. What came by mail from someone else
than the case's contact (role `public`) is the caseworker's to read, and is left out.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from services.workflow.case import Answer, Case
from shared.events.submissions import AttachmentReference
from shared.events.vocabulary import Outcome, Role, Scan


class Direction(StrEnum):
    """Which way a message went, as seen from the municipality."""

    IN = "in"
    OUT = "out"


class SentFile(BaseModel):
    """A file that came with a message; intake keeps it. `size` in bytes."""

    id: UUID
    name: str | None
    media_type: str
    size: int
    scan: Scan

    @classmethod
    def of(cls, reference: AttachmentReference) -> Self:
        return cls(**reference.model_dump(include=set(cls.model_fields)))


class AnswerGiven(BaseModel):
    """What the complainant was told (R36). `given_at` is UTC."""

    text: str
    measures: str
    where_next: str | None
    """Where to turn if one is not content."""
    outcome: Outcome | None
    given_at: datetime

    @classmethod
    def of(cls, answer: Answer) -> Self:
        return cls(**answer.model_dump(include=set(cls.model_fields)))


class CaseMessage(BaseModel):
    """One message; `at` is when it came in or was written (UTC)."""

    direction: Direction
    by: Role
    at: datetime
    text: str
    attachments: Sequence[SentFile]


class Correspondence(BaseModel):
    """The answer that holds, those before it, and messages both ways in order of time.

    What the case began with is not repeated: intake has it as it came.
    """

    case_id: UUID
    answer: AnswerGiven | None
    earlier_answers: Sequence[AnswerGiven]
    messages: Sequence[CaseMessage]

    @classmethod
    def of(cls, case: Case) -> Self:
        return cls(
            case_id=case.case_id,
            answer=AnswerGiven.of(case.answer) if case.answer else None,
            earlier_answers=[AnswerGiven.of(answer) for answer in case.earlier_answers],
            messages=sorted(_messages(case), key=lambda message: message.at),
        )


def _messages(case: Case) -> Iterator[CaseMessage]:
    for received in case.messages:
        if received.by is not Role.PUBLIC:
            yield CaseMessage(
                direction=Direction.IN,
                by=received.by,
                at=received.received_at,
                text=received.text,
                attachments=[SentFile.of(reference) for reference in received.attachments],
            )
    for sent in case.sent:
        yield CaseMessage(
            direction=Direction.OUT, by=sent.by, at=sent.sent_at, text=sent.text, attachments=[]
        )
