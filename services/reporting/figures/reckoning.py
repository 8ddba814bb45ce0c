"""What a figure is of some cases, and which of them are behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from services.reporting.figures.figure import Days, Figure, FigureId, Number, Share
from services.reporting.table.columns import ID

_VALUE, _OF = "value", "of"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """`value` is cases, or days; None where there is nothing to reckon from.

    `of` is how many cases it could be true of: of a share its whole, of days the cases that have
    them, of a number all that were asked about.
    """

    figure: FigureId
    value: int | None
    of: int

    @property
    def share(self) -> float | None:
        """The part of the whole, 0 to 1; None of nothing."""
        return self.value / self.of if self.value is not None and self.of else None


def reckoned(cases: pl.LazyFrame, figures: Sequence[Figure]) -> tuple[Reckoned, ...]:
    """All the figures of these cases, in one pass over them."""
    wanted: Iterable[pl.Expr] = (
        each.alias(f"{figure.id}/{name}")
        for figure in figures
        for name, each in zip((_VALUE, _OF), expressions(figure), strict=True)
    )
    row = cases.select(wanted).collect().row(0, named=True)
    return tuple(
        Reckoned(figure.id, _whole(row[f"{figure.id}/{_VALUE}"]), row[f"{figure.id}/{_OF}"])
        for figure in figures
    )


def cases_behind(cases: pl.LazyFrame, figure: Figure, sight: pl.Expr) -> tuple[list[str], int]:
    """The ids of the cases that a figure counts, or that its days come from, in order.

    Of those that are in sight; and how many there are in all.
    """
    found = cases.filter(behind(figure)).select(pl.col(ID), sight.alias("seen")).collect()
    return found.filter("seen")[ID].sort().to_list(), found.height


def expressions(figure: Figure) -> tuple[pl.Expr, pl.Expr]:
    """The figure's value, and of how many it is reckoned."""
    match figure.measure:
        case Number(true_of):
            return (true_of & pl.col(ID).is_not_null()).sum(), pl.len()
        case Share(true_of, among):
            counted = among & pl.col(ID).is_not_null()
            return (true_of & counted).sum(), counted.sum()
        case Days(start, end, quantile):
            days = _days(start, end)
            return days.quantile(quantile, "nearest"), days.count()


def behind(figure: Figure) -> pl.Expr:
    """Whether a case is counted by the figure, or its days come from it."""
    match figure.measure:
        case Number(true_of):
            return true_of
        case Share(true_of, among):
            return true_of & among
        case Days(start, end, _):
            return _days(start, end).is_not_null()


def lacking(figure: Figure) -> pl.Expr:
    """Whether a case could be counted by a share and is not. Raises ValueError for all else."""
    if not isinstance(figure.measure, Share):
        raise ValueError(f"{figure.id} is no share")  # noqa: TRY004 - of the wrong sort
    return figure.measure.among & ~figure.measure.true_of.fill_null(value=False)


def _days(start: str, end: str) -> pl.Expr:
    return (pl.col(end) - pl.col(start)).dt.total_days()


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
