"""The records of a list as they stand in it: not yet held against any column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST = 130_000
"""Characters of one record, so that a quotation mark that is never closed fills no memory."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of a CSV list, counted as a spreadsheet does: the header's is 1."""

    row: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Fields:
    """An object of JSON lines, with its values as text; `row` is the line, from 1."""

    row: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be taken apart."""

    row: int
    what: str
    allowed: str
