"""Times in which a deadline's clock stands still, and what they do to a day that lies ahead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shared.calendar import add_working_days, working_days_between
from shared.events.facts import CaseFacts

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Still:
    """The days from `begin` on, up to `end`, which counts again."""

    begin: date
    end: date

    def has(self, day: date) -> bool:
        return self.begin <= day < self.end


def stills(facts: CaseFacts) -> tuple[Still, ...]:
    """Those of the case's pauses that took or take at least a day, the first one first.

    A pause that nobody has ended is taken to last until its day, and no longer.
    """
    found = [
        Still(pause.began_on, min(pause.ended_on or pause.until, pause.until))
        for pause in facts.pauses
    ]
    return tuple(sorted((each for each in found if each.begin < each.end), key=_first_day))


def _as_it_is(day: date) -> date:
    return day


def _first_day(still: Still) -> date:
    return still.begin


@dataclass(frozen=True, slots=True)
class Run:
    """Where a time ends that began after `begins_on`, and the newest pause in it."""

    ends_on: date
    last: Still | None = None


def run(
    begins_on: date,
    end: date,
    still: Sequence[Still],
    *,
    in_working_days: bool,
    settled: Callable[[date], date] = _as_it_is,
) -> Run:
    """Move `end` by as many days, of those that count, as the clock stood still on the way there.

    A pause that began after the end moves nothing. `settled` says where an end goes that is no
    working day; a pause that begins before that is on the way still.
    """
    last = None
    for each in still:
        first = max(each.begin, begins_on + _DAY)
        if first >= each.end or first > settled(end):
            continue
        end = max(end, first)
        if in_working_days:
            end = add_working_days(end, working_days_between(first - _DAY, each.end - _DAY))
        else:
            end += each.end - first
        last = each
    day = awake(settled(end), still)
    while settled(day) > day:
        day = awake(settled(day), still)
    return Run(day, last)


def awake(day: date, still: Sequence[Still]) -> date:
    """The day, or the first after it on which the clock runs."""
    for each in still:
        if each.has(day):
            day = each.end
    return day
