"""What a text says as headings and paragraphs, for paper and for reading aloud.

A text is written once, as a page for mails; paper takes its words from there. Only what our own
templates hold is known: headings, paragraphs, line breaks and links.
"""

from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser


class Level(StrEnum):
    """What a block is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    SIGN_OFF = "sign_off"
    """Who writes, and how to reach them: nobody says that in a call."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some words; a paragraph may have line breaks."""

    level: Level
    text: str


_LEVELS = {"h1": Level.TITLE, "h2": Level.HEADING, "p": Level.PARAGRAPH}
_SIGN_OFF = "sign-off"
_KEPT = "pre-line"
"""The style of words that somebody has typed: their own line breaks hold."""


def blocks(page: str) -> tuple[Block, ...]:
    """The words of the page. A link is followed by its address, which paper cannot open."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return tuple(reader.found)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._level: Level | None = None
        self._words: list[str] = []
        self._kept = False
        self._address: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _LEVELS:
            self._level, self._words = _LEVELS[tag], []
            if given.get("class") == _SIGN_OFF:
                self._level = Level.SIGN_OFF
            self._kept = _KEPT in (given.get("style") or "")
        elif tag == "br":
            self._words.append("\n")
        elif tag == "a":
            self._address = given.get("href")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEVELS:
            self._end()
        elif tag == "a":
            address, self._address = self._address, None
            if address and address.startswith(("https://", "http://")):
                self._words.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        if self._level is None:
            return
        data = data.replace("\r\n", "\n")
        self._words.append(data if self._kept else " ".join(f"|{data}|".split())[1:-1])

    def _end(self) -> None:
        level, self._level = self._level, None
        if level is None:
            return
        for part in "".join(self._words).split("\n\n"):
            lines = (" ".join(line.split()) for line in part.strip().splitlines())
            text = "\n".join(lines).strip()
            if text:
                self.found.append(Block(level, text))
