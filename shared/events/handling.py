"""What the workflow publishes: one event for each step of handling a case."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.events.envelope import FactsEvent, Nothing, Part
from shared.events.handling_words import ExtensionCause
from shared.events.vocabulary import (
    Acknowledgement,
    ComplainantView,
    ControlPoint,
    Feedback,
    Kind,
    Way,
)

NO_SERIAL = 0
"""Stands for the serial where the number is an earlier system's (R91), in no series of ours."""


class RegisteredDetail(Part):
    """The diary number as parts; `facts.diary_number` has it as printed."""

    board: str
    year: int
    serial: int


class CaseRegistered(FactsEvent):
    """The diary number is given (R24)."""

    type: Literal["case.registered"] = "case.registered"
    version: Literal[1] = 1
    detail: RegisteredDetail


class AcknowledgedDetail(Part):
    """How the complainant came to know that the case is received (R32)."""

    acknowledgement: Acknowledgement


class CaseAcknowledged(FactsEvent):
    """The complainant has been told, or cannot be."""

    type: Literal["case.acknowledged"] = "case.acknowledged"
    version: Literal[1] = 1
    detail: AcknowledgedDetail


class AssignedDetail(Part):
    """Opaque account ids: who answers for it now, and who did before (R41)."""

    responsible: str
    previous: str | None = None


class CaseAssigned(FactsEvent):
    """One responsible is named."""

    type: Literal["case.assigned"] = "case.assigned"
    version: Literal[1] = 1
    detail: AssignedDetail


class AssessedDetail(Part):
    """Severity and probability 1–4, and the rule they were held against (R46–R48)."""

    severity: int
    probability: int
    risk: int
    rule: str
    must_investigate: bool


class CaseAssessed(FactsEvent):
    """The risk is assessed."""

    type: Literal["case.assessed"] = "case.assessed"
    version: Literal[1] = 1
    detail: AssessedDetail


class EscalatedDetail(Part):
    """Which rule handed the case upwards."""

    rule: str
    to_unit: str | None = None


class CaseEscalated(FactsEvent):
    """The case was handed to the next level."""

    type: Literal["case.escalated"] = "case.escalated"
    version: Literal[1] = 1
    detail: EscalatedDetail


class ReclassifiedDetail(Part):
    """What changed; the first kind stays in the facts."""

    previous_kind: Kind
    previous_category: str | None = None


class CaseReclassified(FactsEvent):
    """Kind, category or unit was changed with a reason."""

    type: Literal["case.reclassified"] = "case.reclassified"
    version: Literal[1] = 1
    detail: ReclassifiedDetail


class CaseInvestigating(FactsEvent):
    """The investigation began."""

    type: Literal["case.investigating"] = "case.investigating"
    version: Literal[1] = 1
    detail: Nothing = Nothing()


class PausedDetail(Part):
    """Until what day (Swedish time) the case waits."""

    until: date


class CasePaused(FactsEvent):
    """The case waits for something outside."""

    type: Literal["case.paused"] = "case.paused"
    version: Literal[1] = 1
    detail: PausedDetail


class CaseResumed(FactsEvent):
    """The wait is over."""

    type: Literal["case.resumed"] = "case.resumed"
    version: Literal[1] = 1
    detail: Nothing = Nothing()


class DeadlineExtendedDetail(Part):
    """Which deadline (`answer`, or `measures-due.2` of a measure), and its new day (Swedish)."""

    rule: str
    due: date
    cause: ExtensionCause


class CaseDeadlineExtended(FactsEvent):
    """A deadline was given a later day, with a reason."""

    type: Literal["case.deadline-extended"] = "case.deadline-extended"
    version: Literal[1] = 1
    detail: DeadlineExtendedDetail


class ActionDetail(Part):
    """One measure: its number within the case, code-list words, and its due day (R56, R57)."""

    action: int
    kind: str
    level: str
    due: date | None = None


class CaseActionDecided(FactsEvent):
    """A measure was decided."""

    type: Literal["case.action-decided"] = "case.action-decided"
    version: Literal[1] = 1
    detail: ActionDetail


class CaseActionDone(FactsEvent):
    """A measure was carried out."""

    type: Literal["case.action-done"] = "case.action-done"
    version: Literal[1] = 1
    detail: ActionDetail


class EffectDetail(Part):
    """Whether the measure helped (R63)."""

    action: int
    effective: bool


class CaseEffectAssessed(FactsEvent):
    """The effect of a measure was judged."""

    type: Literal["case.effect-assessed"] = "case.effect-assessed"
    version: Literal[1] = 1
    detail: EffectDetail


class AnsweredDetail(Part):
    """By what way the complainant was answered (R36, R37)."""

    feedback: Feedback
    way: Way | None = None
    posted: bool = False
    """Of an answer by letter: whether whoever gave it has posted it already."""


class CaseAnswered(FactsEvent):
    """The complainant was answered."""

    type: Literal["case.answered"] = "case.answered"
    version: Literal[1] = 1
    detail: AnsweredDetail


class CaseAnswerWaived(FactsEvent):
    """A signed decision that no answer is needed (R38)."""

    type: Literal["case.answer-waived"] = "case.answer-waived"
    version: Literal[1] = 1
    detail: Nothing = Nothing()


class ReferredDetail(Part):
    """Code-list word of the receiver (R23)."""

    to: str
    accepted: bool = False
    withdrawn: bool = False
    """They did not take it, or we keep it."""


class CaseReferred(FactsEvent):
    """The case was handed to another administration or authority."""

    type: Literal["case.referred"] = "case.referred"
    version: Literal[1] = 1
    detail: ReferredDetail


class DismissedDetail(Part):
    """Code-list word of the reason: duplicate, not ours, not a deviation (R11)."""

    reason: str
    into: UUID | None = None
    """The case that has the matter now, where it was merged."""


class CaseDismissed(FactsEvent):
    """The case was dismissed with a reason."""

    type: Literal["case.dismissed"] = "case.dismissed"
    version: Literal[1] = 1
    detail: DismissedDetail


class ClosedDetail(Part):
    """What the complainant says, and the control points that were waived with a reason."""

    complainant_view: ComplainantView
    waived: tuple[ControlPoint, ...] = ()


class CaseClosed(FactsEvent):
    """The case was closed, and its diary entry with it (R26, R64)."""

    type: Literal["case.closed"] = "case.closed"
    version: Literal[1] = 1
    detail: ClosedDetail


class ReopenedDetail(Part):
    """Whether the complainant disputed, or the staff had another reason."""

    disputed: bool


class CaseReopened(FactsEvent):
    """A closed case was taken up again."""

    type: Literal["case.reopened"] = "case.reopened"
    version: Literal[1] = 1
    detail: ReopenedDetail


class CaseFollowedUp(FactsEvent):
    """The effect was followed up after closing (R63)."""

    type: Literal["case.followed-up"] = "case.followed-up"
    version: Literal[1] = 1
    detail: Nothing = Nothing()


class CorrectedDetail(Part):
    """Names of the corrected facts; what stood before is in the workflow's history."""

    fields: tuple[str, ...]


class CaseCorrected(FactsEvent):
    """A wrong entry was corrected, not erased."""

    type: Literal["case.corrected"] = "case.corrected"
    version: Literal[1] = 1
    detail: CorrectedDetail
