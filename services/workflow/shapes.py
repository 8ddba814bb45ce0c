"""What the API answers with."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.workflow.case import (
    Answer,
    AnswerWaiver,
    Case,
    ConflictOfInterest,
    Dismissal,
    Draft,
    ExternalNumber,
    FollowedUp,
    HistoryEntry,
    Link,
    ReceivedMessage,
    Referral,
    SentMessage,
    Unreached,
    Waiver,
)
from services.workflow.commands import COMMANDS
from services.workflow.control_points import PointState, control_points
from services.workflow.desk import Waiting
from services.workflow.diary import DiaryEntry
from services.workflow.document_list import ListedPaper, listed_papers, missing_papers
from services.workflow.investigation import Investigation
from services.workflow.journal import JournalCase
from services.workflow.lex_sarah.track import LexSarahTrack
from services.workflow.listing import ListedCase, missing_points
from services.workflow.measures import Measure
from services.workflow.papers import Paper
from services.workflow.search_entry import Place
from services.workflow.worklists import View, WorkFilters
from shared.events.facts import CaseFacts
from shared.events.submissions import ReceivedContent
from shared.events.vocabulary import Channel, ControlPoint, Kind, Status
from shared.organisation.boards import Board
from shared.pages.catalogues import say
from shared.pages.languages import Language


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
    due: date | None = None
    """Swedish day of the first target that is unmet."""
    deadline: str | None = None
    """The id of the board's rule that the day comes from."""
    waiting: Waiting | None = None
    needs_assignment: bool = False
    """Nobody answers for it, or only someone in conflict (R41, R43)."""

    @classmethod
    def of(cls, case: ListedCase) -> Self:
        facts, desk = case.facts, case.desk
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
            due=desk.due if desk else None,
            deadline=desk.rule if desk else None,
            waiting=desk.waiting if desk else None,
            needs_assignment=desk.needs_assignment if desk else False,
        )


class CasePage(BaseModel):
    """A page of cases; `next` is the cursor of the next page."""

    items: Sequence[CaseSummary]
    next: str | None = None


class Worklist(CasePage):
    """Work to do by due day, and how much of it there is."""

    view: View
    total: int
    """Cases of the view that the filters let through."""
    counts: Mapping[View, int]
    """Cases of each view, without filters."""


class WorkQuery(WorkFilters):
    """Which page of which work list."""

    view: View = View.OPEN
    cursor: str | None = Field(default=None, description="`next` of the page before.")
    limit: int = Field(default=50, ge=1, le=200, description="Items a page.")


class SearchRequest(BaseModel):
    """What to look for. It may be a name, so it never stands in an address."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=2, max_length=200),
        Field(examples=["SN 2026-00042"]),
    ]
    cursor: str | None = Field(default=None, description="`next` of the page before.")
    limit: int = Field(default=50, ge=1, le=200, description="Items a page.")


class SearchHit(CaseSummary):
    """A case, and where in it the words stand."""

    matched: Sequence[Place]


class SearchPage(BaseModel):
    """Cases that were found, newest first.

    A page may be short, or empty, while others follow: some of what is found is out of sight.
    """

    items: Sequence[SearchHit]
    next: str | None = None


class StepOffered(BaseModel):
    """A step, and what stands against it whatever it is told; nothing where it can be taken."""

    step: str
    reasons: Sequence[str]
    """In English."""

    @classmethod
    def all_of(cls, case: Case) -> list[Self]:
        return [
            cls(
                step=command.name,
                reasons=[say(reason, Language.ENGLISH) for reason in command.barriers(case)],
            )
            for command in COMMANDS
        ]


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
    unreached: Sequence[Unreached]
    answer: Answer | None
    earlier_answers: Sequence[Answer]
    draft: Draft | None
    answer_waiver: AnswerWaiver | None
    waivers: Sequence[Waiver]
    investigation: Investigation | None
    measures: Sequence[Measure]
    conflicts: Sequence[ConflictOfInterest]
    links: Sequence[Link]
    referral: Referral | None
    earlier_referrals: Sequence[Referral]
    dismissal: Dismissal | None
    follow_ups: Sequence[FollowedUp]
    lex_sarah: LexSarahTrack | None
    papers: Sequence[Paper]
    external_numbers: Sequence[ExternalNumber]
    history: Sequence[HistoryEntry]
    may: Sequence[StepOffered]
    """Every step, in the order in which a case usually takes them."""

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
            unreached=case.unreached,
            answer=case.answer,
            earlier_answers=case.earlier_answers,
            draft=case.draft,
            answer_waiver=case.answer_waiver,
            waivers=case.waivers,
            investigation=case.investigation,
            measures=case.measures,
            conflicts=case.conflicts,
            links=case.links,
            referral=case.referral,
            earlier_referrals=case.earlier_referrals,
            dismissal=case.dismissal,
            follow_ups=case.follow_ups,
            lex_sarah=case.lex_sarah,
            papers=case.papers,
            external_numbers=case.external_numbers,
            history=case.history,
            may=StepOffered.all_of(case),
        )


class DiaryLine(DiaryEntry):
    """A line of the journal and the case it stands for."""

    case_id: UUID
    external_numbers: Sequence[ExternalNumber] = ()
    """What others call the case (R28)."""

    @classmethod
    def of(cls, line: JournalCase) -> Self:
        return cls(
            case_id=UUID(line.id),
            external_numbers=line.external_numbers,
            **line.diary.model_dump(),
        )


class DiaryPage(BaseModel):
    """The journal by number; `next` is the number to continue after.

    A page may have fewer lines than asked for while others follow.
    """

    items: Sequence[DiaryLine]
    next: int | None = None
    kept_elsewhere: bool = False
    """Whether another system keeps the board's diary now; lines here are of before that."""


class PaperList(BaseModel):
    """The documents of a case under its number."""

    case_id: UUID
    diary_number: str | None
    papers: Sequence[ListedPaper]
    missing: Sequence[str]
    """What an auditor would ask for and not find, in English."""

    @classmethod
    def of(cls, case: Case, board: Board) -> Self:
        return cls(
            case_id=case.case_id,
            diary_number=case.facts.diary_number,
            papers=listed_papers(case, board),
            missing=[say(each, Language.ENGLISH) for each in missing_papers(case)],
        )


class SnapshotRequest(BaseModel):
    """Which rebuild the snapshots are for."""

    rebuild: UUID


class SnapshotsPromised(BaseModel):
    """How many snapshots will come."""

    total: int
