"""By when a case's board wants its steps taken, and whether they were: columns of the table.

By the same computation as the work lists and the reminders, so that all say the same day
(`shared.deadlines`). The days are the board's own service targets, never law. They are kept with
the facts, and computed anew where the board's rules have changed since.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from shared.deadlines.computing import deadlines_of, rules_of
from shared.deadlines.deadline import Deadline, Standing
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Acknowledgement, Status
from shared.organisation import Nature, Organisation
from shared.organisation.deadline_rules import Milestone


class Step(StrEnum):
    """What boards set days for that figures are reckoned of."""

    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    ANSWER = "answer"
    CLOSE = "close"

    @property
    def milestone(self) -> Milestone:
        """The fact that says when it was done."""
        return _MILESTONES[self]

    @property
    def by(self) -> str:
        """The column with the day (Swedish) by which it was, or is, to be done.

        None where the board has set none, and where nothing is to be done any more.
        """
        return f"{self}_by"

    @property
    def in_time(self) -> str:
        """The column that says whether it was done by then; None as long as it is open.

        Where it is not known when it was done it cannot be shown to be in time: false.
        """
        return f"{self}_in_time"


_MILESTONES = {
    Step.ACKNOWLEDGE: Milestone.ACKNOWLEDGED,
    Step.ASSIGN: Milestone.ASSIGNED,
    Step.ANSWER: Milestone.ANSWERED,
    Step.CLOSE: Milestone.CLOSED,
}
_CLOSED = (Status.CLOSED, Status.FOLLOWED_UP)
_TOLD_ON_ARRIVAL = (Acknowledgement.ORAL, Acknowledgement.RECEIPT)

NEXT_BY = "next_by"
"""The column with the nearest day by which anything is to be done that is not done."""
ASKED_ON = "asked_on"
"""The column with the Swedish day that the table was asked on, the same in every row."""

TARGET_COLUMNS: Mapping[str, pl.DataType] = {
    **{step.by: pl.Date() for step in Step},
    **{step.in_time: pl.Boolean() for step in Step},
    NEXT_BY: pl.Date(),
}
VERSION = 1
"""Raised when the values are computed otherwise from the same deadlines."""
Values = tuple[date | bool | None, ...]
_NONE: Values = (None,) * len(TARGET_COLUMNS)


class KeptTargets(BaseModel):
    """The values of `TARGET_COLUMNS` for a case, in their order, and the rules they are by."""

    model_config = ConfigDict(frozen=True)

    rules: str
    values: Values


class Targets:
    """Answers from the rules of the boards of one organisation."""

    def __init__(self, organisation: Organisation) -> None:
        self._boards = {board.id: board for board in organisation.boards}
        self._rules = {board.id: f"{VERSION}:{rules_of(board)}" for board in organisation.boards}

    def of(self, case: Mapping[str, Any]) -> Values:
        """The values of `TARGET_COLUMNS` for a case as the store has it.

        All None for a board that the organisation does not have any more, and for facts that an
        older release stored in a shape that tells no days.
        """
        kept, board = case.get("targets"), case["facts"]["board"]
        if kept is not None and kept["rules"] == self._rules.get(board):
            return tuple(map(_read, kept["values"]))
        try:
            return self._computed(CaseFacts.model_validate(case["facts"]))
        except ValidationError:
            return _NONE

    def kept(self, facts: CaseFacts) -> KeptTargets | None:
        """The same, to be stored with the facts; None for an unknown board."""
        rules = self._rules.get(facts.board)
        return None if rules is None else KeptTargets(rules=rules, values=self._computed(facts))

    def _computed(self, facts: CaseFacts) -> Values:
        board = self._boards.get(facts.board)
        if board is None:
            return _NONE
        met_by = {rule.id: rule.met_by for rule in board.deadlines}
        wanted = [each for each in deadlines_of(facts, board) if each.nature is Nature.TARGET]
        found = [
            _standing([each for each in wanted if met_by[each.rule] is step.milestone], step, facts)
            for step in Step
        ]
        ahead = (each.due for each in wanted if each.standing is Standing.OPEN)
        return (
            *(by for by, _ in found),
            *(in_time for _, in_time in found),
            min(ahead, default=None),
        )


def _standing(
    deadlines: Sequence[Deadline], step: Step, facts: CaseFacts
) -> tuple[date | None, bool | None]:
    """The day and whether it was kept. Of several targets for one step the first day counts."""
    alive = [each for each in deadlines if each.standing is not Standing.CANCELLED]
    if not alive:
        return None, None
    first = min(alive, key=lambda each: each.due)
    done = _done_at(step, facts)
    if done is None and first.standing is Standing.OPEN:
        return first.due, None
    return first.due, done is not None and done < first.due_at


def _done_at(step: Step, facts: CaseFacts) -> datetime | None:
    """When the step itself was taken (UTC): that a case is closed does not answer it."""
    if step is Step.ACKNOWLEDGE and facts.acknowledgement in _TOLD_ON_ARRIVAL:
        return facts.acknowledged_at or facts.received_at
    if step is Step.CLOSE and facts.status not in _CLOSED:
        # A reopened case may keep the instant of its first closing.
        return None
    done: datetime | None = getattr(facts, step.milestone.value)
    return done


def _read(value: str | bool | None) -> date | bool | None:
    """The store keeps a day as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
