"""How a goal stands in its period: what it is now, where it ends, and whether that reaches it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.figure import Days, Share
from services.reporting.figures.questions import Question, asked_about
from services.reporting.figures.reckoning import reckoned
from services.reporting.goals.forecasting import Forecast, of_days, of_number, of_share
from services.reporting.periods import Period, PeriodKind, around
from shared.organisation import Board, Direction, Goal, Organisation

PER_CENT = 100


class Measured(StrEnum):
    """What the numbers of a goal are."""

    CASES = "cases"
    DAYS = "days"
    PER_CENT = "per_cent"


class Reach(StrEnum):
    """Whether it is reached."""

    REACHED = "reached"
    """The period is over."""
    MISSED = "missed"
    """The period is over."""
    LIKELY = "likely"
    """The whole interval reaches it."""
    UNCERTAIN = "uncertain"
    UNLIKELY = "unlikely"
    """No part of the interval reaches it."""
    UNKNOWN = "unknown"
    """There is nothing to measure yet, or too little that may be told."""
    NO_SUCH_FIGURE = "no_such_figure"


@dataclass(frozen=True, slots=True)
class Sample:
    """What the goal is measured by, so far."""

    measured: Measured
    value: float | None
    of: int
    forecast: Forecast | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A goal in one period. Values are per cent, days or cases, as `measured` says."""

    board: Board
    goal: Goal
    period: Period
    measured: Measured
    value: float | None
    of: int
    """From how many cases, or answers, it is reckoned."""
    forecast: Forecast | None
    reach: Reach


def period_of(goal: Goal, day: date) -> Period:
    """The goal's period that the day lies in."""
    return around(day, PeriodKind(goal.period))


def elapsed(period: Period, today: date) -> tuple[int, int]:
    """Days of the period that are over, today among them, and days to come."""
    over = min(max((today - period.first).days + 1, 0), period.days)
    return over, period.days - over


def standing(board: Board, goal: Goal, period: Period, today: date, sample: Sample) -> Standing:
    """The goal by what was measured."""
    over, to_come = elapsed(period, today)
    forecast = sample.forecast if over else None
    return Standing(
        board,
        goal,
        period,
        sample.measured,
        sample.value,
        sample.of,
        forecast,
        _reach(goal, forecast, ended=not to_come),
    )


def by_figure(
    table: pl.DataFrame,
    board: Board,
    goal: Goal,
    period: Period,
    today: date,
    organisation: Organisation,
) -> Sample | None:
    """The figure of the goal in the period; None where there is no such figure."""
    figure = FIGURES.get(goal.figure or "")
    if figure is None:
        return None
    question = Question(
        first=period.first, last=period.last, board=(board.id,), unit=goal.units, kind=goal.kinds
    )
    cases = asked_about(table, question, organisation)
    (found,) = reckoned(cases, [figure])
    over, to_come = elapsed(period, today)
    match figure.measure:
        case Share():
            share = of_share(found.value or 0, found.of, over, to_come) if over else None
            return by_share(share, found.share, found.of)
        case Days(start, end, quantile):
            days = cases.select((pl.col(end) - pl.col(start)).dt.total_days().alias("days"))
            taken = days.drop_nulls().collect()["days"].to_list()
            forecast = of_days(taken, quantile, to_come) if over else None
            return Sample(Measured.DAYS, found.value, found.of, forecast)
        case _:
            number = of_number(found.value or 0, over, to_come) if over else None
            return Sample(Measured.CASES, found.value, found.of, number)


def by_share(forecast: Forecast | None, share: float | None, among: int) -> Sample:
    """A share, in per cent."""
    return Sample(
        Measured.PER_CENT,
        None if share is None else share * PER_CENT,
        among,
        forecast
        and Forecast(forecast.low * PER_CENT, forecast.value * PER_CENT, forecast.high * PER_CENT),
    )


NOTHING = Sample(Measured.CASES, None, 0, None)


def _reach(goal: Goal, forecast: Forecast | None, *, ended: bool) -> Reach:
    if forecast is None:
        return Reach.UNKNOWN
    at_least = goal.direction is Direction.AT_LEAST

    def reaches(value: float) -> bool:
        return value >= goal.target if at_least else value <= goal.target

    if ended:
        return Reach.REACHED if reaches(forecast.value) else Reach.MISSED
    ends = (reaches(forecast.low), reaches(forecast.high))
    if all(ends):
        return Reach.LIKELY
    return Reach.UNCERTAIN if any(ends) else Reach.UNLIKELY
