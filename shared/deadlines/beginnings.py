"""The day that each rule is counted from in a case, once for each measure where it is of those."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from shared.clock import local_date
from shared.events.facts import CaseFacts, MeasureFacts
from shared.events.vocabulary import Status
from shared.organisation.boards import Board
from shared.organisation.deadline_rules import CountedFrom, DeadlineRule
from shared.organisation.retention import erase_on

FINISHED = frozenset({Status.CLOSED, Status.FOLLOWED_UP, Status.DISMISSED, Status.REFERRED})


@dataclass(frozen=True, slots=True)
class Beginning:
    """The Swedish day that is counted from, and the measure that it is about."""

    on: date
    measure: MeasureFacts | None = None


def beginnings(rule: DeadlineRule, facts: CaseFacts, board: Board) -> Iterator[Beginning]:
    """None where the case has not come so far, or has no such measure."""
    match rule.counted_from:
        case CountedFrom.RECEIVED:
            yield Beginning(facts.received_on)
        case CountedFrom.ASSIGNED | CountedFrom.ASSESSED | CountedFrom.ANSWERED as reached:
            yield from _on_day_of(getattr(facts, reached.value))
        case CountedFrom.LEX_SARAH_DECIDED:
            if facts.misconduct is not None and facts.misconduct.is_serious:
                yield from _on_day_of(facts.lex_sarah_decided_at)
        case CountedFrom.CLOSED:
            yield from _closed(facts)
        case CountedFrom.RETENTION:
            retention = board.retention_for(facts.kind)
            for closed in _closed(facts) if retention else ():
                assert retention is not None  # noqa: S101 - for mypy
                day = erase_on(retention, closed.on)
                if day is not None:
                    yield Beginning(day)
        case CountedFrom.MEASURE_DUE:
            for measure in facts.measures:
                if measure.due is not None:
                    yield Beginning(measure.due, measure)
        case CountedFrom.MEASURE_DONE:
            for measure in facts.measures:
                if measure.done_on is not None:
                    yield Beginning(measure.done_on, measure)


def _on_day_of(instant: datetime | None) -> Iterator[Beginning]:
    if instant is not None:
        yield Beginning(local_date(instant))


def _closed(facts: CaseFacts) -> Iterator[Beginning]:
    # A reopened case may keep the instant of its first closing.
    if facts.status in FINISHED:
        yield from _on_day_of(facts.closed_at)
