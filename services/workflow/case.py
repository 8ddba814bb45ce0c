"""The case: what the workflow owns."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field, computed_field

from services.workflow.desk import Desk
from services.workflow.diary import DiaryEntry
from services.workflow.event_day import event_day
from services.workflow.external_diary.mirror import Mirror
from services.workflow.investigation import Investigation
from services.workflow.lex_sarah.track import LexSarahTrack
from services.workflow.measures import Measure
from services.workflow.numbers import numbers_of
from services.workflow.papers import Paper
from services.workflow.part import Part
from services.workflow.sight import sight_of
from shared.events.envelope import Actor
from shared.events.facts import CaseFacts
from shared.events.handling_words import DismissReason, Receiver, Relation
from shared.events.notices import BounceCause, NoticeKind
from shared.events.submissions import AttachmentReference, ReceivedContent
from shared.events.vocabulary import ControlPoint, DiscoveredBy, Outcome, Role, Status, Way
from shared.store.documents import Versioned
from shared.store.index import Index


class HistoryEntry(Part):
    """One step: who by role and id, when (UTC), what changed, why. Never erased."""

    seq: int
    step: str
    at: datetime
    actor: Actor
    changes: dict[str, str | None] = Field(default_factory=dict)
    """Names of facts and what they became."""
    before: dict[str, str | None] = Field(default_factory=dict)
    """What of these facts stood before. Missing in cases of before this was kept."""
    reason: str | None = None


class ReceivedMessage(Part):
    """What the complainant added. Personal."""

    event: UUID
    received_at: datetime
    text: str
    quoted: str | None = None
    """What a mail repeats of earlier mails below its sender's own words."""
    attachments: tuple[AttachmentReference, ...] = ()
    by: Role = Role.COMPLAINANT
    """Who told it, by role. Cases of before this was kept have only what complainants told."""


class Unreached(Part):
    """A notice that did not reach the complainant: never sent, refused, or returned."""

    notice: UUID
    seq: int
    """The state of the case that it made."""
    kind: NoticeKind
    reason: str
    """A slug of the notifications service's."""
    cause: BounceCause | None = None
    at: datetime


class SentMessage(Part):
    """What the complainant was written, beside the answer. Personal."""

    seq: int
    """The state of the case that it made; the history says who."""
    sent_at: datetime
    text: str
    by: Role


class Answer(Part):
    """What the complainant was told (R36): what happened, what we do, where to turn next."""

    text: str
    measures: str
    where_next: str | None = None
    """Where to turn if one is not content."""
    way: Way | None = None
    outcome: Outcome | None = None
    given_at: datetime


class Draft(Part):
    """An answer that is being written. Personal."""

    text: str = ""
    measures: str = ""
    where_next: str = ""
    by: Actor
    at: datetime


class AnswerWaiver(Part):
    """A signed decision that no answer is needed (R38)."""

    reason: str
    signed_by: Actor
    signed_at: datetime


class ConflictOfInterest(Part):
    """Someone who must not handle the case (R43)."""

    account: str
    reason: str
    declared_by: Actor
    declared_at: datetime


class Link(Part):
    """Another case that this one belongs with."""

    relation: Relation
    case_id: UUID
    at: datetime
    seq: int = 0
    """Of a lex Sarah case: the newest of its states that this one has been told of."""
    found_by: tuple[DiscoveredBy, ...] = ()
    """Of a case that is merged into this one: who found the event, by it."""


class Referral(Part):
    """The case is offered to someone else, and theirs once they accept it (R23)."""

    to: Receiver
    name: str
    """Which board, region or authority."""
    reason: str
    offered_at: datetime
    accepted_on: date | None = None
    """Swedish day."""
    their_reference: str | None = None
    ended_at: datetime | None = None
    """When they said no, or we took the case back."""

    @property
    def is_pending(self) -> bool:
        """Whether nobody has said yet whose the case is."""
        return self.accepted_on is None and self.ended_at is None


class Dismissal(Part):
    """The case was written off (R11)."""

    reason: DismissReason
    explanation: str
    at: datetime
    into: UUID | None = None
    """The case that has the matter now, where this one was merged into it."""


class FollowedUp(Part):
    """What a look back after closing showed (R63). Personal."""

    text: str
    by: Actor
    at: datetime


class ExternalNumber(Part):
    """What someone else calls the case (R28)."""

    of: str
    """Whose number: IVO, the region, another diary."""
    number: str


class Waiver(Part):
    """A control point that does not apply, with a signed reason."""

    control_point: ControlPoint
    reason: str
    signed_by: Actor
    signed_at: datetime


class Case(Versioned):
    """One case. `seq` counts its states; `facts` is what every service may know of it."""

    collection: ClassVar[str] = "cases"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index(
            "diary",
            (("diary.board", 1), ("diary.year", 1), ("diary.serial", 1)),
            unique=True,
            only_where={"diary.serial": {"$exists": True}},
        ),
        Index("numbers", (("numbers", 1),)),
        Index("opened", (("opened_at", -1), ("_id", -1))),
        Index("sight", (("sight", 1), ("opened_at", -1), ("_id", -1))),
        Index("event", (("facts.unit", 1), ("event_day", 1))),
        Index("desk", (("desk.order", 1),), sparse=True),
        Index("mirror_due", (("mirror.waiting.due", 1),), sparse=True),
        Index("mirror_state", (("mirror.state", 1), ("mirror.since", 1)), sparse=True),
    )

    facts: CaseFacts
    opened_at: datetime
    """When the workflow took it in (UTC); of an imported case, when it came in then. Lists are
    ordered by it."""
    correlation_id: UUID
    content: ReceivedContent
    diary: DiaryEntry | None = None
    """Its line in our journal; None where its number is another system's."""
    mirror: Mirror | None = None
    """How it stands in the municipality's own diary, where the board keeps one (R28)."""
    messages: tuple[ReceivedMessage, ...] = ()
    sent: tuple[SentMessage, ...] = ()
    unreached: tuple[Unreached, ...] = ()
    """Each notice once, also when the complainant has been reached since."""
    answer: Answer | None = None
    earlier_answers: tuple[Answer, ...] = ()
    """What was answered before the case was taken up again."""
    waivers: tuple[Waiver, ...] = ()
    draft: Draft | None = None
    answer_waiver: AnswerWaiver | None = None
    investigation: Investigation | None = None
    measures: tuple[Measure, ...] = ()
    conflicts: tuple[ConflictOfInterest, ...] = ()
    links: tuple[Link, ...] = ()
    referral: Referral | None = None
    earlier_referrals: tuple[Referral, ...] = ()
    dismissal: Dismissal | None = None
    follow_ups: tuple[FollowedUp, ...] = ()
    lex_sarah: LexSarahTrack | None = None
    """Of a lex Sarah case only."""
    papers: tuple[Paper, ...] = ()
    external_numbers: tuple[ExternalNumber, ...] = ()
    before_pause: Status | None = None
    """The status that a paused case goes back to."""
    desk: Desk | None = None
    """What it shows to work lists; None once nothing is left to do. Set by `stored_cases.py`."""
    words: str | None = None
    """The fingerprint of what its search entry was made of. Set by `stored_cases.py`."""
    history: tuple[HistoryEntry, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def sight(self) -> tuple[str, ...]:
        """From where it is seen; in the document, for lists."""
        return sight_of(self.facts, self.lex_sarah, self.investigation, self.measures)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def event_day(self) -> str:
        """The Swedish day it happened, or else came in; in the document, for what is near it."""
        return event_day(self.facts).isoformat()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def numbers(self) -> tuple[str, ...]:
        """What it is called, here and by others, folded; in the document, for searches."""
        return numbers_of(self)

    @property
    def case_id(self) -> UUID:
        return UUID(self.id)

    def in_conflict(self, account: str | None) -> bool:
        """Whether this account must not handle the case (R43)."""
        return any(conflict.account == account for conflict in self.conflicts)

    def with_number(self, of: str, number: str | None) -> tuple[ExternalNumber, ...]:
        """What others call the case, each once, with this number too."""
        if number is None:
            return self.external_numbers
        new = ExternalNumber(of=of, number=number)
        return tuple(dict.fromkeys((*self.external_numbers, new)))

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.facts.status not in FINISHED


FINISHED = frozenset({Status.CLOSED, Status.FOLLOWED_UP, Status.DISMISSED, Status.REFERRED})
