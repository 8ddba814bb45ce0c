"""Swedish days: which are working days, when a day ends, and when a document has come in.

A working day is Monday to Friday, except public holidays (lag 1989:253) and Midsummer Eve,
Christmas Eve and New Year's Eve, which lag 1930:173, 2 §, sets beside Sundays and Saturdays.
The dates come from the `holidays` library, asked for its categories *public* and *de facto*.

Nothing here is a deadline: how many days there are for what is each board's own setting.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from shared.clock import LOCAL, local_date

_DAY = timedelta(days=1)
_SATURDAY = 5
_DAYS_KEPT = 65_536
"""Answers that are remembered: deadlines of many cases begin on the same days."""


@lru_cache(maxsize=200)
def _holidays_of(year: int) -> frozenset[date]:
    # Loaded by the first who counts days: most commands never do.
    import holidays
    from holidays import DE_FACTO, PUBLIC

    return frozenset(holidays.country_holidays("SE", years=year, categories=(PUBLIC, DE_FACTO)))


def is_working_day(day: date) -> bool:
    """Whether authorities work that day."""
    return day.weekday() < _SATURDAY and day not in _holidays_of(day.year)


def next_working_day(day: date) -> date:
    """The first working day after `day`."""
    return _nearest(day, _DAY)


def preceding_working_day(day: date) -> date:
    """The last working day before `day`."""
    return _nearest(day, -_DAY)


@lru_cache(maxsize=_DAYS_KEPT)
def add_working_days(day: date, count: int) -> date:
    """The day that lies `count` working days after `day`, or before it if `count` is negative.

    `day` itself is not counted, working day or not: one working day after a Friday, a Saturday
    or a Sunday is the Monday. With 0 it is `day` unchanged.
    """
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day = _nearest(day, step)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and including `end`; negative if reversed.

    The reverse of `add_working_days` from `start`, wherever `end` is a working day.
    """
    if end < start:
        return -sum(is_working_day(end + n * _DAY) for n in range((start - end).days))
    return sum(is_working_day(start + n * _DAY) for n in range(1, (end - start).days + 1))


def add_months(day: date, count: int) -> date:
    """The same day of the month `count` months on (back if negative), or that month's last day.

    Counted as lag 1930:173, 1 §, counts months: 31 January and one month is 28 or 29 February.
    """
    month_index = day.year * 12 + day.month - 1 + count
    year, month = month_index // 12, month_index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def end_of_day(day: date) -> datetime:
    """The instant (UTC) at which the Swedish day is over: something due that day is met before it.

    The day is 23 or 25 hours long when summer time begins or ends.
    """
    return datetime.combine(day + _DAY, time.min, tzinfo=LOCAL).astimezone(UTC)


class Delivery(StrEnum):
    """By what way something reached the authority, as far as its arrival day depends on it."""

    ELECTRONIC = "electronic"
    BY_HAND = "by_hand"
    ORAL = "oral"
    POST = "post"
    LETTER_BOX = "letter_box"
    """Found when the letter box was emptied for the first time that day."""


@dataclass(frozen=True)
class Arrival:
    """The legal arrival day (Swedish time) and what it rests on, in both languages."""

    received_on: date
    basis_sv: str
    basis_en: str


_BASIS = {
    Delivery.ELECTRONIC: (
        "22 § första stycket förvaltningslagen: den dag meddelandet nådde myndigheten",
        "Administrative Procedure Act (2017:900), section 22: the day it reached the authority",
    ),
    Delivery.BY_HAND: (
        "22 § första stycket förvaltningslagen: den dag handlingen lämnades till myndigheten",
        "Administrative Procedure Act (2017:900), section 22: the day it was handed over",
    ),
    Delivery.ORAL: (
        "Muntligt lämnat den dagen, och antecknat enligt 27 § förvaltningslagen",
        "Given orally that day, and noted as the Administrative Procedure Act, section 27, asks",
    ),
    Delivery.POST: (
        "22 § andra stycket förvaltningslagen: arbetsdagen före den dag posten nådde myndigheten",
        "Administrative Procedure Act (2017:900), section 22: working day before the post came",
    ),
    Delivery.LETTER_BOX: (
        "22 § tredje stycket förvaltningslagen: arbetsdagen före postlådans första tömning",
        "Administrative Procedure Act (2017:900), section 22: working day before first emptying",
    ),
}


def legal_arrival(instant: datetime, delivery: Delivery = Delivery.ELECTRONIC) -> Arrival:
    """When something that reached the authority at `instant` counts as having come in (FL 22 §).

    An e-mail or a web form comes in the Swedish day it reaches the authority, whatever the hour
    and also on a holiday. Post counts as the working day before, unless it is unlikely that it
    was sorted out for the authority by then; whoever opened it judges that, and registers the
    day itself with `BY_HAND` if so.

    Raises ValueError for an instant without time zone.
    """
    day = local_date(instant)
    if delivery in (Delivery.POST, Delivery.LETTER_BOX):
        day = preceding_working_day(day)
    return Arrival(day, *_BASIS[delivery])


def _nearest(day: date, step: timedelta) -> date:
    day += step
    while not is_working_day(day):
        day += step
    return day
