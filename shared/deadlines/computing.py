"""A case's deadlines from its facts and the rules of its board (R32, R35, R45)."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from shared.calendar import end_of_day
from shared.deadlines.beginnings import Beginning, beginnings
from shared.deadlines.deadline import Deadline
from shared.deadlines.judging import judged
from shared.deadlines.standing_still import Run, Still, awake, run, stills
from shared.events.facts import CaseFacts, Extension
from shared.events.vocabulary import Status
from shared.organisation.boards import Board
from shared.organisation.deadline_rules import DeadlineRule, reminded_on

VERSION = 1
"""Raised when the code computes otherwise: stored deadlines are then computed anew."""
_DAY = timedelta(days=1)


def deadlines_of(facts: CaseFacts, board: Board) -> tuple[Deadline, ...]:
    """The deadlines of a case in this state, in the order of the board's rules.

    A rule that is counted from something that has not happened gives none; a rule of measures one
    for each measure, in the order of their numbers.
    """
    still = stills(facts)
    return tuple(
        _applied(rule, beginning, facts, still if rule.stands_still else ())
        for rule in board.deadlines_for(facts.kind, facts.category)
        for beginning in beginnings(rule, facts, board)
    )


def rules_of(board: Board) -> str:
    """Changes with all that the board's deadlines follow from, and with VERSION."""
    texts = (rule.model_dump_json() for rule in (*board.deadlines, *board.retention))
    content = "\n".join([str(VERSION), board.id, *texts]).encode()
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def _applied(
    rule: DeadlineRule, beginning: Beginning, facts: CaseFacts, still: Sequence[Still]
) -> Deadline:
    number = beginning.measure.number if beginning.measure else None
    key = rule.id if number is None else f"{rule.id}.{number}"
    extension = next((each for each in facts.extended if each.rule == key), None)
    own = _own_run(rule, beginning.on, still)
    extended = _extended_run(rule, extension, still) if extension else own
    # An extension only ever gives more time, whatever the rule and its beginning became since.
    prevails = extended.ends_on > own.ends_on
    chosen = extended if prevails else own
    due = chosen.ends_on
    judgement = judged(rule.met_by, facts, beginning.measure)
    remind = reminded_on(rule, beginning.on, due)
    held_until = _held_until(rule, facts)
    pause = chosen.last or (Still(facts.received_on, held_until) if held_until else None)
    return Deadline(
        rule=rule.id,
        measure=number,
        owner=beginning.measure.owner if beginning.measure else None,
        nature=rule.nature,
        counted_from=rule.counted_from,
        begins_on=beginning.on,
        due=due,
        due_at=end_of_day(due),
        remind_on=awake(remind, still) if remind else None,
        escalate_on=tuple(_escalations(rule, due, still)),
        paused_from=pause.begin if pause else None,
        paused_until=pause.end if pause else None,
        held=held_until is not None,
        extended_on=extension.on if extension and prevails else None,
        standing=judgement.standing,
        met_at=judgement.met_at,
        reason=judgement.reason or (extension.cause.value if extension and prevails else None),
    )


def _own_run(rule: DeadlineRule, begins_on: date, still: Sequence[Still]) -> Run:
    return run(
        begins_on,
        rule.within.after(begins_on),
        still,
        in_working_days=rule.within.in_working_days,
        settled=rule.settled,
    )


def _extended_run(rule: DeadlineRule, extension: Extension, still: Sequence[Still]) -> Run:
    """Pauses of before the day it was decided were known then, and are in the day already."""
    return run(
        extension.on - _DAY,
        extension.due,
        [each for each in still if each.begin >= extension.on],
        in_working_days=rule.within.in_working_days,
    )


def _escalations(rule: DeadlineRule, due: date, still: Sequence[Still]) -> Iterator[date]:
    for span in rule.escalate_after:
        end = span.after(due)
        yield run(due, end, still, in_working_days=span.in_working_days).ends_on


def _held_until(rule: DeadlineRule, facts: CaseFacts) -> date | None:
    """Of facts without spans: until when nothing is said, though the day stays what it is."""
    without = facts.status is Status.PAUSED and not facts.pauses
    return facts.paused_until if without and rule.stands_still else None
