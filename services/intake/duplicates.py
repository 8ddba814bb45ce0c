"""Whether a case that is being taken in is there already, and by what one can see that. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.intake.plain_text import one_line
from shared.events.vocabulary import Kind
from shared.organisation.names import folded

ENOUGH_IN_COMMON = 0.5
"""Share of the shorter text's words that the other has too."""
FEWEST_IN_COMMON = 4
MOST_SHOWN = 5

_STEM = 5
"""Letters: `hemtjänsten` and `hemtjänst` count as one word."""
_SHORTEST = 3
_FIRST_WORDS = 160
_IN_EVERY_TEXT = """
alla andra att aldrig alltid bara bland blev bli blir borde dem den denna deras dessa det detta där
efter eller ett från fick finns får före för gick gjorde gäller hade han har hela hennes hon honom
hur här igen inga ingen inget inte jag kan kanske kommer kunde mamma med medan mellan mer men min
mina mitt mot mycket måste någon något några när nog och också oss pappa sedan sen ser sig sin sina
sitt ska skulle som säger sade tack till under upp utan vad var vara varför varit vet vid vilka vill
ville våra vår även över
"""
"""Words that tell nothing of what a text is about."""


class Likeness(StrEnum):
    """What two cases have in common; the strongest sign first."""

    REFERENCE = "reference"
    CONTACT = "contact"
    WORDS = "words"


@dataclass(frozen=True)
class Candidate:
    """A case that may be the same. `received_at` is in UTC."""

    case_id: UUID
    reference: str
    received_at: datetime
    kind: Kind
    board: str
    unit: str | None
    text: str
    likeness: Likeness
    common: int = 0
    """How many words they have in common."""

    @property
    def first_words(self) -> str:
        """The beginning of it on one line."""
        line = one_line(self.text)
        return line if len(line) <= _FIRST_WORDS else f"{line[:_FIRST_WORDS].rstrip()} …"


def words_in_common(one: str, other: str) -> int:
    """How many telling words the two texts share; 0 where those are too few to mean anything."""
    ours, theirs = _words(one), _words(other)
    common = len(ours & theirs)
    enough = max(FEWEST_IN_COMMON, ENOUGH_IN_COMMON * min(len(ours), len(theirs)))
    return common if common >= enough else 0


def ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The likeliest first, and of those alike the newest; each case once."""
    signs = list(Likeness)
    best: dict[UUID, Candidate] = {}
    newest_first = sorted(candidates, key=lambda each: each.received_at, reverse=True)
    in_order = sorted(newest_first, key=lambda each: (signs.index(each.likeness), -each.common))
    for candidate in in_order:
        best.setdefault(candidate.case_id, candidate)
    return tuple(best.values())[:MOST_SHOWN]


def _words(text: str) -> frozenset[str]:
    return _stems(text) - _STEMS_IN_EVERY_TEXT


def _stems(text: str) -> frozenset[str]:
    words = (folded(word) for word in re.findall(r"\w+", text))
    return frozenset(word[:_STEM] for word in words if len(word) >= _SHORTEST)


_STEMS_IN_EVERY_TEXT = _stems(_IN_EVERY_TEXT)
