"""When a board means to have confirmed and answered, as told to the public.

These are the board's own targets and are never called law.
"""

from dataclasses import dataclass
from datetime import date

from shared.events.vocabulary import Kind
from shared.organisation import Board, DeadlineRule, Milestone, Nature, Organisation, due_on
from shared.organisation.span import Span


@dataclass(frozen=True)
class Target:
    """Within how long, and the last day (Swedish time) that follows from it."""

    within: Span
    last_day: date


@dataclass(frozen=True)
class ServiceTargets:
    """The targets for one case; None where the board has set none."""

    acknowledge: Target | None
    answer: Target | None


def service_targets(
    board: Board, kind: Kind, received_on: date, category: str | None = None
) -> ServiceTargets:
    """What the board means to do for a case that arrived on the Swedish day `received_on`.

    Where several rules speak of the same thing, the strictest is told.
    """
    rules = [rule for rule in board.deadlines_for(kind, category) if rule.nature is Nature.TARGET]

    def strictest(milestone: Milestone) -> Target | None:
        targets = [_target(rule, received_on) for rule in rules if rule.met_by is milestone]
        return min(targets, key=lambda target: target.last_day, default=None)

    return ServiceTargets(strictest(Milestone.ACKNOWLEDGED), strictest(Milestone.ANSWERED))


@dataclass(frozen=True)
class BoardTargets:
    """One board's targets."""

    board: Board
    targets: ServiceTargets


def targets_by_board(organisation: Organisation, kind: Kind, on: date) -> tuple[BoardTargets, ...]:
    """Every board with what it means to do for a case that arrives on the Swedish day `on`."""
    return tuple(
        BoardTargets(board, service_targets(board, kind, on)) for board in organisation.boards
    )


def _target(rule: DeadlineRule, received_on: date) -> Target:
    return Target(rule.within, due_on(rule, received_on))
