"""The template of a diary number, taken apart and judged at start-up."""

import re
from dataclasses import dataclass
from itertools import pairwise

SEPARATORS = " -/:._"
KNOWN = "{code}, {year}, {yy}, {serial}, {serial:05d}, {class}, {document} or {document:02d}"

_TOKEN = re.compile(r"\{([^{}]*)\}")
_NAME_AND_WIDTH = re.compile(r"(code|year|yy|serial|class|document)(?::0([1-9])d)?")
_PADDED = {"serial", "document"}


class DiaryFormatError(ValueError):
    """The template cannot be used; the message says why and what to write."""


@dataclass(frozen=True)
class Token:
    """A part that varies, the least number of digits it has, and what stands before it."""

    name: str
    width: int
    separators: str


def tokens_of(template: str) -> tuple[Token, ...]:
    """The tokens of a valid template, in order.

    Raises DiaryFormatError for a template whose numbers would not be unique, or could not be
    read back for certain.
    """
    parts = _TOKEN.split(template)
    separators, inner = parts[0::2], parts[1::2]
    _check_separators(separators)
    tokens = tuple(
        _token(text, before) for text, before in zip(inner, separators[:-1], strict=True)
    )
    _check_names([token.name for token in tokens])
    _check_neighbours(tokens)
    return tokens


def _token(text: str, separators: str) -> Token:
    match = _NAME_AND_WIDTH.fullmatch(text)
    if match is None:
        raise DiaryFormatError(f"{{{text}}} is not known: use {KNOWN}")
    name, width = match.groups()
    if width and name not in _PADDED:
        raise DiaryFormatError(f"{{{text}}} cannot be padded: write {{{name}}}")
    fixed = {"year": 4, "yy": 2}
    return Token(name, int(width or fixed.get(name, 1)), separators)


def _check_separators(separators: list[str]) -> None:
    for text in separators:
        wrong = text.strip(SEPARATORS)
        if re.match(r"(?i)\s*(dnr|diarie)", text):
            raise DiaryFormatError(
                f'"{text.strip()}" is put in front where it is shown: leave it out'
            )
        if wrong:
            raise DiaryFormatError(
                f'"{wrong}" cannot stand between tokens: use space - / : . _ there, and {{code}} '
                "for the board's letters"
            )
    if separators[0] or separators[-1]:
        raise DiaryFormatError("it must begin and end with a token: leave out what is around them")


def _check_names(names: list[str]) -> None:
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise DiaryFormatError(f"{{{twice[0]}}} stands twice: keep one")
    if "year" in names and "yy" in names:
        raise DiaryFormatError("{year} and {yy} both stand there: keep one")
    if "year" not in names and "yy" not in names:
        raise DiaryFormatError("the year is missing, and serials begin at 1 each year: add {year}")
    if "serial" not in names:
        raise DiaryFormatError("the serial number is missing: add {serial}, or {serial:05d}")
    if "document" in names and names[-1] != "document":
        raise DiaryFormatError("{document} is left out of a case's own number: put it last")


def _check_neighbours(tokens: tuple[Token, ...]) -> None:
    names = {token.name for token in tokens}
    for before, token in pairwise(tokens):
        pair = {before.name, token.name}
        if not token.separators and ("code" not in pair or "class" in pair):
            raise DiaryFormatError(
                f"{{{before.name}}} and {{{token.name}}} run together and could not be read back: "
                "put a separator between them"
            )
    if {"class", "document"} <= names and any("." in token.separators for token in tokens):
        raise DiaryFormatError(
            "class codes have full stops of their own, so the document number could not be told "
            'apart: use another separator than "."'
        )
