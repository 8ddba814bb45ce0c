"""Every place of a text that may point out a person."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from services.reporting.learning_cards.deidentifying.addresses import addresses
from services.reporting.learning_cards.deidentifying.characters import plain
from services.reporting.learning_cards.deidentifying.dates import dates
from services.reporting.learning_cards.deidentifying.given_names import GIVEN_NAMES
from services.reporting.learning_cards.deidentifying.names import KnownNames, names
from services.reporting.learning_cards.deidentifying.numbers import (
    case_numbers,
    email_addresses,
    identity_numbers,
    telephone_numbers,
)
from services.reporting.learning_cards.deidentifying.places import (
    Place,
    Rule,
    place,
    without_overlap,
)
from shared.organisation import Board, Organisation
from shared.pages.phrases import phrase

_UNIT = phrase("Kortet visar inte enheten. Skriv ”enheten” i stället för dess namn.")
_DIARY_NUMBER = phrase("Ser ut som ett diarienummer eller en referens till ett ärende.")
_DIGITS = re.compile(r"(?<![\w\-/:.])\d[\d\-/:.]{2,30}\d(?!\w)")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Surroundings:
    """What the texts are written in: the organisation's own names, and what they may not say."""

    names: KnownNames
    codes: tuple[str, ...] = ()
    """What diary numbers of the boards begin with."""
    boards: tuple[Board, ...] = ()
    """By whose formats diary numbers are known that have no letters."""
    unspoken: tuple[str, ...] = ()
    """Names of units that the card does not show."""

    @classmethod
    def of(cls, organisation: Organisation, unspoken: Iterable[str] = ()) -> Self:
        """Those of the organisation; `unspoken` are ids of units."""
        own = [
            organisation.municipality.name.sv,
            *(board.name.sv for board in organisation.boards),
            *(
                category.name.sv
                for board in organisation.boards
                for category in board.category_list.categories
            ),
        ]
        hidden: list[str] = []
        kept_back = set(unspoken)
        for unit in organisation.units:
            spelt = [unit.name.sv, *unit.other_names]
            own += spelt
            if unit.id in kept_back:
                hidden += spelt
        words = (
            frozenset(word.casefold() for name in own for word in _LETTERS.findall(name))
            - GIVEN_NAMES
        )
        phrases = tuple(sorted({name.casefold() for name in own}, key=len, reverse=True))
        return cls(
            KnownNames(phrases, words),
            tuple(board.code for board in organisation.boards),
            organisation.boards,
            tuple(sorted(set(hidden), key=len, reverse=True)),
        )


def places(text: str, surroundings: Surroundings) -> tuple[Place, ...]:
    """In the order of the text, no two with a character in common; `words` are as typed."""
    read = plain(text)
    found = without_overlap(
        [
            *telephone_numbers(read),
            *identity_numbers(read),
            *email_addresses(read),
            *_diary_numbers(read, surroundings.boards),
            *case_numbers(read, surroundings.codes),
            *dates(read),
            *addresses(read),
            *_units(read, surroundings.unspoken),
            *names(read, surroundings.names),
        ]
    )
    return tuple(
        Place(
            each.rule,
            each.start,
            each.end,
            text[each.start : each.end],
            each.certain,
            each.reason,
        )
        for each in found
    )


def _diary_numbers(text: str, boards: Iterable[Board]) -> Iterator[Place]:
    """Such as a board prints them."""
    for found in _DIGITS.finditer(text):
        for board in boards:
            read = board.diary_format.parse(found[0])
            if read is not None and board.diary_number(read.year, read.serial) == found[0]:
                yield place(Rule.CASE_NUMBER, text, found.span(), _DIARY_NUMBER)


def _units(text: str, unspoken: Iterable[str]) -> Iterator[Place]:
    for name in unspoken:
        for found in re.finditer(rf"\b{re.escape(name)}s?\b", text, re.IGNORECASE):
            yield place(Rule.UNIT, text, found.span(), _UNIT, certain=False)
