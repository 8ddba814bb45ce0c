"""Whether a deadline is met, or nothing is to be done any more, as a case's facts say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.calendar import end_of_day
from shared.deadlines.deadline import Standing
from shared.events.facts import CaseFacts, MeasureFacts
from shared.events.handling_words import ActionState
from shared.events.vocabulary import Acknowledgement, Feedback, LexSarahState, Status
from shared.organisation.deadline_rules import Milestone


@dataclass(frozen=True, slots=True)
class Judgement:
    """The standing, since when (UTC), and the code of why where nothing is to be done."""

    standing: Standing
    met_at: datetime | None = None
    reason: str | None = None


_OPEN = Judgement(Standing.OPEN)
_ENDED_ELSEWHERE = frozenset({Status.REFERRED, Status.DISMISSED})
_CLOSED = frozenset({Status.CLOSED, Status.FOLLOWED_UP})
_TOLD = frozenset({Acknowledgement.SENT, Acknowledgement.ORAL, Acknowledgement.RECEIPT})
_TOLD_ON_ARRIVAL = frozenset({Acknowledgement.ORAL, Acknowledgement.RECEIPT})
_OUTLIVES_CLOSING = frozenset({Milestone.FOLLOWED_UP, Milestone.ERASED})
_DONE = frozenset({ActionState.DONE, ActionState.EFFECTIVE, ActionState.NO_EFFECT})
_JUDGED = frozenset({ActionState.EFFECTIVE, ActionState.NO_EFFECT})
NOT_SERIOUS = "not_serious"
DECLINED = "declined"


def judged(milestone: Milestone, facts: CaseFacts, measure: MeasureFacts | None) -> Judgement:
    """How it stands by these facts."""
    if measure is not None:
        return _of_measure(milestone, measure)
    closed = facts.status in _CLOSED
    reached = _reached(milestone, facts)
    # A reopened case may keep the instant of its first closing.
    if reached is not None and (closed or milestone is not Milestone.CLOSED):
        return Judgement(Standing.MET, reached)
    special = _BY_OWN_STATE.get(milestone, _by_nothing)(facts)
    if special is not None:
        return special
    if milestone is Milestone.ERASED:
        return _OPEN
    if facts.status in _ENDED_ELSEWHERE:
        return _cancelled(facts.status)
    if closed and milestone not in _OUTLIVES_CLOSING:
        return Judgement(Standing.MET, facts.closed_at)
    return _OPEN


def _reached(milestone: Milestone, facts: CaseFacts) -> datetime | None:
    value: datetime | date | None = getattr(facts, milestone.value, None)
    return value if value is None or isinstance(value, datetime) else _beginning_of(value)


def _beginning_of(day: date) -> datetime:
    return end_of_day(day - timedelta(days=1))


def _of_measure(milestone: Milestone, measure: MeasureFacts) -> Judgement:
    if measure.state in (_JUDGED if milestone is Milestone.MEASURE_JUDGED else _DONE):
        done = milestone is Milestone.MEASURE_DONE and measure.done_on is not None
        day = measure.done_on if done else None
        return Judgement(Standing.MET, _beginning_of(day) if day else None)
    return _OPEN


def _acknowledged(facts: CaseFacts) -> Judgement | None:
    if facts.acknowledgement in _TOLD:
        on_arrival = facts.acknowledgement in _TOLD_ON_ARRIVAL
        return Judgement(Standing.MET, facts.received_at if on_arrival else None)
    if facts.acknowledgement is not Acknowledgement.PENDING:
        return _cancelled(facts.acknowledgement)
    return None


def _answered(facts: CaseFacts) -> Judgement | None:
    if facts.feedback is Feedback.GIVEN:
        return Judgement(Standing.MET)
    return None if facts.feedback is Feedback.DUE else _cancelled(facts.feedback)


def _ivo_notified(facts: CaseFacts) -> Judgement | None:
    if facts.misconduct is not None and not facts.misconduct.is_serious:
        return _cancelled(NOT_SERIOUS)
    return _cancelled(DECLINED) if facts.lex_sarah is LexSarahState.DECLINED else None


def _by_nothing(_facts: CaseFacts) -> Judgement | None:
    return None


def _cancelled(reason: str) -> Judgement:
    return Judgement(Standing.CANCELLED, reason=str(reason))


_BY_OWN_STATE: Mapping[Milestone, Callable[[CaseFacts], Judgement | None]] = {
    Milestone.ACKNOWLEDGED: _acknowledged,
    Milestone.ANSWERED: _answered,
    Milestone.IVO_NOTIFIED: _ivo_notified,
}
"""These have states of their own in the facts, apart from their instants."""
