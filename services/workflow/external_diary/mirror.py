"""How it stands with a case in the municipality's own diary: a small state machine of its own.

pending → mirrored, when the other diary has all of it; pending → conflict, when the other diary
will not take it; mirrored → pending, when something of it changes; conflict → pending, when the
registrar has it tried again or enters the number by hand.
"""

from datetime import datetime
from enum import StrEnum
from typing import Self

from services.workflow.part import Part


class MirrorState(StrEnum):
    """How far the other diary has come."""

    PENDING = "pending"
    """It is still to be told something; the first time, to give the number."""
    MIRRORED = "mirrored"
    CONFLICT = "conflict"
    """It will not take the case as it is: the registrar decides."""


class Problem(StrEnum):
    """Why the other diary does not have the case as it is. It may say so itself, as `code`."""

    NUMBER_IN_USE = "number_in_use"
    """Another case has the number."""
    OTHER_NUMBER = "other_number"
    """The case has another number there than here."""
    CLOSED_THERE = "closed_there"
    """The case is closed or destroyed there, and cannot be changed."""
    UNKNOWN_BOARD = "unknown_board"
    """It keeps no diary for the board."""
    REFUSED = "refused"
    """It gave no reason that we know."""
    NOT_UNDERSTOOD = "not_understood"
    """It calls what we sent wrong."""
    UNREACHABLE = "diary_unreachable"
    """It cannot be used now; everything waits, and is tried again by itself."""
    OUT_OF_ORDER = "out_of_order"
    """It failed at this case; it is tried again by itself."""


class Waiting(Part):
    """Something the other diary has not been told."""

    due: datetime
    """From when (UTC) any copy of the workflow may tell it."""
    attempts: int = 0
    """Answers that were no use, since it last went well."""


class Mirror(Part):
    """Of a case whose board keeps its diary elsewhere."""

    state: MirrorState
    since: datetime
    """Since when (UTC) it has been so."""
    waiting: Waiting | None = None
    """While pending, and never else."""
    problem: Problem | None = None
    """What went wrong last. Never the other's words, which may name someone."""

    @classmethod
    def first(cls, now: datetime) -> Self:
        """Of a case that has just been opened: the number is to be asked for, at once."""
        return cls(state=MirrorState.PENDING, since=now, waiting=Waiting(due=now))

    def wanted(self, now: datetime) -> Self:
        """Something of the case changed. What waits, or is in conflict, will have it with it."""
        return self if self.state is not MirrorState.MIRRORED else self.first(now)

    def put_off(self, until: datetime, problem: Problem, *, answered: bool) -> Self:
        """It is to be told again at `until` (UTC); `answered` if the answer was no use."""
        attempts = (self.waiting.attempts if self.waiting else 0) + answered
        waiting = Waiting(due=until, attempts=attempts)
        return self.model_copy(update={"waiting": waiting, "problem": problem})

    def told(self, now: datetime) -> Self:
        """The other diary has all of it."""
        return self._become(MirrorState.MIRRORED, now)

    def refused(self, now: datetime, problem: Problem) -> Self:
        """It will not take the case as it is."""
        return self._become(MirrorState.CONFLICT, now, problem)

    def again(self, now: datetime) -> Self:
        """To be told from the beginning, now."""
        return self.first(now)

    def _become(self, state: MirrorState, now: datetime, problem: Problem | None = None) -> Self:
        update = {"state": state, "since": now, "waiting": None, "problem": problem}
        return self.model_copy(update=update)
