"""Whether two boards could print the same diary number, which must be unique in a municipality."""

from collections import deque
from dataclasses import dataclass
from string import digits

from shared.organisation.diary_format import Numbering


@dataclass(frozen=True)
class _Step:
    """One of these characters, or several in a row."""

    characters: str
    repeated: bool = False


_YEAR = (_Step("2"), _Step("0"), _Step(digits), _Step(digits))


def shared_number(one: Numbering, other: Numbering) -> str | None:
    """A number that both could print, capitals and small letters alike; None if there is none.

    Each way to print is a row of steps. Two rows are walked at once, taking a character only
    where both allow it: whatever reaches the end of both can be printed by both.
    """
    for first in _rows(one):
        for second in _rows(other):
            found = _common(first, second)
            if found is not None:
                return found
    return None


def _rows(numbering: Numbering) -> list[list[_Step]]:
    """The steps of a case's own number, and those of one with a document number."""
    row: list[_Step] = []
    rows = []
    for token in numbering.format.tokens:
        if token.name == "document":
            rows.append(list(row))
        row += [_Step(character) for character in token.separators]
        match token.name:
            case "code":
                row += [_Step(character) for character in numbering.code.upper()]
            case "class":
                row += [_Step(character) for character in (numbering.class_code or "").upper()]
            case "year":
                row += _YEAR
            case "yy":
                row += _YEAR[2:]
            case _:
                row += [_Step(digits)] * (token.width - 1) + [_Step(digits, repeated=True)]
    return [*rows, row]


def _common(first: list[_Step], second: list[_Step]) -> str | None:
    waiting = deque([(0, 0, "")])
    seen = {(0, 0)}
    while waiting:
        i, j, printed = waiting.popleft()
        if i == len(first) and j == len(second):
            return printed
        if i == len(first) or j == len(second):
            continue
        both = [c for c in first[i].characters if c in second[j].characters]
        if not both:
            continue
        for further in (
            (i + 1, j + 1),
            *([(i, j + 1)] if first[i].repeated else []),
            *([(i + 1, j)] if second[j].repeated else []),
        ):
            if further not in seen:
                seen.add(further)
                waiting.append((*further, printed + both[-1]))
    return None
