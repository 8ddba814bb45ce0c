"""Figures of every unit with everything below it, and of every board, in one pass."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from services.reporting.figures.figure import Days, Figure, FigureId, Number, Share
from services.reporting.figures.reckoning import Reckoned, expressions
from shared.organisation import Organisation

Place = tuple[str, str | None]
"""A board and a unit of it; None for the board itself, with all its cases."""
Tally = Mapping[FigureId, Reckoned]


def reckoned_by_unit(
    cases: pl.LazyFrame, figures: Sequence[Figure], organisation: Organisation
) -> Mapping[Place, Tally]:
    """The figures of every place that has a case itself or below it.

    A unit that the organisation does not have is a place of its own, below its board. Raises
    ValueError for a figure that is not a number or a share: medians cannot be added up.
    """
    for figure in figures:
        if isinstance(figure.measure, Days):
            raise ValueError(  # noqa: TRY004 - of the right type, and of the wrong sort
                f"{figure.id} cannot be added up over units: it is a number of days"
            )
    wanted = {
        f"{figure.id}/{name}": each
        for figure in figures
        for name, each in zip(("value", "of"), expressions(figure), strict=True)
    }
    rows = cases.group_by("board", "unit").agg(**wanted)
    added: dict[Place, dict[str, int]] = {}
    for row in rows.collect().iter_rows(named=True):
        for place in _places(row["board"], row["unit"], organisation):
            sums = added.setdefault(place, dict.fromkeys(wanted, 0))
            for name in wanted:
                sums[name] += row[name]
    return {
        place: {
            figure.id: Reckoned(figure.id, sums[f"{figure.id}/value"], sums[f"{figure.id}/of"])
            for figure in figures
        }
        for place, sums in added.items()
    }


def nothing(figures: Iterable[Figure]) -> Tally:
    """The figures of a place without a case."""
    return {
        figure.id: Reckoned(figure.id, 0, 0)
        for figure in figures
        if isinstance(figure.measure, Number | Share)
    }


def _places(board: str, unit: str | None, organisation: Organisation) -> Iterable[Place]:
    yield board, None
    if unit is not None:
        yield board, unit
        for above in organisation.units_above(unit):
            yield board, above.id
