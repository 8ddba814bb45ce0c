"""What the handling of cases is judged by, counted from the table."""

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from services.reporting.figures.events import FOUND_BY_REVIEWS, FOUND_BY_UNITS
from services.reporting.periods import Period, months
from services.reporting.signals.counts import latest
from services.reporting.signals.handling import AFTER_DAYS, FEW_POINTS, Again
from services.reporting.signals.signal import Aspect, Scope
from services.reporting.table.columns import POINTS, RECEIVED_ON
from shared.events.vocabulary import Feedback, Status, Wish
from shared.organisation import Board

AGAIN_DAYS = 365
"""After the judgement of the effect: what comes later is not laid to the measure."""

_NOT_IMPORTED = ~pl.col("imported").fill_null(value=False)


def slow(cases: pl.DataFrame) -> pl.DataFrame:
    """Cases that were to be answered, `marked` where that took longer than a month or is not done.

    Not those that nobody wants answered or nobody can be reached about, those that someone else
    has, and those of an earlier system.
    """
    answered = (pl.col("answered_on") - pl.col(RECEIVED_ON)).dt.total_days()
    in_time = (answered <= AFTER_DAYS).fill_null(value=False)
    return cases.filter(
        _NOT_IMPORTED,
        _unlike("feedback", Feedback.IMPOSSIBLE, Feedback.WAIVED),
        _unlike("feedback_wish", Wish.NO),
        _unlike("status", Status.DISMISSED, Status.REFERRED),
    ).with_columns((~in_time).alias("marked"))


def scores(cases: pl.DataFrame) -> pl.DataFrame:
    """Cases, `marked` where fewer than `FEW_POINTS` of the control points are fulfilled."""
    fulfilled = pl.sum_horizontal(
        pl.col(column).fill_null(value=False) for column in POINTS.values()
    )
    return cases.filter(_NOT_IMPORTED).with_columns((fulfilled < FEW_POINTS).alias("marked"))


def reviewed(cases: pl.DataFrame) -> pl.DataFrame:
    """Events that a targeted review found, `marked` where the unit has not reported them.

    Also imported ones: a review hands in its findings as a list.
    """
    return cases.filter(FOUND_BY_REVIEWS).with_columns((~FOUND_BY_UNITS).alias("marked"))


def again_after_effect(board: Board, cases: pl.DataFrame, today: date) -> Iterator[Again]:
    """New cases this month or last, of a unit and category whose measures had been effective."""
    since = months(today.replace(day=1), -1).first
    judged = (
        cases.filter(
            pl.col("actions_effective") > 0,
            pl.col("followed_up_on").is_not_null(),
            pl.col("unit").is_not_null(),
            pl.col("category").is_not_null(),
        )
        .group_by("unit", "category")
        .agg(pl.col("followed_up_on").max().alias("judged_on"), pl.len().alias("measures"))
        .sort("unit", "category")
    )
    for unit, category, judged_on, measures in judged.iter_rows():
        alike = cases.filter(
            pl.col("unit").cast(pl.String()) == unit,
            pl.col("category").cast(pl.String()) == category,
        )
        year = timedelta(days=AGAIN_DAYS)
        after = alike.filter(
            pl.col(RECEIVED_ON) > judged_on, pl.col(RECEIVED_ON) <= judged_on + year
        )
        newest = after[RECEIVED_ON].max()
        if not isinstance(newest, date) or newest < since:
            continue
        before = alike.filter(
            pl.col(RECEIVED_ON) <= judged_on, pl.col(RECEIVED_ON) > judged_on - year
        )
        month: Period = months(newest, 1)
        scope = Scope(board.id, unit, Aspect.CATEGORY, category)
        yield Again(scope, month, after.height, before.height, measures, latest(after))


def _unlike(column: str, *words: str) -> pl.Expr:
    return ~pl.col(column).is_in([str(word) for word in words]).fill_null(value=False)
