"""Letters as one PDF, each beginning on a page of its own, addressed for a window envelope."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unicodedata import category

from services.notifications.texts.paper import Letter
from shared.pages.catalogues import say
from shared.pages.formats import Formats
from shared.pages.languages import Language
from shared.pages.phrases import Phrase, phrase
from shared.typesetting import NotInTypeface, Typesetter, qr_picture

_JOINING = frozenset({"Mn", "Mc", "Me", "Cf", "Sk"})
BOX = "\N{WHITE SQUARE}"
MOST_LACKING = 20
"""Different signs of one print that are found one by one; each costs about 20 ms more."""
_FOREIGN = re.compile(r"[^\n\u0020-\u007e\u00a0-\u017f\u2010-\u2026\u20ac\u25a1]")
"""What is boxed when there are more: all that is beyond Latin letters and common signs."""
TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"

_WORDS: Mapping[str, Phrase] = {
    "page": phrase("Sida"),
    "number": phrase("Ärende"),
    "passed_on": phrase("Förmedlas av registrator"),
    "scan": phrase("Skanna koden med mobilen för att följa ärendet"),
    "scan_alt": phrase("QR-kod som leder till sidan där du följer ärendet"),
    "call": phrase("Telefon"),
    "mail": phrase("E-post"),
    "write": phrase("Postadress"),
}


def letter_words(letters: Sequence[Letter]) -> Mapping[str, Any]:
    """All that the template prints. Personal."""
    return {
        "title": say(phrase("Brev"), Language.SWEDISH),
        "letters": [_of(letter) for letter in letters],
    }


class LetterPress:
    """One print at a time."""

    def __init__(self) -> None:
        self._typesetter = Typesetter()

    async def pdf(self, letters: Sequence[Letter]) -> bytes:
        """The letters in their order; at least one.

        A sign that no typeface has (an emoji, say) is printed as a box, so that whoever posts the
        letter sees that something is missing, and the rest can be sent.
        """
        words: Any = letter_words(letters)
        for _ in range(MOST_LACKING):
            try:
                return await self._typesetter.typeset(TEMPLATE, words)
            except NotInTypeface as lacking:
                words = boxed(words, re.compile(re.escape(lacking.signs)))
        return await self._typesetter.typeset(TEMPLATE, boxed(words, _FOREIGN))


def boxed(words: Any, signs: re.Pattern[str]) -> Any:
    """The same words with a box in the place of these signs, wherever they stand."""
    match words:
        case str():
            return _bare_boxes(signs.sub(BOX, words))
        case Mapping():
            return {name: boxed(each, signs) for name, each in words.items()}
        case list():
            return [boxed(each, signs) for each in words]
        case _:
            return words


def _bare_boxes(text: str) -> str:
    """Without what joined to the sign that a box stands for: accents, skin colours, joiners."""
    kept: list[str] = []
    for sign in text:
        if kept and kept[-1] == BOX and category(sign) in _JOINING:
            continue
        kept.append(sign)
    return "".join(kept)


def _of(letter: Letter) -> Mapping[str, Any]:
    words = {name: say(said, letter.language) for name, said in _WORDS.items()}
    passed_on = (words["passed_on"], letter.board) if letter.passed_on else ()
    return {
        "language": letter.language.value,
        "municipality": letter.municipality,
        "board": letter.board,
        "phone": letter.phone,
        "email": letter.email,
        "post": letter.post,
        "recipient": list(passed_on or letter.recipient),
        "number": letter.number,
        "day": Formats(letter.language).day(letter.day),
        "blocks": [[block.level.value, block.text.split("\n")] for block in letter.blocks],
        "address": letter.follow or "",
        "qr": qr_picture(letter.follow) if letter.follow else "",
        "words": words,
    }
