"""How much a text looks like Swedish, by its letters beyond ASCII and where they stand."""

import re

_BEYOND = re.compile(r"(.?)([^\x00-\x7f])(?=(.?))", re.DOTALL)
_LETTERS = frozenset("åäöÅÄÖ")
_BORROWED = frozenset("éÉüÜèàáæøÆØçñ")
_OPENING = frozenset("“”„«»’‘‚")
_BETWEEN = frozenset("–—•…·−")
_AFTER_NUMBER = frozenset("°²³½§€%")
_LOOKED_AT = 500
"""Letters beyond ASCII; no more are needed."""


def likeness(text: str) -> float:
    """From -1 to 1: over 0 where the text can well be Swedish that is read rightly."""
    points = [_points(*match.groups()) for match in _first(text)]
    return sum(points) / len(points) if points else 1.0


def _first(text: str) -> list[re.Match[str]]:
    found = []
    for match in _BEYOND.finditer(text):
        found.append(match)
        if len(found) == _LOOKED_AT:
            break
    return found


def _points(before: str, sign: str, after: str) -> float:
    within = before.isalpha() and after.isalpha()
    if sign in _LETTERS:
        # A capital within a word of small letters is what a wrong charset makes of something else.
        return -0.5 if sign.isupper() and before.islower() else 1.0
    if sign in _BORROWED:
        return 0.5
    if sign in _OPENING:
        return 1.0 if sign == "’" or not within else -1.0
    if sign in _BETWEEN or sign in _AFTER_NUMBER or sign == "\xa0":
        return -1.0 if within else 1.0
    return -1.0
