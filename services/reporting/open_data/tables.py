"""The open data of a year: a few tables, chosen so that nothing hidden can be worked out.

Each table adds up, and hides by itself what could be worked out from it. Between the tables only
the number of all cases is in common; where any of them must hide that, none shows it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.suppression import LIMIT, TOTAL, hidden_in_list, hidden_in_table
from services.reporting.open_data.dictionary import OPEN_PROPERTIES
from services.reporting.periods import of_year
from services.reporting.table.columns import RECEIVED_ON
from shared.events.vocabulary import Kind
from shared.organisation import Organisation

BOARD_AND_KIND = "board-kind"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A number of a table; `cases` is None where it is hidden. No board and no value are sums."""

    table: str
    board: str | None
    dimension: Dimension
    value: str | None
    cases: int | None


def open_tables(
    facts: pl.DataFrame, year: int, organisation: Organisation, limit: int = LIMIT
) -> list[OpenRow]:
    """What may be told of the cases that arrived in the year."""
    period = of_year(year)
    cases = facts.filter(pl.col(RECEIVED_ON).is_between(period.first, period.last))
    rows = [
        *_boards_and_kinds(cases, organisation, limit),
        *(row for each in OPEN_PROPERTIES for row in _property(cases, each, limit)),
    ]
    if any(_is_whole(row) and row.cases is None for row in rows):
        # What one table must hide, another must not tell: then its parts are all that is left.
        return [row for row in rows if row.table == BOARD_AND_KIND]
    return rows


def _boards_and_kinds(
    cases: pl.DataFrame, organisation: Organisation, limit: int
) -> Iterator[OpenRow]:
    boards = [board.id for board in organisation.boards]
    boards += sorted(set(_values(cases, "board")) - set(boards))
    kinds = [str(kind) for kind in Kind]
    counts = {
        (board, kind): number
        for board, kind, number in cases.group_by("board", "kind").len().iter_rows()
    }
    table = [[counts.get((board, kind), 0) for kind in kinds] for board in boards]
    hidden = hidden_in_table(table, limit)
    for row, board in enumerate((*boards, None)):
        for column, kind in enumerate((*kinds, None)):
            place = (
                TOTAL if board is None else row,
                TOTAL if kind is None else column,
            )
            here = table if board is None else [table[row]]
            number = sum(sum(each) if kind is None else each[column] for each in here)
            shown = None if place in hidden else number
            yield OpenRow(BOARD_AND_KIND, board, Dimension.KIND, kind, shown)


def _property(cases: pl.DataFrame, dimension: Dimension, limit: int) -> Iterator[OpenRow]:
    words = dimension.expression.cast(pl.String()).fill_null(UNKNOWN)
    found = dict(
        cases.select(words).group_by(str(dimension)).len().sort(str(dimension)).iter_rows()
    )
    numbers = list(found.values())
    hidden = hidden_in_list(numbers, limit)
    for place, value in enumerate(found):
        shown = None if (place, TOTAL) in hidden else numbers[place]
        yield OpenRow(str(dimension), None, dimension, value, shown)
    whole = None if (TOTAL, TOTAL) in hidden else sum(numbers)
    yield OpenRow(str(dimension), None, dimension, None, whole)


def _is_whole(row: OpenRow) -> bool:
    return row.board is None and row.value is None


def _values(cases: pl.DataFrame, column: str) -> Sequence[str]:
    return [value for value in cases[column].cast(pl.String()).unique().to_list() if value]
