"""Exports as CSV: UTF-8, commas, a heading, and nothing that a spreadsheet takes as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import polars as pl

from services.reporting.open_data.dictionary import COLUMNS, OPEN_COLUMNS, VERSION
from services.reporting.open_data.tables import OpenRow
from shared.organisation import Organisation

_AT_ONCE = 5_000
"""Rows that are written together: a million cases are never held as text."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ADDED = ("category_list", "category_list_version", "word_version")


def facts_as_csv(facts: pl.DataFrame, organisation: Organisation) -> Iterator[str]:
    """The facts of the cases, piece by piece, by their ids in order. Nothing personal."""
    lists = {board.id: board.category_list for board in organisation.boards}
    columns = [column for column in COLUMNS if column not in _ADDED]
    yield _lines([[*columns, *_ADDED]])
    ordered = facts.select(columns).sort("id")
    board = columns.index("board")
    for part in ordered.iter_slices(_AT_ONCE):
        yield _lines([*row, *_list_of(lists.get(row[board])), VERSION] for row in part.iter_rows())


def open_data_as_csv(year: int, rows: Iterable[OpenRow]) -> str:
    """The open data of a year."""
    return _lines([list(OPEN_COLUMNS), *(open_row(year, row).values() for row in rows)])


def open_row(year: int, row: OpenRow) -> dict[str, Any]:
    """A row of the open data, by column."""
    return {
        "year": year,
        "table": row.table,
        "board": row.board,
        "property": str(row.dimension),
        "value": row.value,
        "count": row.cases,
        "hidden": int(row.cases is None),
        "code_list": str(row.dimension),
        "code_list_version": VERSION,
    }


def _list_of(categories: Any) -> tuple[str | None, int | None]:
    return (categories.id, categories.version) if categories else (None, None)


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(
        [_cell(each) for each in row] for row in rows
    )
    return written.getvalue()


def _cell(value: Any) -> Any:
    match value:
        case bool():
            return int(value)
        case date():
            return value.isoformat()
        case list():
            return _text("|".join(value))
        case str():
            return _text(value)
        case _:
            return value


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
