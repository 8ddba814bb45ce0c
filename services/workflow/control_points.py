"""The auditors' eleven control points, computed for every case at all times (R67)."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from services.workflow.case import Case
from shared.clock import local_date
from shared.events.facts import CaseFacts, Mark
from shared.events.vocabulary import (
    Acknowledgement,
    Channel,
    ComplainantView,
    ControlPoint,
    Feedback,
    Wish,
)


class PointState(BaseModel):
    """One point: whether the case answers the question, and by what."""

    model_config = ConfigDict(frozen=True)

    id: ControlPoint
    fulfilled: bool
    evidence: str | None = None
    """Facts and words of code lists; None where the case does not answer the question."""


def control_points(case: Case) -> tuple[PointState, ...]:
    """All eleven, in the auditors' order."""
    waived = {waiver.control_point for waiver in case.waivers}
    found = _evidence(case.facts, answered=bool(case.answer and case.answer.measures))
    return tuple(
        PointState(
            id=point,
            fulfilled=found[point] is not None or point in waived,
            evidence=found[point] or ("waived" if point in waived else None),
        )
        for point in ControlPoint
    )


def fulfilled(points: Iterable[PointState]) -> tuple[ControlPoint, ...]:
    """Those that the case answers, as they stand in facts."""
    return tuple(point.id for point in points if point.fulfilled)


def with_points(case: Case) -> Case:
    """The case with its facts' control points as they are now."""
    points = fulfilled(control_points(case))
    return case.model_copy(
        update={"facts": case.facts.model_copy(update={"control_points": points})}
    )


def _evidence(facts: CaseFacts, *, answered: bool) -> dict[ControlPoint, str | None]:
    unheard = facts.anonymous or facts.feedback_wish is Wish.NO
    described = not {Mark.NO_TEXT, Mark.UNREADABLE} & set(facts.marks)
    acknowledged = facts.acknowledgement is not Acknowledgement.PENDING
    viewed = facts.complainant_view is not ComplainantView.NOT_ASKED
    return {
        ControlPoint.HOW_RECEIVED: (
            f"{facts.channel} {facts.received_on.isoformat()}"
            if facts.channel is not Channel.UNKNOWN
            else None
        ),
        ControlPoint.CATEGORY: facts.category,
        ControlPoint.DESCRIPTION: "own words" if described else None,
        ControlPoint.FEEDBACK_WISH: _wish(facts),
        ControlPoint.SEVERITY: str(facts.severity) if facts.severity else None,
        ControlPoint.ACKNOWLEDGEMENT: facts.acknowledgement if acknowledged else None,
        ControlPoint.RESPONSIBLE: facts.responsible
        or ("stated in the earlier system" if facts.responsible_stated else None),
        ControlPoint.MEASURES: _measures(facts, answered=answered),
        ControlPoint.FEEDBACK: (
            facts.feedback
            if facts.feedback is not Feedback.DUE
            else "not wanted"
            if facts.feedback_wish is Wish.NO
            else None
        ),
        ControlPoint.COMPLAINANT_VIEW: (
            facts.complainant_view if viewed else "cannot or need not be asked" if unheard else None
        ),
        ControlPoint.PROCESSING_TIME: (
            local_date(facts.closed_at).isoformat() if facts.closed_at else None
        ),
    }


def _measures(facts: CaseFacts, *, answered: bool) -> str | None:
    """Measures of their own, or what the complainant was told is done (R36, R56)."""
    decided = facts.actions.decided
    if decided:
        return f"{decided} decided, {facts.actions.done} done"
    return "stated in the answer" if answered else None


def _wish(facts: CaseFacts) -> str | None:
    if facts.feedback_wish is not Wish.UNKNOWN:
        return f"{facts.feedback_wish} {facts.feedback_way or ''}".strip()
    return "anonymous" if facts.anonymous else None
