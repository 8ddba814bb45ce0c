"""What a case shows to work lists, as long as there is something to do in it (R44, R45). Pure.

It is kept in the case's own document and computed anew with every write, so lists are ordered
and counted by an index that is as small as what is open. A finished case has none, unless a
measure of it is still to be carried out: then it shows to the measure's owner alone.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from services.workflow.measures import Measure
from services.workflow.part import Part
from shared.deadlines.computing import deadlines_of
from shared.deadlines.deadline import Deadline, Standing
from shared.events.facts import CaseFacts
from shared.events.handling_words import ActionState
from shared.events.vocabulary import Role, Status
from shared.organisation import CountedFrom, Nature, Organisation

if TYPE_CHECKING:
    from services.workflow.case import Case

NO_DAY = "9999-12-31"
"""Stands in `order` where nothing has a day: after everything that has."""


class Waiting(StrEnum):
    """For whom the case waits."""

    PAUSED = "paused"
    """For a day, with a reason."""
    RECEIVER = "receiver"
    """For someone it has been offered to (R23)."""
    COMPLAINANT = "complainant"
    """They were written to last, and have not been answered yet."""


class Desk(Part):
    """Days are Swedish."""

    order: str
    """Due day, instant of opening and id: unlike every other case's, and sorted as lists are."""
    open: bool
    """False for a finished case that only has a measure left."""
    due: date | None = None
    """The first target of the board's that is unmet; of a finished case, a measure's day."""
    rule: str | None = None
    """The id of the deadline rule that it comes from."""
    waiting: Waiting | None = None
    needs_assignment: bool = False
    """Nobody answers for it, or only someone who must not (R41, R43)."""
    owners: tuple[str, ...] = ()
    """Account ids of those who have a measure to carry out."""


def with_desk(case: "Case", organisation: Organisation) -> "Case":
    """The case with its desk as it is now."""
    return case.model_copy(update={"desk": desk_of(case, organisation)})


def desk_of(case: "Case", organisation: Organisation) -> Desk | None:
    """What the case shows to work lists; None where nothing is left to do."""
    undone = [each for each in case.measures if each.state is ActionState.DECIDED]
    if not case.is_open and not undone:
        return None
    due, rule = (
        _next_due(case.facts, organisation)
        if case.is_open
        else (_measure_due(case.facts, undone, organisation), None)
    )
    return Desk(
        order=_order(due, case.opened_at, case.id),
        open=case.is_open,
        due=due,
        rule=rule,
        waiting=_waiting(case) if case.is_open else None,
        needs_assignment=case.is_open and _needs_assignment(case),
        owners=tuple(sorted({measure.owner for measure in undone if measure.owner})),
    )


def _next_due(facts: CaseFacts, organisation: Organisation) -> tuple[date | None, str | None]:
    """The nearest day by which something is to be done, and by which rule.

    As notifications has it, by the same computation. Targets only: nobody is late by a rule that
    reminds. A board or category that the organisation no longer has gives no days, and stops no
    work.
    """
    days = [
        (deadline.due, deadline.rule)
        for deadline in _open(facts, organisation)
        if deadline.nature is Nature.TARGET
    ]
    return min(days, key=lambda each: each[0]) if days else (None, None)


def _measure_due(
    facts: CaseFacts, undone: list[Measure], organisation: Organisation
) -> date | None:
    """The nearest day of a measure that is to be carried out, later where it was extended."""
    days = {measure.number: measure.due for measure in undone if measure.due}
    for deadline in _open(facts, organisation):
        if deadline.counted_from is CountedFrom.MEASURE_DUE and deadline.measure in days:
            days[deadline.measure] = max(deadline.due, days[deadline.measure])
    return min(days.values(), default=None)


def _open(facts: CaseFacts, organisation: Organisation) -> Iterator[Deadline]:
    board = organisation.board(facts.board)
    for deadline in deadlines_of(facts, board) if board else ():
        if deadline.standing is Standing.OPEN:
            yield deadline


def _order(due: date | None, opened_at: datetime, case_id: str) -> str:
    moment = opened_at.astimezone(UTC).isoformat(timespec="milliseconds")
    return f"{due or NO_DAY}/{moment}/{case_id}"


def _waiting(case: "Case") -> Waiting | None:
    return next(_waits(case), None)


def _waits(case: "Case") -> Iterator[Waiting]:
    if case.facts.status is Status.PAUSED:
        yield Waiting.PAUSED
    if case.referral is not None and case.referral.is_pending:
        yield Waiting.RECEIVER
    heard = [each.received_at for each in case.messages if each.by is Role.COMPLAINANT]
    asked = [each.sent_at for each in case.sent]
    if asked and case.answer is None and max(asked) > max(heard, default=case.opened_at):
        yield Waiting.COMPLAINANT


def _needs_assignment(case: "Case") -> bool:
    return case.facts.responsible is None or case.in_conflict(case.facts.responsible)
