"""Which period another is held against, as it stands in an address of the comparison.

    ?period=2026-H1&mot=2025-H2        ?period=2026&mot_fran=2024-01-01&mot_till=2024-06-30

Nothing said, it is the same days of the year before; of a period that goes on, those until today.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from services.reporting.figures.asked_period import AskedPeriod, period_of
from services.reporting.pages.asked import Asked, Choice, NotKnown, Pairs
from services.reporting.pages.frame import COMPARISON
from services.reporting.pages.voice import period_name
from shared.pages.phrases import Label, phrase
from shared.pages.typed_dates import typed_day

OTHER, OTHER_FROM, OTHER_TO = "mot", "mot_fran", "mot_till"
OWN = (OTHER, OTHER_FROM, OTHER_TO)
_PARTS = {"H": 2, "T": 3, "Q": 4}
"""How many of them a year has."""


def other_of(given: Mapping[str, str], asked: Asked) -> AskedPeriod | None:
    """The other period that the address names; None for the year before. Raises NotKnown."""
    first, last = given.get(OTHER_FROM, ""), given.get(OTHER_TO, "")
    if first or last:
        days = typed_day(first), typed_day(last)
        if days[0] is None or days[1] is None or days[1] < days[0]:
            raise _unreadable(asked)
        return AskedPeriod("", *days)
    key = given.get(OTHER, "")
    if not key:
        return None
    found = period_of(key)
    if found is None or found.first is None:
        raise _unreadable(asked)
    return found


def compared(
    period: AskedPeriod, other: AskedPeriod | None, today: date
) -> tuple[AskedPeriod, AskedPeriod] | None:
    """What is held against what; None where the period has no beginning or no end."""
    if period.first is None or period.last is None:
        return None
    if other is not None:
        return period, other
    now = period.until(today)
    then = _a_year_earlier(now)
    return (now, then) if then else None


def pairs_of_other(other: AskedPeriod | None) -> Pairs:
    """How it stands in an address."""
    if other is None:
        return ()
    if other.key:
        return ((OTHER, other.key),)
    days = ((OTHER_FROM, other.first), (OTHER_TO, other.last))
    return tuple((name, day.isoformat()) for name, day in days if day)


def others(asked: Asked, other: AskedPeriod | None, today: date) -> Sequence[Choice]:
    """Periods to compare with, the one that is chosen among them."""
    goes_on = asked.period.until(today) != asked.period
    choices: dict[AskedPeriod | None, Label] = {
        None: phrase("Samma dagar året innan") if goes_on else phrase("Året innan")
    }
    for each in (*_offered(asked.period, whole_year_before=goes_on), *([other] if other else ())):
        choices.setdefault(each, period_name(each))
    return tuple(
        Choice(label, asked.address(COMPARISON, *pairs_of_other(each)), each == other)
        for each, label in choices.items()
    )


def not_comparable(periods: Sequence[Choice]) -> NotKnown:
    """To be raised: all time, or what has no beginning or end."""
    return NotKnown(
        422,
        phrase(
            "Bara en period med en första och en sista dag går att jämföra med en annan. Välj en "
            "här."
        ),
        [each for each in periods if not each.chosen],
    )


def _offered(period: AskedPeriod, *, whole_year_before: bool) -> Iterator[AskedPeriod]:
    earlier = _a_year_earlier(period)
    if earlier is None:
        return
    if whole_year_before:
        yield earlier
    before = _right_before(period)
    if before and before != earlier:
        yield before
    if two := _a_year_earlier(earlier):
        yield two


def _a_year_earlier(period: AskedPeriod) -> AskedPeriod | None:
    """By its name where it has one."""
    if period.key and period.first:
        return period_of(f"{period.first.year - 1}{period.key[4:]}")
    return period.a_year_earlier()


def _right_before(period: AskedPeriod) -> AskedPeriod | None:
    if period.first is None or period.last is None:
        return None
    if not period.key:
        day = timedelta(days=1)
        return AskedPeriod(
            "", period.first - (period.last - period.first) - day, period.first - day
        )
    year, _, part = period.key.partition("-")
    if part[:1] in ("", "L"):
        return _a_year_earlier(period)
    letter, number = (part[0], int(part[1:])) if part[0] in _PARTS else ("", int(part))
    in_a_year = _PARTS.get(letter, 12)
    year_of, number = (int(year), number - 1) if number > 1 else (int(year) - 1, in_a_year)
    return period_of(f"{year_of}-{letter}{number}" if letter else f"{year_of}-{number:02d}")


def _unreadable(asked: Asked) -> NotKnown:
    known = [None, *_offered(asked.period, whole_year_before=True)]
    return NotKnown(
        422,
        phrase(
            "Perioden att jämföra med går inte att läsa. Skriv båda dagarna som 2026-01-31, den "
            "första före den sista, eller välj en period här."
        ),
        [
            Choice(
                period_name(each) if each else phrase("Året innan"),
                asked.address(COMPARISON, *pairs_of_other(each)),
            )
            for each in known
        ],
    )
