"""CSV read piece by piece: cells between separators, in quotation marks (RFC 4180)."""

import csv
from collections.abc import Iterator, Sequence

from services.intake.imports.list_fault import ListFault
from services.intake.imports.records import LONGEST, Broken, Cells

SEPARATORS = (";", ",", "\t")
MOST_LINES = 5000
"""Of one record: each may have to be looked at from its beginning."""

_QUOTES = (
    "A cell with a separator, a line break or a quotation mark stands in quotation marks, and a "
    "quotation mark within it is written twice."
)


class Separated:
    """Takes text as it comes, with `\\n` as line ends, and gives the rows that are complete."""

    def __init__(self, separator: str) -> None:
        self._separator = separator
        self._rest = ""
        self._open: list[str] = []
        """Lines of a record whose quotation marks are not closed yet."""
        self._length = 0
        self._row = 0

    def feed(self, text: str) -> Iterator[Cells | Broken]:
        """Rows that end in this text; blank lines are counted and left out. Raises ListFault."""
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            yield from self._line(line)
        self._within(len(self._rest))

    def end(self) -> Iterator[Cells | Broken]:
        """The last row, where no line end follows it. Raises ListFault."""
        rest, self._rest = self._rest, ""
        yield from self._line(rest)
        if self._open:
            raise self._never_closed()

    def _line(self, line: str) -> Iterator[Cells | Broken]:
        self._within(len(line))
        if self._open and '"' not in line.replace('""', ""):
            self._keep(line)
            return
        text = "\n".join([*self._open, line])
        asked = False

        def lines() -> Iterator[str]:
            nonlocal asked
            yield text
            # The reader asks for more only where a quotation mark is still open.
            asked = True

        try:
            cells = next(csv.reader(lines(), delimiter=self._separator, strict=True), [])
        except csv.Error:
            if asked:
                self._keep(line)
                return
            self._done()
            yield Broken(self._row, "has quotation marks that do not fit together", _QUOTES)
        else:
            self._done()
            if any(cell.strip() for cell in cells):
                yield Cells(self._row, cells)

    def _keep(self, line: str) -> None:
        self._open.append(line)
        self._length += len(line) + 1

    def _done(self) -> None:
        self._open.clear()
        self._length = 0
        self._row += 1

    def _within(self, more: int) -> None:
        if self._length + more > LONGEST or len(self._open) > MOST_LINES:
            raise self._never_closed()

    def _never_closed(self) -> ListFault:
        return ListFault(
            f"Row {self._row + 1} does not end: it has a quotation mark that is never closed, or "
            f"more than {LONGEST} characters or {MOST_LINES} lines. {_QUOTES}"
        )


def cells_of(line: str, separator: str) -> Sequence[str]:
    """The cells of one line, read leniently: for looking at a header."""
    return next(csv.reader([line], delimiter=separator), [])
