"""Boards and units in the order of their tree, with their figures, also those without a case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.reporting.figures.asked_period import AskedPeriod
from services.reporting.figures.by_unit import Place, Tally
from services.reporting.pages.asked import Asked
from services.reporting.pages.desk import FigureDesk
from services.reporting.pages.voice import OwnWords
from shared.organisation import Board, Unit
from shared.pages.phrases import Label


@dataclass(frozen=True)
class PlaceRow:
    """`level` is how deep it stands: 0 for a board. `tally` is with all below it."""

    board: str
    unit: str | None
    name: Label
    level: int
    tally: Tally
    has_cases: bool
    known: bool = True
    """Whether it is in the organisation today, and has a page of its own."""


def place_rows(
    asked: Asked,
    boards: Sequence[Board],
    tallies: Mapping[Place, Tally],
    desk: FigureDesk,
    empty: Tally,
) -> Sequence[PlaceRow]:
    """Every board and unit that is asked about, then those that nobody knows any more."""
    wanted = asked.question.board
    chosen = [board for board in boards if not wanted or board.id in wanted]
    return [row for board in chosen for row in _of_board(asked, board, tallies, desk, empty)]


def existed(unit: Unit, period: AskedPeriod) -> bool:
    """Whether the unit was there on any day of the period."""
    return unit.closed_on is None or period.first is None or period.first < unit.closed_on


def is_over(period: AskedPeriod, today: date) -> bool:
    """Whether no more can come in the period."""
    return period.last is not None and period.last < today


def _of_board(
    asked: Asked,
    board: Board,
    tallies: Mapping[Place, Tally],
    desk: FigureDesk,
    empty: Tally,
) -> Iterator[PlaceRow]:
    organisation = desk.office.organisation
    units = organisation.units_of(board.id)
    if asked.unit is not None:
        below = {asked.unit.id, *(each.id for each in organisation.units_below(asked.unit.id))}
        units = tuple(unit for unit in units if unit.id in below)
        if not units:
            return
    else:
        place = (board.id, None)
        yield PlaceRow(board.id, None, board.name, 0, tallies.get(place, empty), place in tallies)
    depths: dict[str | None, int] = {None: 0}
    for unit in units:
        depths[unit.id] = depths.get(unit.parent, 0) + 1
        place_of_unit = (board.id, unit.id)
        yield PlaceRow(
            board.id,
            unit.id,
            desk.words.unit(unit.id),
            depths[unit.id],
            tallies.get(place_of_unit, empty),
            place_of_unit in tallies,
        )
    if asked.unit is None:
        known = {unit.id for unit in units}
        for board_id, unit_id in tallies:
            if board_id == board.id and unit_id is not None and unit_id not in known:
                tally = tallies[board_id, unit_id]
                yield PlaceRow(board_id, unit_id, OwnWords(unit_id), 1, tally, True, False)
