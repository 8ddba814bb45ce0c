"""How many cases of a card's categories came in before it was published, and since.

The same number of whole days on both sides, at most a year. A small number is hidden, and with it
whatever it could be worked out from. Readers see the whole board's: a number of a unit that the
card does not name would say which it is to whoever looks among the figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from services.reporting.figures.chance import binomial_at_least, binomial_at_most, two_sided
from services.reporting.figures.questions import Question
from services.reporting.figures.suppression import LIMIT, TOTAL, hidden_in_list
from services.reporting.learning_cards.documents import LearningCard
from services.reporting.like_for_like.comparing import UNCERTAIN
from services.reporting.like_for_like.notes import Note, notes
from services.reporting.periods import Period
from services.reporting.signals.counts import considered, in_period, with_below
from shared.clock import local_date
from shared.organisation import Organisation

LEAST_DAYS = 28
"""Days since publishing from which anything is told."""
MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Counted:
    """Cases before and since; None is a small number that may not be shown."""

    before: int | None
    since: int | None
    by_chance: float | None
    """With what probability a difference as great comes about where nothing has changed."""

    @property
    def conclusive(self) -> bool:
        """Whether chance alone seldom gives such a difference; says nothing of the cause."""
        return self.by_chance is not None and self.by_chance < UNCERTAIN


@dataclass(frozen=True, slots=True)
class Effect:
    """What has come in. `unit` is that of the card's units, where it may be told."""

    before: Period
    since: Period
    board: Counted
    unit: Counted | None
    notes: tuple[Note, ...]


def periods(card: LearningCard, today: date) -> tuple[Period, Period] | None:
    """Before and since, both of whole days until yesterday; None while that is too short."""
    if card.published_at is None:
        return None
    day = local_date(card.published_at)
    days = min((today - day).days, MOST_DAYS)
    if days < LEAST_DAYS:
        return None
    length = timedelta(days=days)
    one = timedelta(days=1)
    return Period(day - length, day - one), Period(day, day + length - one)


def effect(
    card: LearningCard,
    table: pl.DataFrame,
    organisation: Organisation,
    today: date,
    *,
    with_unit: bool,
) -> Effect | None:
    """None for a card without a category, and while it is too early."""
    found = periods(card, today)
    if found is None or not card.facts.categories:
        return None
    before, since = found
    alike = considered(table).filter(
        pl.col("board") == card.board, pl.col("category").is_in(list(card.facts.categories))
    )
    units = _with_below(card.units, organisation)
    counts = [_parts(in_period(alike, period), units) for period in (before, since)]
    told = with_unit and bool(units)
    question = Question(
        board=(card.board,),
        category=card.facts.categories,
        unit=tuple(unit for unit in card.units if organisation.unit(unit)) if told else (),
    )
    visible = [_visible(unit, rest, told=told) for unit, rest in counts]
    return Effect(
        before,
        since,
        _counted([sum(each) for each in counts], [each[1] for each in visible]),
        _counted([unit for unit, _ in counts], [each[0] for each in visible]) if told else None,
        notes(table, question, (since, before), organisation, today),
    )


def _parts(cases: pl.DataFrame, units: Iterable[str]) -> tuple[int, int]:
    """How many are of the units, and how many of the rest of the board."""
    inside = cases.filter(pl.col("unit").is_in(list(units))).height
    return inside, cases.height - inside


def _visible(unit: int, rest: int, *, told: bool) -> tuple[bool, bool]:
    """Whether the unit's number may be shown, and the board's."""
    if not told:
        return False, not 0 < unit + rest < LIMIT
    hidden = hidden_in_list((unit, rest))
    return (0, TOTAL) not in hidden, (TOTAL, TOTAL) not in hidden


def _counted(numbers: Sequence[int], visible: Sequence[bool]) -> Counted:
    before, since = (
        number if shown else None for number, shown in zip(numbers, visible, strict=True)
    )
    if before is None or since is None or not before + since:
        return Counted(before, since, None)
    both = before + since
    by_chance = two_sided(binomial_at_least(since, both, 0.5), binomial_at_most(since, both, 0.5))
    return Counted(before, since, by_chance)


def _with_below(ids: Iterable[str], organisation: Organisation) -> list[str]:
    return [
        each
        for name in ids
        if (unit := organisation.unit(name))
        for each in with_below(unit, organisation)
    ]
