"""Results of national user surveys, as they are imported (R87).

A list with a row for each answer: year, board, unit, question, answer, per cent, respondents. The
columns may be called so in Swedish or English, and stand in any order.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from shared.errors import PermanentError
from shared.organisation import Organisation
from shared.organisation.names import folded
from shared.pages.phrases import Phrase, phrase

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "year": ("year", "år"),
    "board": ("board", "nämnd"),
    "unit": ("unit", "enhet"),
    "question": ("question", "fråga"),
    "answer": ("answer", "svar"),
    "percent": ("percent", "procent", "andel"),
    "respondents": ("respondents", "antal svarande", "svarande"),
}
OPTIONAL = frozenset({"unit"})
TOLD = 50
"""Faults that are told; a list with more is mended in portions."""
MOST_ROWS = 20_000
_ROUNDED = 2.0
"""Per cent by which rounded parts may exceed the whole."""
_YEARS = range(2000, 2101)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: rows are counted as a spreadsheet does, the heading being 1."""

    row: int
    column: str
    message: Phrase
    typed: str = ""
    """What stood there."""


class ListFaulty(PermanentError):
    """Nothing of the list was taken."""

    slug: ClassVar[str] = "list_faulty"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("Nothing was imported: mend the list and send it again.")
        self.faults = tuple(faults[:TOLD])


@dataclass(frozen=True, slots=True)
class NationalAnswer:
    """How large a part of those who were asked that year gave the answer."""

    year: int
    board: str
    unit: str | None
    question: str
    answer: str
    percent: float
    respondents: int

    @property
    def question_key(self) -> tuple[int, str, str, str]:
        """Of what year and whom it was asked, and what."""
        return self.year, self.board, self.unit or "", folded(self.question)


def read_list(data: bytes, organisation: Organisation) -> list[NationalAnswer]:
    """All rows of the list. Raises ListFaulty with every fault that was found."""
    rows = csv.reader(io.StringIO(_decoded(data)), delimiter=_delimiter(data), strict=True)
    faults: list[Fault] = []
    found: list[tuple[int, NationalAnswer]] = []
    try:
        heading = _heading(next(rows, []))
        for number, cells in enumerate(rows, start=2):
            if number > MOST_ROWS:
                raise ListFaulty(
                    [Fault(number, "year", phrase("Mer än %(most)s rader.", most=MOST_ROWS))]
                )
            if not any(cell.strip() for cell in cells):
                continue
            row = _Row(number, heading, cells, organisation)
            answer = row.answer()
            faults += row.faults
            if answer is not None and not row.faults:
                found.append((number, answer))
    except csv.Error as error:
        message = phrase("Raden går inte att läsa: %(why)s.", why=str(error))
        faults.append(Fault(rows.line_num, "year", message))
    faults += _together(found)
    if not found and not faults:
        faults.append(Fault(2, "year", phrase("Listan har inga rader.")))
    if faults:
        raise ListFaulty(sorted(faults, key=lambda fault: fault.row))
    return [answer for _, answer in found]


class _Row:
    def __init__(
        self,
        number: int,
        heading: Mapping[str, int],
        cells: Sequence[str],
        organisation: Organisation,
    ) -> None:
        self.faults: list[Fault] = []
        self._number = number
        self._heading = heading
        self._cells = cells
        self._organisation = organisation

    def answer(self) -> NationalAnswer | None:
        """The row, or None where something is wrong with it."""
        year = self._whole("year")
        if year is not None and year not in _YEARS:
            self._fault(
                "year",
                phrase(
                    "Det är inget år mellan %(first)s och %(last)s.",
                    first=str(_YEARS[0]),
                    last=str(_YEARS[-1]),
                ),
            )
        board = self._organisation.board(self._text("board"))
        if board is None:
            known = ", ".join(each.id for each in self._organisation.boards)
            self._fault(
                "board",
                phrase("Det finns ingen sådan nämnd. Använd någon av %(known)s.", known=known),
            )
        unit = None
        if name := self._text("unit"):
            unit = self._organisation.unit(name, board.id if board else None)
            if unit is None and board is not None:
                self._fault("unit", phrase("Nämnden har ingen sådan enhet."))
        question, answer = self._named("question"), self._named("answer")
        percent = self._percent()
        respondents = self._whole("respondents")
        if respondents is not None and respondents < 1:
            self._fault("respondents", phrase("Någon måste ha svarat."))
        if self.faults or None in (year, percent, respondents) or board is None:
            return None
        return NationalAnswer(
            year or 0,
            board.id,
            unit.id if unit else None,
            question,
            answer,
            percent or 0.0,
            respondents or 0,
        )

    def _named(self, column: str) -> str:
        text = self._text(column)
        if not text:
            self._fault(column, phrase("Den är tom."))
        if len(text) > _LONGEST:
            self._fault(column, phrase("Den är längre än %(most)s tecken.", most=_LONGEST))
        return text

    def _percent(self) -> float | None:
        text = self._text("percent").rstrip("%").strip().replace(",", ".")
        try:
            percent = float(text)
        except ValueError:
            percent = -1.0
        if not 0 <= percent <= 100:
            self._fault("percent", phrase("Det är inget tal från 0 till 100."))
            return None
        return percent

    def _whole(self, column: str) -> int | None:
        text = self._text(column).replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
        if not text.isascii() or not text.isdigit():
            self._fault(column, phrase("Det är inget heltal."))
            return None
        return int(text)

    def _text(self, column: str) -> str:
        place = self._heading.get(column)
        if place is None or place >= len(self._cells):
            return ""
        return self._cells[place].strip()

    def _fault(self, column: str, message: Phrase) -> None:
        self.faults.append(Fault(self._number, column, message, self._text(column)))


def _together(found: Sequence[tuple[int, NationalAnswer]]) -> Iterator[Fault]:
    """What no row shows alone: an answer twice, parts of more than the whole, two totals."""
    first: dict[tuple[object, ...], int] = {}
    parts: defaultdict[tuple[object, ...], float] = defaultdict(float)
    asked: dict[tuple[object, ...], int] = {}
    for number, answer in found:
        question = (answer.year, answer.board, answer.unit, folded(answer.question))
        earlier = first.setdefault((*question, folded(answer.answer)), number)
        if earlier != number:
            message = phrase("Samma svar står på rad %(row)s.", row=earlier)
            yield Fault(number, "answer", message, answer.answer)
            continue
        parts[question] += answer.percent
        if parts[question] > 100 + _ROUNDED:
            yield Fault(
                number,
                "percent",
                phrase("Svaren på frågan blir mer än 100 procent tillsammans."),
                f"{answer.percent:g}",
            )
        if asked.setdefault(question, answer.respondents) != answer.respondents:
            yield Fault(
                number,
                "respondents",
                phrase(
                    "En annan rad av samma fråga har %(number)s svarande.", number=asked[question]
                ),
                f"{answer.respondents}",
            )


def _heading(cells: Sequence[str]) -> Mapping[str, int]:
    spelt = {folded(word): column for column, words in COLUMNS.items() for word in words}
    places: dict[str, int] = {}
    faults: list[Fault] = []
    for place, cell in enumerate(cells):
        column = spelt.get(folded(cell))
        if column is None:
            known = ", ".join(COLUMNS)
            faults.append(
                Fault(
                    1,
                    cell.strip()[:_LONGEST] or f"{place + 1}",
                    phrase("Okänd kolumn. Använd %(known)s.", known=known),
                )
            )
        elif column in places:
            faults.append(Fault(1, column, phrase("Kolumnen finns två gånger.")))
        else:
            places[column] = place
    faults += [
        Fault(1, column, phrase("Kolumnen saknas."))
        for column in COLUMNS
        if column not in places and column not in OPTIONAL
    ]
    if faults:
        raise ListFaulty(faults)
    return places


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # As spreadsheets on Windows write it.
        return data.decode("cp1252", errors="replace")


def _delimiter(data: bytes) -> str:
    heading = data.split(b"\n", 1)[0]
    return max((";", ",", "\t"), key=lambda each: heading.count(each.encode()))
