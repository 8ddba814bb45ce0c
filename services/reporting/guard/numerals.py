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
    rf"(?<![\w/–-])(?<!\d[.,:])(?:(?P<digits>{_DIGITS})|(?P<word>{_WORD})|(?P<none>{'|'.join(_NONE)}))"
    r"(?P<roughly>-?tals?)?(?![\w/]|[.,:]\d|[-–]\d|\s*§)",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"(?<![\w/,.])(?P<number>\d+(?:[,.]\d+)?|{_WORD})(?:\s*%|\s*procent(?!\w))", re.IGNORECASE
)
_PARTS = {
    r"hälften|varannan|vartannat": 50.0,
    r"två tredjedelar": 200 / 3,
    r"en tredjedel": 100 / 3,
    r"tre fjärdedelar": 75.0,
    r"en fjärdedel": 25.0,
    r"en femtedel": 20.0,
    r"en tiondel": 10.0,
}
_PART = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<p{n}>{words})" for n, words in enumerate(_PARTS)) + r")(?!\w)",
    re.IGNORECASE,
)
_MOST = re.compile(r"(?<!\w)(?:majoriteten|merparten|flertalet|de flesta)(?!\w)", re.IGNORECASE)
ROUGH = 3.0
"""Percentage points by which "a third" may differ from a third."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and where it stands."""

    value: int
    text: str
    start: int
    end: int
    roughly: bool = False
    """Said as `ett 20-tal`."""

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
        rough = bool(found["roughly"])
        yield Numeral(value, found[0], found.start(), found.end(), rough)


@dataclass(frozen=True, slots=True)
class ShareNamed:
    """A part of a whole, 0 to 100, and how much it may be off by."""

    value: float
    within: float
    start: int
    end: int
    more: bool = False
    """Said as `de flesta`: more than the half."""


def shares(text: str) -> Iterator[ShareNamed]:
    """Parts of a whole, as percent or as words: `61,5 procent`, `en tredjedel`, `de flesta`."""
    for found in _PERCENT.finditer(text):
        number = found["number"]
        if number[0].isdigit():
            _, _, decimals = number.replace(".", ",").partition(",")
            value = float(number.replace(",", "."))
            within = 0.5 * 10.0 ** -len(decimals)
        else:
            value, within = float(in_words(number.casefold())), 0.5
        yield ShareNamed(value, within, found.start(), found.end())
    for found in _PART.finditer(text):
        place = next(n for n in range(len(_PARTS)) if found[f"p{n}"])
        yield ShareNamed(list(_PARTS.values())[place], ROUGH, found.start(), found.end())
    for found in _MOST.finditer(text):
        yield ShareNamed(50.0, 0.0, found.start(), found.end(), more=True)


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
