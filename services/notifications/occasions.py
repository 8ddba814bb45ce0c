"""When something is to be said of a deadline, and which of it is due now.

Each deadline has up to two occasions: the reminder before its day, where the board wants one,
and the moment its day is over. An occasion is named by rule, day and stage, so that a deadline
that moves to another day is a new one and one that stays is said once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum

from services.notifications.deadlines import Deadline, Standing
from shared.clock import LOCAL
from shared.organisation import Nature

MORNING = time(7)
"""When a reminder before the day goes out, Swedish time."""


class Stage(StrEnum):
    """Which of a deadline's two occasions."""

    BEFORE = "before"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something to be said of a deadline from `at` (UTC) on."""

    deadline: Deadline
    stage: Stage
    at: datetime

    @property
    def name(self) -> str:
        """For instance `answer:2026-12-06:due`."""
        return f"{self.deadline.rule}:{self.deadline.due.isoformat()}:{self.stage}"

    @property
    def is_breach(self) -> bool:
        """Whether a target has been missed by it."""
        return self.stage is Stage.DUE and self.deadline.nature is Nature.TARGET


def occasions(
    deadlines: Iterable[Deadline], done: Collection[str], held_until: date | None = None
) -> list[Occasion]:
    """Of the open deadlines: what is not done yet (`done` has names), the earliest first.

    Of a paused case nothing is said before the Swedish day `held_until`; its days stay what they
    are.
    """
    not_before = _morning(held_until) if held_until else None
    ahead = [
        occasion if not_before is None else replace(occasion, at=max(occasion.at, not_before))
        for deadline in deadlines
        if deadline.standing is Standing.OPEN
        for occasion in _of(deadline)
        if occasion.name not in done
    ]
    return sorted(ahead, key=lambda occasion: occasion.at)


def to_say(ahead: Sequence[Occasion], now: datetime) -> list[Occasion]:
    """What is due, the earliest first, without reminders whose day is already over."""
    due = [occasion for occasion in ahead if occasion.at <= now]
    over = {occasion.deadline.rule for occasion in due if occasion.stage is Stage.DUE}
    return [
        occasion
        for occasion in due
        if occasion.stage is Stage.DUE or occasion.deadline.rule not in over
    ]


def _of(deadline: Deadline) -> Iterable[Occasion]:
    if deadline.remind_on is not None:
        yield Occasion(deadline, Stage.BEFORE, _morning(deadline.remind_on))
    yield Occasion(deadline, Stage.DUE, deadline.due_at)


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=LOCAL).astimezone(UTC)
