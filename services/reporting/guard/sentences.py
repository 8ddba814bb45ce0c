"""A text in sentences, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"”(]?[A-ZÅÄÖ0-9])|\n+")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:t\.ex|bl\.a|m\.fl|m\.m|dvs|s\.k|ca|st|dnr|kap|resp|nr|tel)\.$", re.I
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What stands from `start` up to `end` of the whole text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences in order; a line break ends one, an abbreviation does not."""
    begin = 0
    for found in _END.finditer(text):
        if "\n" not in found[0] and _SHORT.search(text[begin : found.start()]):
            continue
        yield from _stripped(text[begin : found.start()], begin)
        begin = found.end()
    yield from _stripped(text[begin:], begin)


def _stripped(text: str, start: int) -> Iterator[Sentence]:
    bare = text.strip()
    if bare:
        yield Sentence(bare, start + text.index(bare))
