"""Counting cases by what is asked, in one query, so that the parts always add up to the total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.dimensions import Dimension

Value = str | int | None


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

    @property
    def total(self) -> int:
        """How many cases were counted."""
        return sum(row.count for row in self.rows)


def pipeline(wanted: Mapping[str, Any], dimensions: Sequence[Dimension]) -> list[Mapping[str, Any]]:
    """The aggregation: one group for each combination of values."""
    values = {str(dimension): dimension.expression for dimension in dimensions}
    return [
        *([{"$match": wanted}] if wanted else []),
        {"$group": {"_id": values, "count": {"$sum": 1}}},
    ]


def rows(groups: Sequence[Mapping[str, Any]], dimensions: Sequence[Dimension]) -> tuple[Row, ...]:
    """The groups as rows, in order of their values; what is not known comes last."""
    found = [
        Row(tuple(group["_id"].get(str(each)) for each in dimensions), group["count"])
        for group in groups
    ]
    return tuple(sorted(found, key=_order))


def _order(row: Row) -> list[tuple[bool, int, str]]:
    return [
        (value is None, value if isinstance(value, int) else 0, str(value)) for value in row.values
    ]
