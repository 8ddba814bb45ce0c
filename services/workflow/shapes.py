"""What the API answers with."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from services.workflow.case import (
    Answer,
    Case,
    HistoryEntry,
    ReceivedMessage,
    SentMessage,
    Waiver,
)
from services.workflow.control_points import PointState, control_points
from services.workflow.diary import DiaryEntry
from services.workflow.listing import ListedCase, View, missing_points
from shared.events.facts import CaseFacts
from shared.events.submissions import ReceivedContent
from shared.events.vocabulary import Channel, ControlPoint, Kind, Status


class CaseSummary(BaseModel):
    """A case in a list: nothing personal."""

    case_id: UUID
    seq: int
    reference: str
    status: Status
    diary_number: str | None
    board: str
    unit: str | None
    kind: Kind
    channel: Channel
    category: str | None
    received_on: date
    opened_at: datetime
    responsible: str | None
    severity: int | None
    missing: list[ControlPoint]
    """Control points that the case does not answer yet."""

    @classmethod
    def of(cls, case: ListedCase) -> Self:
        facts = case.facts
        return cls(
            case_id=UUID(case.id),
            seq=case.seq,
            reference=facts.reference,
            status=facts.status,
            diary_number=facts.diary_number,
            board=facts.board,
            unit=facts.unit,
            kind=facts.kind,
            channel=facts.channel,
            category=facts.category,
            received_on=facts.received_on,
            opened_at=case.opened_at,
            responsible=facts.responsible,
            severity=facts.severity,
            missing=missing_points(facts),
        )


class CasePage(BaseModel):
    """A page of cases; `next` is the cursor of the next page."""

    items: Sequence[CaseSummary]
    next: str | None = None


class Worklist(CasePage):
    """Work to do, and how much of it there is in all."""

    view: View
    total: int


class CaseShown(BaseModel):
    """The whole case, as those see it who handle it."""

    case_id: UUID
    seq: int
    status: Status
    diary_number: str | None
    board: str
    unit: str | None
    kind: Kind
    channel: Channel
    facts: CaseFacts
    control_points: Sequence[PointState]
    diary: DiaryEntry | None
    content: ReceivedContent
    messages: Sequence[ReceivedMessage]
    sent: Sequence[SentMessage]
    answer: Answer | None
    earlier_answers: Sequence[Answer]
    waivers: Sequence[Waiver]
    history: Sequence[HistoryEntry]

    @classmethod
    def of(cls, case: Case) -> Self:
        facts = case.facts
        return cls(
            case_id=case.case_id,
            seq=case.seq,
            status=facts.status,
            diary_number=facts.diary_number,
            board=facts.board,
            unit=facts.unit,
            kind=facts.kind,
            channel=facts.channel,
            facts=facts,
            control_points=control_points(case),
            diary=case.diary,
            content=case.content,
            messages=case.messages,
            sent=case.sent,
            answer=case.answer,
            earlier_answers=case.earlier_answers,
            waivers=case.waivers,
            history=case.history,
        )


class DiaryLine(DiaryEntry):
    """A line of the journal and the case it stands for."""

    case_id: UUID


class DiaryPage(BaseModel):
    """The journal by number; `next` is the number to continue after."""

    items: Sequence[DiaryLine]
    next: int | None = None


class SnapshotRequest(BaseModel):
    """Which rebuild the snapshots are for."""

    rebuild: UUID


class SnapshotsPromised(BaseModel):
    """How many snapshots will come."""

    total: int
