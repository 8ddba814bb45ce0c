"""The state of a case that every service may know: no personal data, no free text.

Facts travel with every event of the service that owns them (intake in `case.received`, the
workflow from then on). A consumer keeps the newest by `seq`.
"""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.events.handling_words import (
    ActionLevel,
    ActionState,
    Consequence,
    DismissReason,
    ExtensionCause,
    Misconduct,
)
from shared.events.vocabulary import (
    Acknowledgement,
    Channel,
    ComplainantView,
    ControlPoint,
    DiscoveredBy,
    Feedback,
    Gender,
    Kind,
    Law,
    LexSarahState,
    Outcome,
    ReporterKind,
    Status,
    Way,
    Wish,
)


class Mark(StrEnum):
    """What a reader of the case should know about how it came in."""

    UNIT_UNKNOWN = "unit_unknown"
    UNREADABLE = "unreadable"
    NO_SENDER = "no_sender"
    NO_TEXT = "no_text"
    TOO_LARGE = "too_large"
    """A mail larger than what is taken in: its beginning is here, the whole where it came from."""
    RELEASED = "released"
    """Was first taken for spam or for a machine's mail, and let through by someone."""


class ActionCounts(BaseModel):
    """How many measures are decided, done, and judged to have had effect (R56, R63)."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    decided: int = 0
    done: int = 0
    effective: int = 0


class Pause(BaseModel):
    """A time in which the case waited, or waits. Swedish days.

    It is over on the day it was resumed, at the latest on the day `until`: nobody who forgets to
    resume a case makes its deadlines stand still for ever.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    began_on: date
    until: date
    ended_on: date | None = None
    """None as long as nobody has resumed it."""

    def __str__(self) -> str:
        return f"{self.began_on}/{self.ended_on or self.until}"


class Extension(BaseModel):
    """A deadline that was given a later day. Swedish days."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    rule: str
    """The board's rule; with the measure's number where it is a measure's: `measures-due.2`."""
    due: date
    on: date
    """The day it was decided."""
    cause: ExtensionCause

    def __str__(self) -> str:
        return f"{self.rule} {self.due}"


class MeasureFacts(BaseModel):
    """How far one measure has come: nothing of what it is. Days are Swedish."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    number: int
    owner: str
    """Opaque account id of whoever is to carry it out."""
    state: ActionState = ActionState.DECIDED
    due: date | None = None
    done_on: date | None = None

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class CaseFacts(BaseModel):
    """About 1 KB. Instants are UTC; `*_on` are days in Swedish time.

    Fields are only ever added, each with a default, so that older events stay readable.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    reference: str
    board: str
    unit: str | None = None
    kind: Kind
    first_kind: Kind
    channel: Channel
    category: str | None = None
    themes: tuple[str, ...] = ()
    law: Law | None = None
    marks: tuple[Mark, ...] = ()
    status: Status = Status.RECEIVED
    diary_number: str | None = None
    anonymous: bool = False
    gender: Gender = Gender.UNKNOWN
    reporter_kind: ReporterKind = ReporterKind.UNKNOWN
    discovered_by: DiscoveredBy = DiscoveredBy.UNKNOWN
    also_found_by: tuple[DiscoveredBy, ...] = ()
    """Who else found the same event (R84), as told by cases that were merged into this one. Each
    once, in the order of the words; never `unknown`, and never the case's own."""
    language: str = "sv"

    received_on: date
    """The legal arrival day (FL 22 §), apart from the moment of registration."""
    occurred_on: date | None = None
    received_at: datetime
    registered_at: datetime | None = None
    acknowledged_at: datetime | None = None
    assigned_at: datetime | None = None
    assessed_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    followed_up_at: datetime | None = None

    responsible: str | None = None
    """Opaque account id of the one who answers for the case (R41)."""
    severity: int | None = None
    probability: int | None = None
    risk_rule: str | None = None
    must_investigate: bool | None = None
    acknowledgement: Acknowledgement = Acknowledgement.PENDING
    feedback_wish: Wish = Wish.UNKNOWN
    feedback_way: Way | None = None
    feedback_by: date | None = None
    """The day by which the complainant asks for an answer (R34); a wish, no deadline."""
    feedback: Feedback = Feedback.DUE
    complainant_view: ComplainantView = ComplainantView.NOT_ASKED
    outcome: Outcome | None = None
    actions: ActionCounts = ActionCounts()
    measures: tuple[MeasureFacts, ...] = ()
    """Each for itself, in the order of their numbers."""
    causes: tuple[str, ...] = ()
    action_levels: tuple[ActionLevel, ...] = ()
    """Whom the decided measures reach, each level once (R56)."""
    consequences: tuple[Consequence, ...] = ()
    """What it meant for the person, as the investigation found (R58)."""
    dismissed: DismissReason | None = None
    """Why it was written off (R11)."""
    paused_until: date | None = None
    pauses: tuple[Pause, ...] = ()
    """Every time that it has waited, the first one first; older facts have `paused_until` alone."""
    extended: tuple[Extension, ...] = ()
    """The newest extension of each deadline that has one."""
    lex_sarah: LexSarahState = LexSarahState.NONE
    """Of a case that led to a lex Sarah case: how far that one has come."""
    misconduct: Misconduct | None = None
    """What the lex Sarah investigation came to."""
    lex_sarah_decided_at: datetime | None = None
    """When the lex Sarah investigation was decided."""
    ivo_notified_on: date | None = None
    """When serious misconduct was notified to IVO (SoL 27:6, R51)."""
    data_breach: bool | None = None
    """Whether personal data got lost or into wrong hands (R59); None where nobody has said."""
    child_concern: bool | None = None
    """Whether there is concern for a child (R60); None where nobody has said."""
    child_reported_on: date | None = None
    """The Swedish day on which the concern for a child was reported (R60)."""
    solved_on_the_spot: bool = False
    """Put right before it was registered (R17)."""
    ivo_referred: bool = False
    """Whether IVO handed the matter over (R10), whatever channel it then came by."""
    investigated: bool | None = None
    """Whether it was investigated; None where nobody has said."""
    unreached: bool = False
    """The last that was sent to the complainant did not reach them, and nobody has reached them
    since."""
    protected_identity: bool = False
    """Whether the complainant's personal data are protected (OSL 22:1–2 and 21:3 a): told by
    nothing but a letter that the registrar passes on, without name."""
    erased_at: datetime | None = None
    """When the personal data were destroyed, as the retention plan says."""
    responsible_stated: bool | None = None
    """Whether an earlier system says who answered for it (R41, R91); None where nobody has said."""
    imported: bool = False
    """Taken over from an earlier system (R91): counted, and never a cause of notices."""
    reopened: int = 0
    control_points: tuple[ControlPoint, ...] = ()
    """Those of the eleven that are fulfilled (R67)."""
    documents_missing: int = 0
    """How many documents should be among the case's by now and are not (R29)."""
