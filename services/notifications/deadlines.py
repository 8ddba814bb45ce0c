"""A case's deadlines: what its board wants done by when, and whether the facts say it is.

They are the board's own service targets, never law (domain rule: no statute gives a number of
days). They are computed anew from every newer state of the facts and never edited.
"""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.calendar import end_of_day
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Acknowledgement, Feedback, Status
from shared.organisation import Board, DeadlineRule, Milestone, Nature, due_on, remind_on


class Standing(StrEnum):
    """What the facts say of a deadline."""

    OPEN = "open"
    MET = "met"
    CANCELLED = "cancelled"
    """Nothing is to be done any more: waived, impossible, referred or dismissed."""


class DeadlineState(StrEnum):
    """What the facts and the time of day say of a deadline."""

    RUNNING = "running"
    MET = "met"
    """Done; `late` says whether after its day."""
    BREACHED = "breached"
    """Its day has passed and it is still not done."""
    REMINDED = "reminded"
    """The same of a rule that only reminds: nobody is late by it."""
    CANCELLED = "cancelled"


class Deadline(BaseModel):
    """One rule applied to one case. Days are Swedish, instants UTC."""

    model_config = ConfigDict(frozen=True)

    rule: str
    nature: Nature
    due: date
    due_at: datetime
    """The end of the due day: what is done before it is done in time."""
    remind_on: date | None = None
    standing: Standing = Standing.OPEN
    met_at: datetime | None = None
    """None also where it is met and the facts do not say when."""

    @property
    def late(self) -> bool:
        """Whether it was done, but after its day."""
        return self.met_at is not None and self.met_at >= self.due_at

    def state(self, now: datetime) -> DeadlineState:
        """How it stands at this instant (UTC)."""
        match self.standing:
            case Standing.MET:
                return DeadlineState.MET
            case Standing.CANCELLED:
                return DeadlineState.CANCELLED
        if now < self.due_at:
            return DeadlineState.RUNNING
        late = self.nature is Nature.TARGET
        return DeadlineState.BREACHED if late else DeadlineState.REMINDED


_ENDED_ELSEWHERE = frozenset({Status.REFERRED, Status.DISMISSED})
_CLOSED = frozenset({Status.CLOSED, Status.FOLLOWED_UP})
_TOLD = frozenset({Acknowledgement.SENT, Acknowledgement.ORAL, Acknowledgement.RECEIPT})
_TOLD_ON_ARRIVAL = frozenset({Acknowledgement.ORAL, Acknowledgement.RECEIPT})


def deadlines_of(facts: CaseFacts, board: Board) -> tuple[Deadline, ...]:
    """The deadlines of a case in this state, in the order of the board's rules (R32, R45)."""
    return tuple(_applied(rule, facts) for rule in board.deadlines_for(facts.kind, facts.category))


def _applied(rule: DeadlineRule, facts: CaseFacts) -> Deadline:
    standing, met_at = _judged(rule.met_by, facts)
    due = due_on(rule, facts.received_on)
    return Deadline(
        rule=rule.id,
        nature=rule.nature,
        due=due,
        due_at=end_of_day(due),
        remind_on=remind_on(rule, facts.received_on),
        standing=standing,
        met_at=met_at,
    )


def _judged(milestone: Milestone, facts: CaseFacts) -> tuple[Standing, datetime | None]:
    closed = facts.status in _CLOSED
    reached: datetime | None = getattr(facts, milestone.value)
    # A reopened case may keep the instant of its first closing.
    if reached is not None and (closed or milestone is not Milestone.CLOSED):
        return Standing.MET, reached
    special = _by_its_own_state(milestone, facts)
    if special is not None:
        return special
    if facts.status in _ENDED_ELSEWHERE:
        return Standing.CANCELLED, None
    if closed and milestone is not Milestone.FOLLOWED_UP:
        return Standing.MET, facts.closed_at
    return Standing.OPEN, None


def _by_its_own_state(
    milestone: Milestone, facts: CaseFacts
) -> tuple[Standing, datetime | None] | None:
    """Acknowledgement and feedback have states of their own, apart from their instants."""
    if milestone is Milestone.ACKNOWLEDGED:
        if facts.acknowledgement in _TOLD:
            on_arrival = facts.acknowledgement in _TOLD_ON_ARRIVAL
            return Standing.MET, facts.received_at if on_arrival else None
        if facts.acknowledgement is not Acknowledgement.PENDING:
            return Standing.CANCELLED, None
    if milestone is Milestone.ANSWERED:
        if facts.feedback is Feedback.GIVEN:
            return Standing.MET, None
        if facts.feedback is not Feedback.DUE:
            return Standing.CANCELLED, None
    return None
