"""The figures of a period, beside those of another, on today's definitions (R72)."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from services.reporting.figures.chance import (
    binomial_at_least,
    binomial_at_most,
    drawn_at_least,
    two_sided,
)
from services.reporting.figures.figure import Days, Figure, Number, Share
from services.reporting.figures.questions import Question, asked_about
from services.reporting.figures.reckoning import Reckoned, reckoned
from services.reporting.periods import Period
from shared.organisation import Organisation

UNCERTAIN = 0.05
"""From this probability on, a difference is called one that chance alone may give."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of both periods."""

    figure: Figure
    now: Reckoned
    then: Reckoned
    by_chance: float | None
    """With what probability a difference as great comes about where nothing has changed.

    Of numbers of cases, by the days of the periods; None for days and where nothing was counted.
    """

    @property
    def change(self) -> int | None:
        """How many more cases, or days; None where one of them is not known."""
        if self.now.value is None or self.then.value is None:
            return None
        return self.now.value - self.then.value

    @property
    def may_be_chance(self) -> bool | None:
        """Whether no conclusion can be drawn; None where that is not reckoned."""
        return None if self.by_chance is None else self.by_chance >= UNCERTAIN


def in_period(question: Question, period: Period) -> Question:
    """The same question of that period."""
    return question.model_copy(update={"first": period.first, "last": period.last})


def compared(
    table: pl.DataFrame,
    question: Question,
    periods: tuple[Period, Period],
    figures: Sequence[Figure],
    organisation: Organisation,
) -> tuple[Compared, ...]:
    """The figures of the first period beside those of the second. Raises UnknownFilter."""
    found = [
        reckoned(asked_about(table, in_period(question, period), organisation), figures)
        for period in periods
    ]
    days = (periods[0].days, periods[1].days)
    return tuple(
        Compared(figure, now, then, _by_chance(figure, now, then, days))
        for figure, now, then in zip(figures, *found, strict=True)
    )


def _by_chance(
    figure: Figure, now: Reckoned, then: Reckoned, days: tuple[int, int]
) -> float | None:
    if now.value is None or then.value is None:
        return None
    match figure.measure:
        case Number():
            both = now.value + then.value
            part = days[0] / sum(days)
            if not both:
                return None
            return two_sided(
                binomial_at_least(now.value, both, part), binomial_at_most(now.value, both, part)
            )
        case Share():
            marked, among = now.value + then.value, now.of + then.of
            if not now.of or not then.of:
                return None
            return two_sided(
                drawn_at_least(now.value, now.of, marked, among),
                drawn_at_least(then.value, then.of, marked, among),
            )
        case Days():
            return None
