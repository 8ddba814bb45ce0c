"""On what line of a TOML file each table, key and array element stands.

`tomllib` gives values without positions, and a message about a value is of little use without its
line. This index is made for a text that `tomllib` has accepted, so it need not judge the grammar,
only follow it: strings, comments, brackets and table headers.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping

Way = tuple[str | int, ...]
"""The way to a value: keys of tables and places in arrays, as pydantic gives them too."""

_BLANK = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]*")


def lines_of(text: str) -> Mapping[Way, int]:
    """The line, counted from 1, where each value of the TOML `text` is named.

    A table made only by a longer header or a dotted key has the line of its first mention.
    `text` must be valid TOML; the index of anything else is undefined.
    """
    scanner = _Scanner(text.replace("\r\n", "\n"))
    scanner.document()
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.lines: dict[Way, int] = {}
        self._text = text
        self._at = 0
        self._line = 1
        self._tables_in: dict[Way, int] = {}

    def document(self) -> None:
        table: Way = ()
        self._take(_BETWEEN)
        while self._at < len(self._text):
            if self._next() == "[":
                table = self._header()
            else:
                self._pair(table)
            self._take(_BETWEEN)

    def _header(self) -> Way:
        opening = "[[" if self._text.startswith("[[", self._at) else "["
        self._at += len(opening)
        keys = self._keys()
        self._at += len(opening)
        path: Way = ()
        for key in keys[:-1]:
            path = self._inside((*path, key))
        path = (*path, keys[-1])
        self._note(path)
        if opening == "[[":
            self._tables_in[path] = self._tables_in.get(path, 0) + 1
            path = self._inside(path)
        return path

    def _inside(self, path: Way) -> Way:
        """The path itself, or its latest table where it names an array of tables."""
        self._note(path)
        count = self._tables_in.get(path)
        if count is None:
            return path
        self._note((*path, count - 1))
        return (*path, count - 1)

    def _pair(self, table: Way) -> None:
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path)
        self._at += 1  # the equals sign
        self._take(_BLANK)
        self._value(path)

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._next() == ".":
            self._at += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        self._take(_BLANK)
        if self._next() in "\"'":
            key = str(tomllib.loads(f"key = {self._take(_STRING)}")["key"])
        else:
            key = self._take(_BARE_KEY)
        self._take(_BLANK)
        return key

    def _value(self, path: Way) -> None:
        match self._next():
            case '"' | "'":
                self._take(_STRING)
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case _:
                self._take(_SCALAR)

    def _array(self, path: Way) -> None:
        for place, _ in enumerate(self._items("]")):
            self._note((*path, place))
            self._value((*path, place))

    def _inline_table(self, path: Way) -> None:
        for _ in self._items("}"):
            self._pair(path)

    def _items(self, closing: str) -> Iterator[None]:
        """Stand before each item in turn, until after the closing bracket."""
        self._at += 1
        self._take(_BETWEEN)
        while self._next() != closing:
            yield
            self._take(_BETWEEN)
            if self._next() == ",":
                self._at += 1
                self._take(_BETWEEN)
        self._at += 1

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        taken = match.group() if match else ""
        self._at += len(taken)
        self._line += taken.count("\n")
        return taken

    def _note(self, path: Way) -> None:
        self.lines.setdefault(path, self._line)
