"""How a board prints its diary numbers, and how they are read back (R31).

A format is a template such as `{code} {year}-{serial:05d}`, `{serial:03d}/{year}` or
`{code} {year}/{serial:04d}.{class}`. Printing is strict. Reading is lenient: "Dnr" in front,
other separators, small letters, left-out zeros and a left-out code are all understood.

Other authorities' numbers are not read with this: they are stored as given.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from shared.organisation.diary_template import Token, tokens_of

YEARS = range(2000, 2100)
CLASS_CODE = r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*"

_LABEL = re.compile(r"\s*(?:dnr|diarienr|diarienummer)(?![^\W\d_])[\s.:]*", re.IGNORECASE)
_ANY_SEPARATOR = r"[\s\-\u2010-\u2015/:._]"
_LENIENT = {
    "code": r"[^\W\d_]+",
    "year": r"20[0-9]{2}",
    "yy": r"(?:20)?[0-9]{2}",
    "serial": r"0*[1-9][0-9]{0,8}",
    "class": CLASS_CODE,
    "document": r"0*[1-9][0-9]{0,8}",
}
_MAY_BE_LEFT_OUT = {"code", "class", "document"}


@dataclass(frozen=True)
class DiaryNumber:
    """A diary number taken apart. What the text left out is None."""

    code: str | None
    year: int
    serial: int
    class_code: str | None = None
    document: int | None = None


@dataclass(frozen=True)
class DiaryFormat:
    """A template that has been judged. Raises DiaryFormatError for one that cannot be used."""

    template: str

    def __post_init__(self) -> None:
        tokens_of(self.template)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The template's tokens, in order."""
        return tokens_of(self.template)

    def has(self, name: str) -> bool:
        """Whether the template has the token."""
        return any(token.name == name for token in self.tokens)

    def print(
        self,
        code: str,
        year: int,
        serial: int,
        class_code: str | None = None,
        document: int | None = None,
    ) -> str:
        """The number as it stands everywhere; the case's own where `document` is None.

        Raises ValueError for what could not be read back: a year outside 2000–2099, a number
        below 1, a code that is not letters, a class code missing where the template has one.
        """
        if year not in YEARS:
            raise ValueError(f"the year {year} is outside {YEARS.start}-{YEARS.stop - 1}")
        if serial < 1 or (document is not None and document < 1):
            raise ValueError("serial and document numbers begin at 1")
        if self.has("code") and not code.isalpha():
            raise ValueError(f'the code "{code}" is not letters only')
        if self.has("class") and not re.fullmatch(CLASS_CODE, class_code or ""):
            raise ValueError(f"{self.template} needs a class code, such as 107 or 01.02")
        if document is not None and not self.has("document"):
            raise ValueError(f"{self.template} has no document number: add {{document}} to it")
        texts = {"code": code, "class": class_code or ""}
        numbers = {"year": year, "yy": year % 100, "serial": serial, "document": document}
        return "".join(
            token.separators + (texts.get(token.name) or f"{numbers[token.name]:0{token.width}d}")
            for token in self.tokens
            if token.name != "document" or document is not None
        )

    def parse(self, text: str) -> DiaryNumber | None:
        """Read a number as people write it; None where it is not one of this format."""
        text = text.strip()
        label = _LABEL.match(text)
        unlabelled = text[label.end() :] if label else text
        match = (
            self._as_printed.fullmatch(text)
            or self._as_printed.fullmatch(unlabelled)
            or self._as_people_write.fullmatch(unlabelled)
        )
        if match is None:
            return None
        found = match.groupdict()
        code, document = found.get("code"), found.get("document")
        return DiaryNumber(
            code=code.upper() if code else None,
            year=YEARS.start + int(found.get("year") or found["yy"]) % 100,
            serial=int(found["serial"]),
            class_code=found.get("class"),
            document=int(document) if document else None,
        )

    @cached_property
    def _as_printed(self) -> re.Pattern[str]:
        pattern = ""
        for token in self.tokens:
            piece = f"{re.escape(token.separators)}(?P<{token.name}>{_strict(token)})"
            pattern += f"(?:{piece})?" if token.name == "document" else piece
        return re.compile(pattern)

    @cached_property
    def _as_people_write(self) -> re.Pattern[str]:
        pattern = ""
        before: Token | None = None
        left_out_so_far = True
        for token, after in zip(self.tokens, (*self.tokens[1:], None), strict=True):
            piece = f"(?P<{token.name}>{_LENIENT[token.name]})"
            optional = token.name in _MAY_BE_LEFT_OUT
            if before and not left_out_so_far:
                piece = _gap(before, token) + piece
            elif after and optional:
                piece += _gap(token, after)
            pattern += f"(?:{piece})?" if optional else piece
            left_out_so_far = left_out_so_far and optional
            before = token
        return re.compile(pattern)


@dataclass(frozen=True)
class Numbering:
    """A board's way to print: its format, and what it puts in for the letters and the class."""

    format: DiaryFormat
    code: str
    class_code: str | None = None


def _gap(before: Token, token: Token) -> str:
    """What may stand between two tokens: beside the letters of a code, also nothing."""
    pair = {before.name, token.name}
    return _ANY_SEPARATOR + ("*" if "code" in pair and "class" not in pair else "+")


def _strict(token: Token) -> str:
    if token.name in ("serial", "document"):
        longer = rf"|[1-9][0-9]{{{token.width},}}"
        return rf"(?!0+(?![0-9]))[0-9]{{{token.width}}}{longer}"
    return r"[0-9]{2}" if token.name == "yy" else _LENIENT[token.name]
