"""Which address to write to, and what each is for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.intake.public.form_choices import Branch, branches
from shared.organisation import Board, Organisation, Unit


@dataclass(frozen=True)
class BoardAddress:
    """A board's address for mail from the public, and the operations that it is for."""

    board: Board
    email: str
    operations: Sequence[Unit]


def board_addresses(organisation: Organisation, today: date) -> Iterator[BoardAddress]:
    """Those that have one. `today` is a day in Swedish time."""
    for branch in branches(organisation, today):
        if branch.board.inboxes:
            yield BoardAddress(branch.board, branch.board.inboxes[0], _operations(branch))


def _operations(branch: Branch) -> Sequence[Unit]:
    """The units of the uppermost level that has more than one; one alone says too little."""
    levels: dict[int, list[Unit]] = {}
    for place in branch.places:
        if place.unit:
            levels.setdefault(len(place.above), []).append(place.unit)
    several = (units for _, units in sorted(levels.items()) if len(units) > 1)
    return next(several, levels.get(0, []))
