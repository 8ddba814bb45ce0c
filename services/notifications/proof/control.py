"""The internal control "all answered, per routine", which runs by itself (R85). Pure.

Every case that came in during the period stands in exactly one class of acknowledgement and in one
of answer, so that the counts add up. Days are the board's own targets; cases taken over from an
earlier system (R91) and lex Sarah cases, which nobody is to be answered in, are left out.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.notifications.watched import WatchedCase
from shared.deadlines.deadline import Deadline
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Acknowledgement, Feedback, Kind, Status
from shared.organisation import Board, Milestone, Nature


class Acknowledged(StrEnum):
    """Whether whoever handed the case in was told that it has come."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"
    """Its day has passed, or the case was closed without."""
    AHEAD = "ahead"
    """Not yet, and there is time."""
    IMPOSSIBLE = "impossible"
    """There is nobody to tell."""
    NOT_NEEDED = "not_needed"
    """Waived, referred or written off before, or the board has no target for it."""


class Answered(StrEnum):
    """Whether the case was answered."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"
    """Its day has passed, or the case was closed without."""
    AHEAD = "ahead"
    """Not yet, and there is time."""
    WAIVED = "waived"
    """Decided and signed, with a reason that stands in the case (R38)."""
    IMPOSSIBLE = "impossible"
    """There is nobody to answer."""
    NOT_NEEDED = "not_needed"
    """Referred or written off, or the board has no target for it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The two classes that a case stands in."""

    acknowledged: Acknowledged
    answered: Answered


@dataclass(slots=True)
class Counts:
    """How many cases stand in each class."""

    received: int = 0
    acknowledged: Counter[Acknowledged] = field(default_factory=Counter)
    answered: Counter[Answered] = field(default_factory=Counter)

    def add(self, judged: Judged) -> None:
        self.received += 1
        self.acknowledged[judged.acknowledged] += 1
        self.answered[judged.answered] += 1

    @property
    def as_the_routine_says(self) -> bool:
        """Whether nothing came late and nothing is missing."""
        wrong = (
            self.acknowledged[Acknowledged.LATE],
            self.acknowledged[Acknowledged.MISSING],
            self.answered[Answered.LATE],
            self.answered[Answered.MISSING],
        )
        return not any(wrong)


def is_controlled(facts: CaseFacts) -> bool:
    """Whether the case is one of those that are looked at."""
    return not facts.imported and Kind.LEX_SARAH not in (facts.kind, facts.first_kind)


def judged(case: WatchedCase, board: Board, now: datetime) -> Judged:
    """How it stands with the case at this instant (UTC)."""
    targets = {
        milestone: _target(case, board, milestone)
        for milestone in (Milestone.ACKNOWLEDGED, Milestone.ANSWERED)
    }
    return Judged(
        _acknowledged(case.facts, targets[Milestone.ACKNOWLEDGED], now),
        _answered(case.facts, targets[Milestone.ANSWERED], now),
    )


def _acknowledged(facts: CaseFacts, target: Deadline | None, now: datetime) -> Acknowledged:
    match facts.acknowledgement:
        case Acknowledgement.WAIVED:
            return Acknowledged.NOT_NEEDED
        case Acknowledgement.IMPOSSIBLE:
            return Acknowledged.IMPOSSIBLE
        case Acknowledgement.PENDING:
            return Acknowledged(_undone(facts, target, now))
    on_arrival = facts.acknowledgement in (Acknowledgement.ORAL, Acknowledgement.RECEIPT)
    at = facts.acknowledged_at or (facts.received_at if on_arrival else None)
    return Acknowledged.LATE if _is_late(at, target) else Acknowledged.IN_TIME


def _answered(facts: CaseFacts, target: Deadline | None, now: datetime) -> Answered:
    match facts.feedback:
        case Feedback.WAIVED:
            return Answered.WAIVED
        case Feedback.IMPOSSIBLE:
            return Answered.IMPOSSIBLE
        case Feedback.GIVEN:
            late = _is_late(facts.answered_at, target)
            return Answered.LATE if late else Answered.IN_TIME
    return Answered(_undone(facts, target, now))


_UNDONE: Mapping[bool, str] = {True: "missing", False: "ahead"}


def _undone(facts: CaseFacts, target: Deadline | None, now: datetime) -> str:
    if facts.status in (Status.REFERRED, Status.DISMISSED) or target is None:
        return "not_needed"
    closed = facts.status in (Status.CLOSED, Status.FOLLOWED_UP)
    return _UNDONE[closed or now >= target.due_at]


def _is_late(at: datetime | None, target: Deadline | None) -> bool:
    return at is not None and target is not None and at >= target.due_at


def _target(case: WatchedCase, board: Board, milestone: Milestone) -> Deadline | None:
    for deadline in case.deadlines:
        rule = board.deadline(deadline.rule)
        if rule and rule.met_by is milestone and deadline.nature is Nature.TARGET:
            return deadline
    return None
