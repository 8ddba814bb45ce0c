"""A deadline of a case: what its board wants done by when, and whether the facts say it is.

It is the board's own service target, never law (domain rule: no statute gives a number of days).
"""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.clock import local_date
from shared.organisation.deadline_rules import CountedFrom, Nature

CASE_PAUSED = "case_paused"
"""The reason code of a deadline that stands still."""


class Standing(StrEnum):
    """What the facts say of a deadline."""

    OPEN = "open"
    MET = "met"
    CANCELLED = "cancelled"
    """Nothing is to be done any more: waived, impossible, referred or dismissed."""


class DeadlineState(StrEnum):
    """What the facts and the time of day say of a deadline."""

    RUNNING = "running"
    PAUSED = "paused"
    """The case waits, and the clock of this deadline stands still; its day is as it will be."""
    EXTENDED = "extended"
    """Running, to a later day than the rule says."""
    MET = "met"
    """Done; `late` says whether after its day."""
    BREACHED = "breached"
    """Its day has passed and it is still not done."""
    REMINDED = "reminded"
    """The same of a rule that only reminds: nobody is late by it."""
    CANCELLED = "cancelled"


class Deadline(BaseModel):
    """One rule applied to one case, or to one measure of it. Days are Swedish, instants UTC."""

    model_config = ConfigDict(frozen=True)

    rule: str
    measure: int | None = None
    """The measure's number, where each measure has a deadline of its own."""
    owner: str | None = None
    """Account id of the measure's owner."""
    nature: Nature
    counted_from: CountedFrom = CountedFrom.RECEIVED
    begins_on: date | None = None
    """The day it is counted from, not itself counted. None where an older release stored it."""
    due: date
    due_at: datetime
    """The end of the due day: what is done before it is done in time."""
    remind_on: date | None = None
    escalate_on: tuple[date, ...] = ()
    """When each further manager is told, as long as it is not done."""
    paused_from: date | None = None
    """The newest pause that moved the due day: its first day, …"""
    paused_until: date | None = None
    """… and the day on which the clock runs again."""
    held: bool = False
    """Whether the pause only keeps reminders back: of facts that do not say when it began."""
    extended_on: date | None = None
    """The day on which it was given a later day; None where the rule's own day holds."""
    standing: Standing = Standing.OPEN
    met_at: datetime | None = None
    """None also where it is met and the facts do not say when."""
    reason: str | None = None
    """A code: why it is extended, or why it is cancelled."""

    @property
    def key(self) -> str:
        """Unlike every other of the case: the rule, with the measure's number if it has one."""
        return self.rule if self.measure is None else f"{self.rule}.{self.measure}"

    @property
    def late(self) -> bool:
        """Whether it was done, but after its day."""
        return self.met_at is not None and self.met_at >= self.due_at

    def is_paused(self, today: date) -> bool:
        """Whether its clock stands still on that Swedish day."""
        if self.paused_from is None or self.paused_until is None:
            return False
        return self.paused_from <= today < self.paused_until

    def state(self, now: datetime) -> DeadlineState:
        """How it stands at this instant (UTC)."""
        match self.standing:
            case Standing.MET:
                return DeadlineState.MET
            case Standing.CANCELLED:
                return DeadlineState.CANCELLED
        if self.is_paused(local_date(now)):
            return DeadlineState.PAUSED
        if now >= self.due_at:
            late = self.nature is Nature.TARGET
            return DeadlineState.BREACHED if late else DeadlineState.REMINDED
        return DeadlineState.RUNNING if self.extended_on is None else DeadlineState.EXTENDED

    def reason_at(self, now: datetime) -> str | None:
        """The code of why it stands so."""
        return CASE_PAUSED if self.state(now) is DeadlineState.PAUSED else self.reason
