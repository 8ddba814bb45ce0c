"""Numbers in a Swedish text, in figures and in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UNITS = {
    "noll": 0,
    "en": 1,
    "ett": 1,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "nio": 9,
    "tio": 10,
    "elva": 11,
    "tolv": 12,
    "tretton": 13,
    "fjorton": 14,
    "femton": 15,
    "sexton": 16,
    "sjutton": 17,
    "arton": 18,
    "nitton": 19,
}
_TENS = {
    "tjugo": 20,
    "trettio": 30,
    "fyrtio": 40,
    "femtio": 50,
    "sextio": 60,
    "sjuttio": 70,
    "åttio": 80,
    "nittio": 90,
}
_NONE = frozenset({"ingen", "inget", "inga"})
ARTICLES = frozenset({"en", "ett"})
"""Also articles: only some places make numbers of them."""

_SMALL = "|".join(sorted({**_UNITS, **_TENS}, key=len, reverse=True))
_WORD = (
    rf"(?:(?:{'|'.join(_UNITS)})?hundra(?:{_SMALL})*|(?:{'|'.join(_TENS)})(?:{_SMALL})?|{_SMALL})"
)
_DIGITS = r"\d{1,3}(?:[  \u202f]\d{3})+|\d+"
_NUMBER = re.compile(
    rf"(?<![\w/–-])(?:(?P<digits>{_DIGITS})|(?P<word>{_WORD})|(?P<none>{'|'.join(_NONE)}))"
    r"(?![\w/]|[.,:]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and where it stands."""

    value: int
    text: str
    start: int
    end: int

    @property
    def may_be_article(self) -> bool:
        """Whether it may be "a" as well as "one"."""
        return self.text.casefold() in ARTICLES


def numerals(text: str) -> Iterator[Numeral]:
    """The whole numbers in the text, in order; no decimals, times or numbers of paragraphs."""
    for found in _NUMBER.finditer(text):
        if found["digits"]:
            value = int(re.sub(r"\D", "", found["digits"]))
        elif found["none"]:
            value = 0
        else:
            value = in_words(found["word"].casefold())
        yield Numeral(value, found[0], found.start(), found.end())


def in_words(word: str) -> int:
    """The value of a number's words, for instance `tjugotre`. Raises ValueError."""
    hundreds, found, rest = word.partition("hundra")
    value = 0
    if found:
        value = 100 * (_UNITS[hundreds] if hundreds else 1)
        word = rest
    for tens, worth in _TENS.items():
        if word.startswith(tens):
            value += worth
            word = word.removeprefix(tens)
            break
    if word:
        if word not in _UNITS:
            raise ValueError(f"{word!r} is no number")
        value += _UNITS[word]
    return value
