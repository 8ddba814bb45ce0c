"""Words as search compares them: small letters, Swedish stems, without words that say nothing.

Å, ä and ö are letters of their own and stay; every other mark is left out, so é is e. Whoever
types a for ä does not find it: *rost* and *röst* are different words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

import snowballstemmer

READ_AT_MOST = 2_000
"""Words of one text that are looked at."""
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")
_NUMBER_SIGNS = re.compile(r"[\s\-/().+]+")
_STEMMER = snowballstemmer.stemmer("swedish")
_OTHER_LETTERS = str.maketrans({"æ": "ä", "ø": "ö", "ß": "ss"})
_KEPT_MARKS = {("a", "\u030a"), ("a", "\u0308"), ("o", "\u0308")}
"""Å, ä and ö as letter and mark."""
_SAYING_NOTHING = frozenset(
    _WORD.findall(
        "alla allt att av bara blev bli blir blivit de dem den denna deras dess dessa det "
        "detta dig din dina ditt du där då efter ej eller en er era ert ett från för ha hade "
        "han hans har henne hennes hon honom hur här i icke inom inte jag ju kan kunde man "
        "med mellan men mig min mina mitt mot mycket ni nu någon något några och om oss på "
        "samma sedan sig sin sina sitt själv skulle som så till under upp ut utan vad var "
        "vara varför varit varje vars vem vi vid vilken vår våra vårt än är åt över"
    )
)
_LONG_ENOUGH = 5
_PHONE_DIGITS = 5
"""The fewest digits that are taken for a telephone number."""


def folded(text: str) -> str:
    """Small letters; of marks only those of å, ä and ö."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_OTHER_LETTERS))
    kept: list[str] = []
    for letter in plain:
        if not unicodedata.combining(letter):
            kept.append(letter)
        elif kept and (kept[-1], letter) in _KEPT_MARKS:
            kept[-1] = unicodedata.normalize("NFC", kept[-1] + letter)
    return "".join(kept)


def stems(text: str) -> Iterator[str]:
    """The stems of the text's words and the e-mail addresses in it, in order, with repetitions."""
    small = folded(text)
    yield from _ADDRESS.findall(small)
    words = (found.group() for found in _WORD.finditer(small))
    for word in islice(words, READ_AT_MOST):
        if len(word) > 1 and word not in _SAYING_NOTHING:
            yield _stem(word)


def asked_stems(text: str) -> tuple[str, ...]:
    """The stems that a case must all have; the longest, which is seldom the commonest, first.

    Of a query of nothing but words that say nothing, those words: they are in no case.
    """
    addresses = _ADDRESS.findall(folded(text))
    rest = _ADDRESS.sub(" ", folded(text))
    found = dict.fromkeys((*addresses, *stems(rest)))
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def each_once(words: Iterable[str], at_most: int, besides: Iterable[str] = ()) -> tuple[str, ...]:
    """The first `at_most` different words that are not among those `besides`."""
    known = set(besides)
    new = (word for word in dict.fromkeys(words) if word not in known)
    return tuple(islice(new, at_most))


def phone_digits(text: str) -> str | None:
    """A telephone number as its digits, +46 as 0; None where the text is none."""
    bare = text.strip()
    digits = _NUMBER_SIGNS.sub("", bare)
    if not (digits.isascii() and digits.isdigit()) or len(digits) < _PHONE_DIGITS:
        return None
    if bare.startswith(("+46", "0046")):
        return "0" + digits.removeprefix("00").removeprefix("46").removeprefix("0")
    return digits


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """By the Snowball rules, which do not know *hyran* for a form of *hyra*: so that is added."""
    stem: str = _STEMMER.stemWord(word)
    if stem.endswith("an") and len(stem) >= _LONG_ENOUGH:
        stem = _STEMMER.stemWord(stem[:-1])
    return stem
