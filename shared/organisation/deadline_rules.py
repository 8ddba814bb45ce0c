"""A board's deadlines: within how long, met by what, and who is told.

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
    """The field of a case's facts that is filled when a deadline is met."""

    ACKNOWLEDGED = "acknowledged_at"
    ASSIGNED = "assigned_at"
    ASSESSED = "assessed_at"
    ANSWERED = "answered_at"
    CLOSED = "closed_at"
    FOLLOWED_UP = "followed_up_at"


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


class DeadlineRule(BaseModel):
    """One rule of one board. Days are Swedish, counted from the legal arrival day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["answer"])
    name: Name
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)] = Field(examples=[["complaint"]])
    categories: tuple[Identifier, ...] = ()
    """Only cases in these categories; empty means whatever the category."""
    within: Span = Field(examples=[{"days": 14}])
    met_by: Milestone = Field(examples=["answered_at"])
    recipients: Annotated[tuple[RecipientRole, ...], Field(min_length=1)] = Field(
        examples=[["manager"]]
    )
    """Who is told when the day has passed unmet, and before it if `remind_before` is given."""
    tell_complainant: bool = Field(default=False, strict=True)
    """Whether the complainant is told that it takes longer, when the day has passed unmet."""
    nature: Nature = Nature.TARGET
    remind_before: Span | None = Field(default=None, examples=[{"days": 3}])
    day_off: DayOff = DayOff.STAY
    basis: Name
    """What decided it, as shown beside the deadline."""

    def applies_to(self, kind: Kind, category: str | None = None) -> bool:
        """Whether a case of this kind and category has this deadline."""
        return kind in self.kinds and (not self.categories or category in self.categories)


def due_on(rule: DeadlineRule, received_on: date) -> date:
    """The last day on which the rule is met, until `shared.calendar.end_of_day` of it.

    `received_on` is the legal arrival day (FL 22 §), which is not itself counted.
    """
    due = rule.within.after(received_on)
    if is_working_day(due) or rule.day_off is DayOff.STAY:
        return due
    return next_working_day(due) if rule.day_off is DayOff.NEXT else preceding_working_day(due)


def remind_on(rule: DeadlineRule, received_on: date) -> date | None:
    """The day to remind before the due day; None where the rule has no such reminder.

    Never before the case came in: a short deadline reminds on the arrival day at the earliest.
    """
    if rule.remind_before is None:
        return None
    return max(rule.remind_before.before(due_on(rule, received_on)), received_on)
