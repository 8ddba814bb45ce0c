"""When something is to be said of a deadline, and which of it is due now.

A deadline has several occasions: the reminder before its day, where the board wants one; the
moment its day is over; each further manager after that; and a later day that it was given. An
occasion is named by deadline, day and stage, so that a deadline that moves to another day is a new
one and one that stays is said once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from shared.calendar import end_of_day
from shared.clock import LOCAL
from shared.deadlines.deadline import Deadline, Standing
from shared.organisation import Nature

MORNING = time(7)
"""When a reminder before the day, or an escalation, goes out, Swedish time."""


class Stage(StrEnum):
    """Which of a deadline's occasions."""

    EXTENDED = "extended"
    """It was given a later day: told at once."""
    BEFORE = "before"
    DUE = "due"
    ESCALATED = "escalated"
    """Still not done: one of the managers further up is told."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something to be said of a deadline from `at` (UTC) on."""

    deadline: Deadline
    stage: Stage
    at: datetime
    level: int | None = None
    """Of an escalation: the how manieth, from 1."""

    @property
    def name(self) -> str:
        """For instance `answer:2026-12-06:due`, or `answer:2026-12-06:escalated:1`."""
        level = "" if self.level is None else f":{self.level}"
        return f"{self.deadline.key}:{self.deadline.due.isoformat()}:{self.stage}{level}"

    @property
    def is_breach(self) -> bool:
        """Whether a target has been missed by it."""
        return self.stage is Stage.DUE and self.deadline.nature is Nature.TARGET


def occasions(deadlines: Iterable[Deadline], done: Collection[str]) -> list[Occasion]:
    """Of the open deadlines: what is not done yet (`done` has names), the earliest first.

    While the clock of a deadline stands still none of its occasions comes: its days lie after the
    pause already.
    """
    ahead = [
        _held(occasion)
        for deadline in deadlines
        if deadline.standing is Standing.OPEN
        for occasion in _of(deadline)
        if occasion.name not in done
    ]
    return sorted(ahead, key=lambda occasion: occasion.at)


def to_say(ahead: Sequence[Occasion], now: datetime) -> list[Occasion]:
    """What is due, the earliest first, without what is of no use any more after an absence.

    A reminder before a day that is over is left out, and so is word of an extension to it; of
    several escalations of one deadline only the newest is said.
    """
    due = [occasion for occasion in ahead if occasion.at <= now]
    over = {each.deadline.key for each in due if each.stage in (Stage.DUE, Stage.ESCALATED)}
    newest = {each.deadline.key: each.level for each in due if each.stage is Stage.ESCALATED}
    return [occasion for occasion in due if _is_of_use(occasion, over, newest)]


def _is_of_use(occasion: Occasion, over: Collection[str], newest: dict[str, int | None]) -> bool:
    key = occasion.deadline.key
    match occasion.stage:
        case Stage.DUE:
            return True
        case Stage.ESCALATED:
            return occasion.level == newest[key]
        case _:
            return key not in over


def _of(deadline: Deadline) -> Iterable[Occasion]:
    if deadline.extended_on is not None:
        yield Occasion(deadline, Stage.EXTENDED, _beginning(deadline.extended_on))
    if deadline.remind_on is not None:
        yield Occasion(deadline, Stage.BEFORE, _morning(deadline.remind_on))
    yield Occasion(deadline, Stage.DUE, deadline.due_at)
    for level, day in enumerate(deadline.escalate_on, 1):
        yield Occasion(deadline, Stage.ESCALATED, _morning(day), level)


def _held(occasion: Occasion) -> Occasion:
    """Facts of older releases tell until when a case waits, and not since when."""
    until = occasion.deadline.paused_until
    if not occasion.deadline.held or until is None:
        return occasion
    return replace(occasion, at=max(occasion.at, _morning(until)))


def _beginning(day: date) -> datetime:
    return end_of_day(day - timedelta(days=1))


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=LOCAL).astimezone(UTC)
