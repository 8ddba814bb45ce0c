"""What a case is called, here and by others, in a spelling that can be compared (R28).

Numbers are found exactly, but for case, spaces, the dash that was typed and "Dnr" in front.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from pydantic import StringConstraints

from shared.organisation.boards import Board

if TYPE_CHECKING:
    from services.workflow.case import Case

OthersDiaryNumber = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=60,
        pattern=r"^[^\x00-\x1f\x7f@]*[0-9][^\x00-\x1f\x7f@]*$",
    ),
]
"""A number of the municipality's own diary. Goes into facts: a number, never words alone."""

FIELD = "numbers"
"""Where the document of a case has them."""

_LABEL = re.compile(r"\s*(?:dnr|diarienr|diarienummer)(?![^\W\d_])[\s.:]*", re.IGNORECASE)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def folded_number(text: str) -> str:
    """The number as it is compared; empty where the text has none."""
    bare = _LABEL.sub("", unicodedata.normalize("NFKC", text), count=1)
    return "".join(_DASHES.sub("-", bare).casefold().split())


def numbers_of(case: "Case") -> tuple[str, ...]:
    """Every number the case is found by, folded: its own, its reference, and those of others."""
    given = (
        case.facts.diary_number or "",
        case.facts.reference,
        *(external.number for external in case.external_numbers),
    )
    return _each_once(map(folded_number, given))


def asked_numbers(text: str, boards: Iterable[Board]) -> tuple[str, ...]:
    """What someone who wrote `text` may mean, folded: as written, and as each board prints it."""
    found = [folded_number(text)]
    for board in boards:
        read = board.diary_format.parse(text)
        if read is not None and read.code in (None, board.code):
            found.append(folded_number(board.diary_number(read.year, read.serial)))
    return _each_once(found)


def _each_once(numbers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for number in numbers if number))
