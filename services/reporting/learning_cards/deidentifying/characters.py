"""The same text in fewer kinds of characters, each where it stood.

People paste from word processors, web pages and telephones: dashes of many lengths, spaces that do
not break, wide digits, and characters that do not show at all.
"""

import unicodedata

INVISIBLE = "\u200b"
"""Stands for each character that does not show."""
BETWEEN = rf"[\s\-+.{INVISIBLE}]{{0,3}}"
"""A pattern of what people put between the digits of a number."""


def plain(text: str) -> str:
    """As long as the text, so that a place in one is the same place in the other."""
    return "".join(map(_plain, text))


def _plain(character: str) -> str:
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category == "Cf":
        return INVISIBLE
    if category == "Pd" or character == "\u2212":
        return "-"
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    simple = unicodedata.normalize("NFKC", character)
    return simple if len(simple) == 1 else character
