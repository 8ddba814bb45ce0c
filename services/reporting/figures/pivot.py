"""A table of cases by one or two properties, with its totals; small numbers hidden on request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.statistics import Statistics, Value, counted
from services.reporting.figures.suppression import (
    LIMIT,
    TOTAL,
    Place,
    hidden_in_list,
    hidden_in_table,
)

NOWHERE: frozenset[Place] = frozenset()


@dataclass(frozen=True)
class Pivot:
    """Cells, totals of rows and columns, and all cases, each counted once in its total.

    `columns` is the one value None where only rows were asked for. Totals are counted and not
    added up: a case that is in several rows is once in the total. `hidden` names what may not be
    shown; a table with `totals` false has none to show.
    """

    row_dimension: Dimension
    column_dimension: Dimension | None
    rows: Sequence[Value]
    columns: Sequence[Value]
    cells: Mapping[tuple[Value, Value], int]
    of_rows: Mapping[Value, int]
    of_columns: Mapping[Value, int]
    total: int
    hidden: frozenset[Place] = field(default=NOWHERE)
    totals: bool = True

    @property
    def several(self) -> Sequence[Dimension]:
        """The properties that a case may have several of, so that parts do not add up."""
        both = (self.row_dimension, self.column_dimension)
        return tuple(each for each in both if each is not None and each.has_several)

    def cell(self, row: int, column: int) -> int | None:
        """Cases in the row and the column with those places; None where that may not be shown."""
        return self._shown((row, column), self.cells.get((self.rows[row], self.columns[column]), 0))

    def of_row(self, row: int) -> int | None:
        """Cases in the row, over all columns; None where that may not be shown."""
        return self._shown((row, TOTAL), self.of_rows.get(self.rows[row], 0))

    def of_column(self, column: int) -> int | None:
        """Cases in the column, over all rows; None where that may not be shown."""
        return self._shown((TOTAL, column), self.of_columns.get(self.columns[column], 0))

    @property
    def of_all(self) -> int | None:
        """All cases; None where that may not be shown."""
        return self._shown((TOTAL, TOTAL), self.total)

    def _shown(self, place: Place, cases: int) -> int | None:
        return None if place in self.hidden else cases


def pivot(cases: pl.LazyFrame, row: Dimension, column: Dimension | None = None) -> Pivot:
    """Count the cases by one property, or by two of them."""
    of_rows = counted(cases, [row])
    if column is None or column is row:
        rows = _first_values(of_rows)
        alone: dict[tuple[Value, Value], int] = {(value, None): rows[value] for value in rows}
        total = of_rows.total
        return Pivot(row, None, tuple(rows), (None,), alone, rows, {None: total}, total)
    both = counted(cases, [row, column])
    of_columns = _first_values(counted(cases, [column]))
    cells = {(values[0], values[1]): count for values, count in _counts(both)}
    rows = _first_values(of_rows)
    return Pivot(row, column, tuple(rows), tuple(of_columns), cells, rows, of_columns, both.total)


def ordered(table: Pivot, rows: Sequence[Value], columns: Sequence[Value]) -> Pivot:
    """The same table with its rows and columns in that order."""
    return Pivot(
        table.row_dimension,
        table.column_dimension,
        rows,
        columns if table.column_dimension else table.columns,
        table.cells,
        table.of_rows,
        table.of_columns,
        table.total,
    )


def publishable(table: Pivot, limit: int = LIMIT) -> Pivot:
    """The same with small numbers hidden so that they cannot be worked out from the others (R77).

    Where a case may be in several rows or columns the numbers are no parts of a whole: then every
    small number is hidden, and no totals are shown, since what the parts have in common would
    tell more than it seems to.
    """
    grid = [[table.cells.get((row, column), 0) for column in table.columns] for row in table.rows]
    if table.several:
        small = {
            (row, column)
            for row, cells in enumerate(grid)
            for column, cases in enumerate(cells)
            if 0 < cases < limit
        }
        hidden: frozenset[Place] = frozenset(small)
    elif table.column_dimension is None:
        parts = hidden_in_list([cells[0] for cells in grid], limit)
        # With one column a row is its own total, and the column's total is that of all.
        hidden = frozenset(
            place
            for row, total in parts
            for place in ((row, 0), (row, total), *(((TOTAL, 0),) if row is TOTAL else ()))
        )
    else:
        hidden = hidden_in_table(grid, limit)
    return Pivot(
        table.row_dimension,
        table.column_dimension,
        table.rows,
        table.columns,
        table.cells,
        table.of_rows,
        table.of_columns,
        table.total,
        hidden,
        not table.several,
    )


def _first_values(statistics: Statistics) -> dict[Value, int]:
    return {values[0]: count for values, count in _counts(statistics)}


def _counts(statistics: Statistics) -> Sequence[tuple[tuple[Value, ...], int]]:
    return [(row.values, row.count) for row in statistics.rows]
