"""JSON lines read piece by piece: an object on each line, its values as a cell would have them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from services.intake.imports.list_fault import ListFault
from services.intake.imports.records import LONGEST, Broken, Fields

_OBJECT = 'Each line is one JSON object, for instance {"external_id": "1", "board": "sn"}.'
_VALUES = (
    "A value is a text, a whole number, true, false or null; themes and causes may be lists of "
    'texts, and actions an object such as {"decided": 3, "done": 2, "effective": 1}.'
)
_PARTS_OF_ACTIONS = ("decided", "done", "effective")


class JsonLines:
    """Takes text as it comes, with `\\n` as line ends, and gives the lines that are complete."""

    def __init__(self) -> None:
        self._rest = ""
        self._row = 0

    def feed(self, text: str) -> Iterator[Fields | Broken]:
        """Objects whose line ends in this text; blank lines are counted. Raises ListFault."""
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            yield from self._line(line)
        self._within(self._rest)

    def end(self) -> Iterator[Fields | Broken]:
        """The last object, where no line end follows it. Raises ListFault."""
        rest, self._rest = self._rest, ""
        yield from self._line(rest)

    def _line(self, line: str) -> Iterator[Fields | Broken]:
        self._within(line)
        self._row += 1
        if not line.strip():
            return
        try:
            found = json.loads(line, object_pairs_hook=_once_each)
        except (ValueError, RecursionError):
            yield Broken(self._row, "is not JSON", _OBJECT)
            return
        if not isinstance(found, dict):
            yield Broken(self._row, "is not a JSON object", _OBJECT)
            return
        try:
            yield Fields(self._row, {name: _text(value) for name, value in found.items()})
        except ValueError:
            yield Broken(self._row, "has a value of a kind that no column has", _VALUES)

    def _within(self, line: str) -> None:
        if len(line) > LONGEST:
            raise ListFault(f"Line {self._row + 1} has more than {LONGEST} characters. {_OBJECT}")


def _once_each(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _text(value: Any) -> str:
    """Raises ValueError for what a cell could not say."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case int():
            return str(value)
        case float() if value.is_integer():
            return str(int(value))
        case list() if all(isinstance(each, str) and "|" not in each for each in value):
            return "|".join(value)
        case dict() if set(value) <= set(_PARTS_OF_ACTIONS):
            return "/".join(_text(value.get(part, 0)) for part in _PARTS_OF_ACTIONS)
        case _:
            raise ValueError("no cell says this")
