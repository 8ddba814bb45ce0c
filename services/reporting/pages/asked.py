"""What an address of a page asks: a period, a place and filters, the same on every page.

    ?period=2026-H1&board=von&unit=hemvard&kind=complaint

Filters are those of the API and have its names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from services.reporting.figures.asked_period import ALL, AskedPeriod
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.questions import Question
from services.reporting.pages.voice import period_name
from shared.organisation import Board, Unit
from shared.pages.phrases import Label, Phrase

PERIOD, FROM, TO = "period", "fran", "till"
BOARD, UNIT = "board", "unit"
FILTERS = tuple(name for name in map(str, Dimension) if name in Question.model_fields)
"""What cases can be chosen by, in the order of the dimensions."""

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """A link, and whether it is what the page shows."""

    label: Label
    address: str
    chosen: bool = False


class NotKnown(Exception):
    """An address asks for what there is not. `known` are links to what there is instead."""

    def __init__(self, status: int, text: Phrase, known: Iterable[Choice] = ()) -> None:
        super().__init__(str(text))
        self.status = status
        self.text = text
        self.known = tuple(known)


@dataclass(frozen=True)
class Asked:
    """A question, the words for it, and the addresses of the same on other pages."""

    question: Question
    period: AskedPeriod
    board: Board | None
    """The one board that is asked about, if it is one."""
    unit: Unit | None
    """The one unit that is asked about, if it is one."""
    municipality: Label
    pairs: Pairs
    """What stands in the address of it: period, place and filters."""

    @property
    def place(self) -> Label:
        """Whose cases: a unit's with those below it, a board's, or the whole municipality's."""
        if self.unit is not None:
            return self.unit.name
        return self.board.name if self.board is not None else self.municipality

    @property
    def period_name(self) -> Label:
        return period_name(self.period)

    @property
    def filters(self) -> Mapping[str, Sequence[str]]:
        """What the cases are chosen by besides place and period."""
        found: dict[str, list[str]] = {}
        for name, value in self.pairs:
            if name not in (PERIOD, FROM, TO, BOARD, UNIT):
                found.setdefault(name, []).append(value)
        return found

    def address(self, path: str, *more: tuple[str, str], without: Iterable[str] = ()) -> str:
        """The same asked of another page; `more` takes the place of what has its names."""
        gone = {*without, *(name for name, _ in more)}
        if gone & {PERIOD, FROM, TO}:
            gone |= {PERIOD, FROM, TO}
        kept = [pair for pair in self.pairs if pair[0] not in gone]
        query = urlencode([*kept, *((name, value) for name, value in more if value)])
        return f"{path}?{query}" if query else path

    def of(self, **changes: object) -> Question:
        """The same question with some fields changed, by the names of its fields."""
        return self.question.model_copy(update=changes)

    def in_period(self, period: AskedPeriod) -> "Asked":
        """The same of another period."""
        question = self.of(first=period.first, last=period.last)
        pairs = tuple(pair for pair in self.pairs if pair[0] not in (PERIOD, FROM, TO))
        return replace(self, period=period, question=question, pairs=(*pairs_of(period), *pairs))

    def at(self, board: Board, unit: Unit | None) -> "Asked":
        """The same of another place."""
        question = self.of(board=(board.id,), unit=(unit.id,) if unit else ())
        pairs = [pair for pair in self.pairs if pair[0] not in (BOARD, UNIT)]
        pairs.append((BOARD, board.id))
        if unit:
            pairs.append((UNIT, unit.id))
        return replace(self, board=board, unit=unit, question=question, pairs=tuple(pairs))


def pairs_of(period: AskedPeriod) -> Pairs:
    """How the period stands in an address."""
    if period.key:
        return ((PERIOD, period.key),)
    days = ((FROM, period.first), (TO, period.last))
    given = tuple((name, day.isoformat()) for name, day in days if day)
    return given or ((PERIOD, ALL),)
