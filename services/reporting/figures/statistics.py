"""Counting cases by what is asked, in one pass, so that the parts add up to the total."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from services.reporting.figures.dimensions import Dimension

Value = str | int | bool | None
COUNT = "count"


@dataclass(frozen=True, slots=True)
class Row:
    """How many cases have these values, in the order of the dimensions asked for."""

    values: tuple[Value, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """An answer. A row stands for at least one case: what nobody sent has none."""

    dimensions: tuple[Dimension, ...]
    rows: tuple[Row, ...]
    total: int
    """How many cases were counted, each once."""

    @property
    def adds_up(self) -> bool:
        """Whether the rows are parts of the total: not where a case counts in several of them."""
        return not any(dimension.has_several for dimension in self.dimensions)


def counted(cases: pl.LazyFrame, dimensions: Sequence[Dimension]) -> Statistics:
    """The cases by each combination of values; what is not known comes last."""
    if not dimensions:
        total = cases.select(pl.len()).collect().item()
        return Statistics((), (Row((), total),) if total else (), total)
    values = cases.select(dimension.expression for dimension in dimensions)
    for dimension in dimensions:
        if dimension.has_several:
            # A case without any becomes one row whose value is not known.
            values = values.explode(dimension, empty_as_null=True)
    groups = values.group_by(list(dimensions)).len(COUNT)
    total = cases.select(pl.len())
    found, all_cases = pl.collect_all([groups, total])
    rows = sorted((Row(each[:-1], each[-1]) for each in found.iter_rows()), key=_order)
    return Statistics(tuple(dimensions), tuple(rows), all_cases.item())


def _order(row: Row) -> list[tuple[bool, int, str]]:
    return [
        (value is None, value if isinstance(value, int) else 0, str(value)) for value in row.values
    ]
