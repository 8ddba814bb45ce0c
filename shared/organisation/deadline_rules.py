"""A board's deadlines: within how long of what, met by what, and who is told.

They are the board's own service targets and never law: no statute was found that gives a number
of days for acknowledging or answering a complaint. The statutes say *genast*, *utan dröjsmål*,
*snarast* and *skyndsamt*; a rule of 0 days is how a board says "at once".
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.calendar import is_working_day, next_working_day, preceding_working_day
from shared.events.vocabulary import Kind
from shared.organisation.names import Identifier, Name
from shared.organisation.roles import RecipientRole
from shared.organisation.span import Span


class Milestone(StrEnum):
    """What meets a deadline: a field of a case's facts, or of one of its measures."""

    ACKNOWLEDGED = "acknowledged_at"
    ASSIGNED = "assigned_at"
    ASSESSED = "assessed_at"
    ANSWERED = "answered_at"
    CLOSED = "closed_at"
    FOLLOWED_UP = "followed_up_at"
    IVO_NOTIFIED = "ivo_notified_on"
    """Of a lex Sarah case: serious misconduct is notified to IVO."""
    ERASED = "erased_at"
    """The personal data are destroyed, or the archive has the case."""
    MEASURE_DONE = "measure_done"
    MEASURE_JUDGED = "measure_judged"
    """Whether the measure helped has been judged."""

    @property
    def of_measures(self) -> bool:
        """Whether each measure of a case has a deadline of its own."""
        return self in (Milestone.MEASURE_DONE, Milestone.MEASURE_JUDGED)


class CountedFrom(StrEnum):
    """The day that a deadline's time begins after."""

    RECEIVED = "received_on"
    """The legal arrival day (FL 22 §)."""
    ASSIGNED = "assigned_at"
    ASSESSED = "assessed_at"
    ANSWERED = "answered_at"
    CLOSED = "closed_at"
    RETENTION = "retention"
    """The day the board's retention plan lets the case go."""
    LEX_SARAH_DECIDED = "lex_sarah_decided_at"
    """The day that serious misconduct, or a risk of it, was decided."""
    MEASURE_DUE = "measure_due"
    """The day that the measure itself was given."""
    MEASURE_DONE = "measure_done"


class Nature(StrEnum):
    """What it means that the day has passed unmet."""

    TARGET = "target"
    """A target that was missed: counted and shown as late (`deadline.breached`)."""
    REMINDER = "reminder"
    """Only a reason to remind: nobody is late by it."""


class DayOff(StrEnum):
    """Where a due day goes that is not a working day."""

    STAY = "stay"
    NEXT = "next"
    PRECEDING = "preceding"


class PauseClock(StrEnum):
    """What the clock of a deadline does while the case waits for something outside."""

    STOPS = "stops"
    RUNS = "runs"


_STOPS = frozenset(
    {Milestone.ASSESSED, Milestone.ANSWERED, Milestone.CLOSED, Milestone.FOLLOWED_UP}
)
"""What cannot be done while the case waits. To acknowledge or assign it, to carry out a measure
and to notify IVO can."""
_EXTENDABLE = _STOPS | {Milestone.MEASURE_DONE, Milestone.MEASURE_JUDGED}


class DeadlineRule(BaseModel):
    """One rule of one board. Days are Swedish."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["answer"])
    name: Name
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)] = Field(examples=[["complaint"]])
    categories: tuple[Identifier, ...] = ()
    """Only cases in these categories; empty means whatever the category."""
    within: Span = Field(examples=[{"days": 14}])
    counted_from: CountedFrom = CountedFrom.RECEIVED
    """A case that has not come so far has no such deadline yet."""
    met_by: Milestone = Field(examples=["answered_at"])
    recipients: Annotated[tuple[RecipientRole, ...], Field(min_length=1)] = Field(
        examples=[["manager"]]
    )
    """Who is told when the day has passed unmet, and before it if `remind_before` is given."""
    tell_complainant: bool = Field(default=False, strict=True)
    """Whether the complainant is told that it takes longer: when the day of a target has passed
    unmet, and when it is extended (förvaltningslagen 2017:900, 11 §)."""
    nature: Nature = Nature.TARGET
    remind_before: Span | None = Field(default=None, examples=[{"days": 3}])
    escalate_after: tuple[Span, ...] = Field(default=(), examples=[[{"working_days": 3}]])
    """How long after the due day the next manager up the tree is told, then the one above, …"""
    paused: PauseClock | None = None
    """What the clock does while the case is paused; by what meets the deadline if left out."""
    day_off: DayOff = DayOff.STAY
    basis: Name
    """What decided it, as shown beside the deadline."""

    @property
    def stands_still(self) -> bool:
        """Whether the clock stands still while the case is paused."""
        if self.paused is None:
            return self.met_by in _STOPS
        return self.paused is PauseClock.STOPS

    @property
    def may_be_extended(self) -> bool:
        """Whether a case may be given a later day: never for what is to be done at once."""
        return self.nature is Nature.TARGET and self.met_by in _EXTENDABLE

    def applies_to(self, kind: Kind, category: str | None = None) -> bool:
        """Whether a case of this kind and category has this deadline."""
        return kind in self.kinds and (not self.categories or category in self.categories)

    def settled(self, day: date) -> date:
        """Where a due day goes that is no working day."""
        if is_working_day(day) or self.day_off is DayOff.STAY:
            return day
        return next_working_day(day) if self.day_off is DayOff.NEXT else preceding_working_day(day)


def due_on(rule: DeadlineRule, begins_on: date) -> date:
    """The last day on which the rule is met, until `shared.calendar.end_of_day` of it.

    `begins_on` is the day it is counted from, which is not itself counted. Of a case that is
    never paused and never extended; `shared.deadlines` knows of those.
    """
    return rule.settled(rule.within.after(begins_on))


def remind_on(rule: DeadlineRule, begins_on: date) -> date | None:
    """The day to remind before the due day; None where the rule has no such reminder.

    Never before the time begins: a short deadline reminds on that day at the earliest.
    """
    return reminded_on(rule, begins_on, due_on(rule, begins_on))


def reminded_on(rule: DeadlineRule, begins_on: date, due: date) -> date | None:
    """The same for a due day that is known."""
    if rule.remind_before is None:
        return None
    return max(rule.remind_before.before(due), begins_on)
