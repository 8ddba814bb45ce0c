"""Codes as they are read aloud: each letter with a word that begins with it.

The words are sentences of the catalogue like any other, so each language has its own alphabet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.pages.phrases import Phrase, phrase

WORDS: Mapping[str, Phrase] = {
    "0": phrase("noll"),
    "1": phrase("ett"),
    "2": phrase("två"),
    "3": phrase("tre"),
    "4": phrase("fyra"),
    "5": phrase("fem"),
    "6": phrase("sex"),
    "7": phrase("sju"),
    "8": phrase("åtta"),
    "9": phrase("nio"),
    "A": phrase("Adam"),
    "B": phrase("Bertil"),
    "C": phrase("Caesar"),
    "D": phrase("David"),
    "E": phrase("Erik"),
    "F": phrase("Filip"),
    "G": phrase("Gustav"),
    "H": phrase("Helge"),
    "J": phrase("Johan"),
    "K": phrase("Kalle"),
    "M": phrase("Martin"),
    "N": phrase("Niklas"),
    "P": phrase("Petter"),
    "Q": phrase("Qvintus"),
    "R": phrase("Rudolf"),
    "S": phrase("Sigurd"),
    "T": phrase("Tore"),
    "V": phrase("Viktor"),
    "W": phrase("Wilhelm"),
    "X": phrase("Xerxes"),
    "Y": phrase("Yngve"),
    "Z": phrase("Zäta"),
}
"""Every sign that a reference or a code can have (`services.intake.crockford`)."""


@dataclass(frozen=True)
class SpelledSign:
    """A letter or a digit, and the word that it is said with."""

    sign: str
    word: Phrase


def spelled(code: str) -> Sequence[Sequence[SpelledSign]]:
    """The code's groups, sign by sign; what stands between groups is not said."""
    return [[SpelledSign(sign, WORDS[sign]) for sign in group] for group in code.split("-")]
