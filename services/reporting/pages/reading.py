"""Reads what the address of a page asks. Whatever is not known is told, with what is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from pydantic import ValidationError

from services.reporting.figures.asked_period import ALL, AskedPeriod, offered, period_of
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.questions import Question
from services.reporting.pages.asked import (
    BOARD,
    FILTERS,
    FROM,
    PERIOD,
    TO,
    UNIT,
    Asked,
    Choice,
    NotKnown,
    Pairs,
    pairs_of,
)
from services.reporting.pages.voice import OwnWords, period_name
from services.reporting.pages.words import DIMENSIONS, Words
from shared.organisation import Board, Organisation, Unit
from shared.pages.phrases import phrase
from shared.pages.typed_dates import typed_day


@dataclass(frozen=True)
class Reader:
    """Reads addresses. `boards` are those that whoever asks may see; `all_boards` if all."""

    organisation: Organisation
    words: Words
    boards: Sequence[Board]
    all_boards: bool
    today: date

    def read(self, path: str, given: Pairs, own: Iterable[str] = ()) -> Asked:
        """What the address asks; parameters named by `own` are the page's. Raises NotKnown."""
        known = {PERIOD, FROM, TO, *FILTERS}
        used = [(name, value) for name, value in given if value and name in known]
        strange = [name for name, _ in given if name not in {*known, *own, "lang"}]
        empty = Asked(Question(), AskedPeriod("", None, None), None, None, OwnWords(""), ())
        if strange:
            raise NotKnown(
                422,
                phrase(
                    "Adressen frågar efter ”%(name)s”, som inte finns. Börja om från sidan utan "
                    "urval, och välj där.",
                    name=strange[0],
                ),
                (Choice(phrase("Sidan utan urval"), path),),
            )
        period = self._period(path, dict(used), empty)
        question = self._question(path, used, period)
        board = self.organisation.board(question.board[0]) if len(question.board) == 1 else None
        unit = self._unit(path, question)
        pairs = [pair for pair in used if pair[0] in FILTERS]
        return Asked(
            question,
            period,
            board,
            unit,
            self.organisation.municipality.name,
            (*pairs_of(period), *pairs),
        )

    def periods(self, asked: Asked, path: str, *more: tuple[str, str]) -> Sequence[Choice]:
        """Periods to choose, the one that is asked about among them."""
        keys = [asked.period.key, *offered(self.today)]
        found = [period_of(key) for key in dict.fromkeys(key for key in keys if key)]
        return tuple(
            Choice(
                period_name(each),
                asked.address(path, (PERIOD, each.key), *more),
                each == asked.period,
            )
            for each in sorted(filter(None, found), key=_in_order)
        )

    def places(self, asked: Asked, path: str, *more: tuple[str, str]) -> Sequence[Choice]:
        """The boards to choose, and the whole municipality for those who see all."""
        everywhere = Choice(
            phrase("Hela kommunen"),
            asked.address(path, *more, without=(BOARD, UNIT)),
            not asked.question.board and asked.unit is None,
        )
        return (
            *((everywhere,) if self.all_boards else ()),
            *(
                Choice(
                    board.name,
                    asked.address(path, (BOARD, board.id), *more, without=(UNIT,)),
                    board == asked.board and asked.unit is None,
                )
                for board in self.boards
            ),
        )

    def _period(self, path: str, used: Mapping[str, str], empty: Asked) -> AskedPeriod:
        if used.get(FROM) or used.get(TO):
            days = [typed_day(used[name]) if name in used else None for name in (FROM, TO)]
            first, last = days
            wrong = any(
                name in used and not day for name, day in zip((FROM, TO), days, strict=True)
            )
            if wrong or (first and last and last < first):
                raise NotKnown(
                    422,
                    phrase(
                        "Perioden går inte att läsa. Skriv dagarna som 2026-01-31, den första "
                        "före den sista, eller välj en period här."
                    ),
                    self.periods(empty, path),
                )
            return AskedPeriod("", first, last)
        key = used.get(PERIOD, str(self.today.year))
        period = period_of(key)
        if period is None:
            raise NotKnown(
                422,
                phrase("Perioden ”%(key)s” finns inte. Välj en av dem som finns.", key=key),
                self.periods(empty, path),
            )
        return period

    def _question(self, path: str, used: Pairs, period: AskedPeriod) -> Question:
        values: dict[str, object] = {"first": period.first, "last": period.last}
        for name in FILTERS:
            given = [value for key, value in used if key == name]
            if given:
                values[name] = given
        try:
            question = Question.model_validate(values)
        except ValidationError as error:
            raise self._wrong(path, error) from error
        return question.model_copy(update={"board": self._boards(path, question)})

    def _boards(self, path: str, question: Question) -> tuple[str, ...]:
        own = {board.id: board for board in self.boards}
        if not own:
            # No board is asked for as every board is: never those of someone whose own is gone.
            raise NotKnown(
                422,
                phrase(
                    "Kontot hör till en nämnd som inte längre finns. Fråga den som sköter konton."
                ),
            )
        found = [self.organisation.board(name) for name in question.board]
        wrong = [
            name
            for name, board in zip(question.board, found, strict=True)
            if board is None or board.id not in own
        ]
        if wrong:
            raise NotKnown(
                422,
                phrase("Nämnden ”%(name)s” finns inte bland dem du ser.", name=wrong[0]),
                (
                    Choice(board.name, f"{path}?{urlencode({BOARD: board.id})}")
                    for board in own.values()
                ),
            )
        if not question.board and not self.all_boards:
            return tuple(own)
        return tuple(board.id for board in found if board)

    def _unit(self, path: str, question: Question) -> Unit | None:
        board = question.board[0] if len(question.board) == 1 else None
        units = [
            self.organisation.unit(name) or self.organisation.unit(name, board)
            for name in question.unit
        ]
        seen = {board.id for board in self.boards}
        for name, unit in zip(question.unit, units, strict=True):
            if unit is None or unit.board not in seen:
                raise self.unknown_unit(name, path)
        return units[0] if len(units) == 1 else None

    def unknown_unit(self, name: str, path: str, status: int = 422) -> NotKnown:
        """To be raised: the unit is not known, or not of a board that the reader sees."""
        return NotKnown(
            status,
            phrase("Enheten ”%(name)s” finns inte bland dem du ser.", name=name),
            (
                Choice(self.words.unit(unit.id), f"{path}?{urlencode({UNIT: unit.id})}")
                for board in self.boards
                for unit in self.organisation.units_of(board.id)
            ),
        )

    def _wrong(self, path: str, error: ValidationError) -> NotKnown:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        value = str(first.get("input", ""))
        if name not in FILTERS:
            return NotKnown(422, phrase("Adressen går inte att läsa."))
        dimension = Dimension(name)
        return NotKnown(
            422,
            phrase(
                "”%(value)s” är inget som ärenden kan ha som %(name)s. Det här finns att välja på.",
                value=value,
                name=DIMENSIONS[dimension],
            ),
            (
                Choice(
                    self.words.value(dimension, known), f"{path}?{urlencode({name: str(known)})}"
                )
                for known in self.words.known(dimension)
            ),
        )


def _in_order(period: AskedPeriod | None) -> tuple[int, str]:
    """Whole years first, then their parts, all time last."""
    key = period.key if period else ""
    return (2, "") if key == ALL else (int("-" in key), key)
