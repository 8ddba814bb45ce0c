"""A list read piece by piece: from its bytes to rows by the names of our columns.

Columns that are not known are neither read nor kept, so what nobody asked for is not taken in.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.intake.imports.columns import COLUMNS, REQUIRED, Column, column_called
from services.intake.imports.decoding import Decoding
from services.intake.imports.json_lines import JsonLines
from services.intake.imports.list_fault import ListFault
from services.intake.imports.records import Broken, Cells, Fields
from services.intake.imports.separated import SEPARATORS, Separated, cells_of
from services.intake.plain_text import one_line

MOST_IGNORED = 50
"""Unknown columns that are named; further ones are ignored without."""
LONGEST_HEADER = 20_000
"""Characters in which the header is looked for."""
_LONGEST_NAME = 60


class Form(StrEnum):
    """How a list is written."""

    CSV = "csv"
    JSON_LINES = "json_lines"


@dataclass(frozen=True, slots=True)
class Told:
    """What a row tells, by the names of our columns; `row` as in the file."""

    row: int
    cells: Mapping[str, str]


class ListReader(ABC):
    """Takes a list's bytes as they come, and gives the rows that are complete.

    With `strict` an unknown column is a fault: of the list for CSV, of its row for JSON lines.
    """

    def __init__(self, charset: str | None, *, strict: bool) -> None:
        self.ignored: list[str] = []
        """Names of columns that are not known, as they stand in the list."""
        self._decoding = Decoding(charset)
        self._strict = strict

    def feed(self, chunk: bytes, *, last: bool = False) -> Iterator[Told | Broken]:
        """The next rows. Raises ListFault where the list cannot be read on."""
        return self._rows(self._decoding.feed(chunk, last=last), last=last)

    @abstractmethod
    def _rows(self, text: str, *, last: bool) -> Iterator[Told | Broken]: ...

    def _ignore(self, names: Sequence[str]) -> None:
        for name in map(_shown, names):
            if name and name not in self.ignored and len(self.ignored) < MOST_IGNORED:
                self.ignored.append(name)


class CsvReader(ListReader):
    """The first row that is not blank names the columns."""

    def __init__(self, charset: str | None = None, *, strict: bool = False) -> None:
        super().__init__(charset, strict=strict)
        self._beginning = ""
        self._separated: Separated | None = None
        self._columns: Sequence[Column | None] | None = None

    def _rows(self, text: str, *, last: bool) -> Iterator[Told | Broken]:
        if self._separated is None:
            text = self._beginning = self._beginning + text
            first, complete, _ = text.lstrip("\n").partition("\n")
            if not complete and not last and len(text) < LONGEST_HEADER:
                return
            self._separated = Separated(_separator_of(first[:LONGEST_HEADER]))
            self._beginning = ""
        for found in self._separated.feed(text):
            yield from self._row(found)
        if last:
            for found in self._separated.end():
                yield from self._row(found)
            if self._columns is None:
                raise ListFault("The list is empty: its first row names the columns.")

    def _row(self, found: Cells | Broken) -> Iterator[Told | Broken]:
        if self._columns is None:
            if isinstance(found, Broken):
                raise ListFault(f"The header cannot be read: it {found.what}. {found.allowed}")
            self._columns = self._header(found.cells)
        elif isinstance(found, Broken):
            yield found
        elif any(cell.strip() for cell in found.cells[len(self._columns) :]):
            yield Broken(
                found.row,
                "has more cells than the header",
                f"{len(self._columns)} cells: one with a separator stands in quotation marks",
            )
        else:
            named = zip(self._columns, found.cells, strict=False)
            yield Told(found.row, {column.name: cell for column, cell in named if column})

    def _header(self, names: Sequence[str]) -> Sequence[Column | None]:
        columns = [column_called(name) for name in names]
        known = [column.name for column in columns if column]
        if missing := [name for name in REQUIRED if name not in known]:
            wanted = ", ".join(f"{name} ({COLUMNS[name].swedish[0]})" for name in missing)
            raise ListFault(f"The header, the list's first row, lacks the columns {wanted}.")
        if twice := sorted({name for name in known if known.count(name) > 1}):
            raise ListFault(f"The header names a column twice: {', '.join(twice)}.")
        self._ignore([name for name, column in zip(names, columns, strict=True) if not column])
        if self.ignored and self._strict:
            raise ListFault(f"The header names columns that there are not: {self._told}.")
        return columns

    @property
    def _told(self) -> str:
        return ", ".join(self.ignored)


class JsonLinesReader(ListReader):
    """Every object names its own columns."""

    def __init__(self, charset: str | None = None, *, strict: bool = False) -> None:
        super().__init__(charset, strict=strict)
        self._lines = JsonLines()

    def _rows(self, text: str, *, last: bool) -> Iterator[Told | Broken]:
        for found in self._lines.feed(text):
            yield self._row(found)
        if last:
            for found in self._lines.end():
                yield self._row(found)

    def _row(self, found: Fields | Broken) -> Told | Broken:
        if isinstance(found, Broken):
            return found
        told: dict[str, str] = {}
        unknown: list[str] = []
        for name, text in found.fields.items():
            column = column_called(name)
            if column is None:
                unknown.append(name)
            elif column.name in told:
                return Broken(found.row, "names a column twice", f"{column.name} once")
            else:
                told[column.name] = text
        if unknown and self._strict:
            return Broken(found.row, "has a key that is no column", f"only {', '.join(COLUMNS)}")
        if all(name in told for name in REQUIRED):
            # Else it may be another sort of list, and the keys could be anything.
            self._ignore(unknown)
        return Told(found.row, told)


def reader(form: Form, charset: str | None = None, *, strict: bool = False) -> ListReader:
    """For a list of that form. Raises ListFault for a charset that is not read."""
    kinds: Mapping[Form, type[CsvReader | JsonLinesReader]] = {
        Form.CSV: CsvReader,
        Form.JSON_LINES: JsonLinesReader,
    }
    return kinds[form](charset, strict=strict)


def _separator_of(header: str) -> str:
    """The one that makes the most columns that are known, or else the most cells."""

    def made(separator: str) -> tuple[int, int]:
        cells = cells_of(header, separator)
        return sum(column_called(cell) is not None for cell in cells), len(cells)

    return max(SEPARATORS, key=made)


def _shown(name: str) -> str:
    return one_line(name)[:_LONGEST_NAME]
