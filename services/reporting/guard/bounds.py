"""How exactly a text means a number: `drygt 100`, `minst fem`, `ett 20-tal`."""

import re
from enum import StrEnum


class Bound(StrEnum):
    """What the word before a number makes of it."""

    EXACT = "exact"
    ABOUT = "about"
    ROUGH = "rough"
    """Said as `ett tiotal`."""
    JUST_OVER = "just_over"
    JUST_UNDER = "just_under"
    MORE = "more"
    FEWER = "fewer"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    FEW = "few"
    """Some, and no more than the number."""


_WORDS = {
    Bound.ABOUT: r"cirka|ca\.?|c:a|omkring|runt|ungefär|uppskattningsvis",
    Bound.JUST_OVER: r"drygt|lite(?:t)? (?:mer|fler) än",
    Bound.JUST_UNDER: r"knappt|närmare|nästan|strax under|inte fullt",
    Bound.MORE: r"över|mer än|fler än|mer(?:a)? än",
    Bound.FEWER: r"färre än|mindre än",
    Bound.AT_LEAST: r"minst|åtminstone|inte mindre än|inte färre än",
    Bound.AT_MOST: r"högst|som mest|maximalt|inte fler än|inte mer än",
}
_BEFORE = {
    bound: re.compile(rf"(?<!\w)(?:{words})\s+$", re.IGNORECASE) for bound, words in _WORDS.items()
}
_ORDER = (Bound.AT_LEAST, Bound.AT_MOST, Bound.JUST_OVER, Bound.JUST_UNDER, Bound.MORE, Bound.FEWER)
NEAR, WIDE = 0.1, 0.2
"""How far "about" and "just over" reach, as a share of the number."""


def bound_before(text: str, *, roughly: bool = False) -> Bound:
    """What the end of the text says of the number that follows; `roughly` for `20-tal`."""
    for bound in _ORDER:
        if _BEFORE[bound].search(text):
            return bound
    if roughly:
        return Bound.ROUGH
    return Bound.ABOUT if _BEFORE[Bound.ABOUT].search(text) else Bound.EXACT


def holds(bound: Bound, said: float, found: float, *, within: float = 0) -> bool:
    """Whether the number that was found is what the text says; `within` is how it was rounded."""
    match bound:
        case Bound.EXACT:
            return abs(found - said) <= within
        case Bound.ABOUT:
            return abs(found - said) <= max(1, NEAR * said, within)
        case Bound.ROUGH:
            return said / 2 < found < said * 1.5
        case Bound.JUST_OVER:
            return said <= found <= said + max(1, WIDE * said)
        case Bound.JUST_UNDER:
            return said - max(1, WIDE * said) <= found <= said
        case Bound.MORE:
            return found > said
        case Bound.FEWER:
            return found < said
        case Bound.AT_LEAST:
            return found >= said
        case Bound.AT_MOST:
            return found <= said
        case Bound.FEW:
            return 1 <= found <= said
