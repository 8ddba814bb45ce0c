"""The unit or board that someone names: by what it is called, or a code on a paper form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from shared.organisation import Board, Organisation, Unit
from shared.organisation.names import folded
from shared.pages.phrases import Phrase, phrase

_WITH_BOARD = re.compile(r"(.+?)\s*\((\w+)\)")
_LIKENESS = 0.6


@dataclass(frozen=True)
class Place:
    """Where a case belongs as far as is known."""

    board: Board
    unit: Unit | None = None

    def name(self, language: str) -> str:
        return (self.unit or self.board).name.in_language(language)


@dataclass(frozen=True)
class Suggestion:
    """What the field offers: a name that is read back to one place, and the board as a note."""

    text: str
    note: str


def suggestions(
    organisation: Organisation, language: str, today: date, first: str | None = None
) -> tuple[Suggestion, ...]:
    """Every open unit and every board; those of the board `first` before the others."""
    boards = sorted(organisation.boards, key=lambda board: board.id != first)
    found = [
        Place(board, unit)
        for board in boards
        for unit in organisation.units_of(board.id)
        if unit.is_open(today)
    ]
    places = [*found, *(Place(board) for board in boards)]
    names = [place.name(language) for place in places]
    return tuple(
        Suggestion(
            name if names.count(name) == 1 else f"{name} ({place.board.code})",
            place.board.name.in_language(language) if place.unit else "",
        )
        for place, name in zip(places, names, strict=True)
    )


def read_place(text: str, organisation: Organisation, own_board: str | None) -> Place | Phrase:
    """The place that was meant, or what to say of a name that is none's.

    Without a name it is the member's own board, or the board for what names none (R12).
    """
    home = organisation.known_board(own_board or organisation.default_board)
    if not text:
        return Place(home)
    return (
        _unit(text, organisation, home)
        or _board(text, organisation)
        or _unknown(text, organisation)
    )


def _unit(text: str, organisation: Organisation, home: Board) -> Place | None:
    named = _WITH_BOARD.fullmatch(text)
    unit = (
        (organisation.unit(named[1], named[2]) if named else None)
        or organisation.unit(text, home.id)
        or organisation.unit(text)
    )
    return Place(organisation.known_board(unit.board), unit) if unit else None


def _board(text: str, organisation: Organisation) -> Place | None:
    board = organisation.board(text)
    return Place(board) if board else None


def _unknown(text: str, organisation: Organisation) -> Phrase:
    known = {folded(name): name for name in _names(organisation)}
    near = get_close_matches(folded(text), known, n=1, cutoff=_LIKENESS)
    if near:
        return phrase("Ingen enhet heter så. Menade du ”%(name)s”?", name=known[near[0]])
    return phrase("Ingen enhet heter så. Välj i listan, eller lämna tomt om du inte vet.")


def _names(organisation: Organisation) -> Iterator[str]:
    for unit in organisation.units:
        yield from (unit.name.sv, *unit.other_names)
    for board in organisation.boards:
        yield from (board.name.sv, *board.other_names)
