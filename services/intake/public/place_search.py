"""Finds units and boards by what people call them, however it is spelt or inflected."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from services.intake.public.places import Place, places
from shared.organisation import Board, Organisation, Unit
from shared.organisation.names import folded

MOST_SHOWN = 12

_SHORTEST_STEM = 4
"""Letters. `hemtjänsten` is found by the stem `hemtjänst`; shorter words are in too many."""
_LIKENESS = 0.78


@dataclass(frozen=True)
class _Candidate:
    """A place with what it is called itself, and what is called so that stands over it."""

    place: Place
    own: Sequence[str]
    above: Sequence[str]

    def fits(self, wanted: Sequence[str]) -> bool:
        return all(_is_in(word, self.own) or _is_in(word, self.above) for word in wanted)

    def likeness(self, wanted: Sequence[str]) -> tuple[int, bool]:
        """Words that are its own, and whether it is called so from the start."""
        begins = any(folded(name).startswith(wanted[0]) for name in self.own)
        return sum(_is_in(word, self.own) for word in wanted), begins


def find_places(text: str, organisation: Organisation, today: date) -> Sequence[Place]:
    """The places that fit every word, best first; where none does, those spelt much like it.

    Å, ä and ö may be written a and o. `today` is a day in Swedish time.
    """
    wanted = [folded(word) for word in _words(text)]
    candidates = [_candidate(place) for place in places(organisation, today)]
    return _fitting(wanted, candidates) or _fitting(_corrected(wanted, candidates), candidates)


def _fitting(wanted: Sequence[str], candidates: Sequence[_Candidate]) -> Sequence[Place]:
    if not wanted:
        return ()
    found = [each for each in candidates if each.fits(wanted)]
    found.sort(key=lambda each: each.likeness(wanted), reverse=True)
    return [each.place for each in found[:MOST_SHOWN]]


def _is_in(word: str, names: Sequence[str]) -> bool:
    if any(word in folded(name) for name in names):
        return True
    stems = (folded(part) for name in names for part in _words(name))
    return any(len(stem) >= _SHORTEST_STEM and word.startswith(stem) for stem in stems)


def _corrected(wanted: Sequence[str], candidates: Sequence[_Candidate]) -> Sequence[str]:
    """The words as they would be spelt right; none where one is like nothing we know."""
    known = {folded(part) for each in candidates for name in each.own for part in _words(name)}
    near = [get_close_matches(word, known, n=1, cutoff=_LIKENESS) for word in wanted]
    return [match[0] for match in near] if all(near) else ()


def _candidate(place: Place) -> _Candidate:
    # What stands over a unit names no other board: who seeks the board finds it by itself.
    above = [name for unit in place.above for name in _names(unit)]
    return _Candidate(place, _names(place.unit or place.board), above)


def _names(thing: Unit | Board) -> Sequence[str]:
    return (thing.name.sv, thing.name.en, *thing.other_names, thing.id)


def _words(text: str) -> Iterator[str]:
    return (part for part in re.split(r"[\W_]+", unicodedata.normalize("NFC", text)) if part)
