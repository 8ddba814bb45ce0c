"""Where a submission can be for: a unit of a board, or the board where no unit is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.organisation import Board, Organisation, Unit
from shared.pages.phrases import Label

UNKNOWN_PLACE = "unknown"
"""The value of the field `place` when the person does not know whom it concerns."""


@dataclass(frozen=True)
class Place:
    """One that the public may choose."""

    board: Board
    unit: Unit | None = None
    above: tuple[Unit, ...] = ()
    """The units over it, the nearest first."""

    @property
    def value(self) -> str:
        """As the field `place` has it: `von/hemvard-norr`, or `von` for the board alone."""
        return f"{self.board.id}/{self.unit.id}" if self.unit else self.board.id

    @property
    def name(self) -> Label:
        return self.unit.name if self.unit else self.board.name


def places(organisation: Organisation, today: date) -> Iterator[Place]:
    """Every board, followed by its units in the tree's order. `today` is a Swedish day."""
    for board in organisation.boards:
        yield Place(board)
        for unit in organisation.public_units(board.id, today):
            yield Place(board, unit, organisation.units_above(unit.id))


def place_of(value: str, organisation: Organisation, today: date) -> Place | None:
    """The place that a field's value names; None when the public is not offered it."""
    plain = value.removesuffix("/")
    return next((each for each in places(organisation, today) if each.value == plain), None)


def place_of_unit(unit_id: str, organisation: Organisation, today: date) -> Place | None:
    """The place that a link with a unit's id leads to; None when the public is not offered it."""
    offered = (each for each in places(organisation, today) if each.unit)
    return next((each for each in offered if each.unit and each.unit.id == unit_id), None)
