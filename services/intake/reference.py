"""The public reference of a case: short enough to say on the phone, the same for the same case.

`26-7KQ2M-X9D4T` is the year the case came in and fifty bits derived from its id. It identifies
and does not authorise: that takes the secret code.
"""

from hashlib import sha256
from uuid import UUID

from services.intake.crockford import ALPHABET, as_written, grouped, letters

_GROUP = 5
_LETTERS = 2 * _GROUP
_YEAR_DIGITS = 2


def reference_for(case_id: UUID, year: int, salt: int = 0) -> str:
    """The case's reference; another `salt` gives another, for when two cases meet in one."""
    digest = sha256(f"reference\x1f{case_id}\x1f{salt}".encode()).digest()
    return f"{year % 100:02d}-{grouped(letters(digest, _LETTERS), _GROUP)}"


def read_reference(typed: str) -> str | None:
    """The reference as a person typed or said it; None when it cannot be one."""
    text = as_written(typed)
    year, rest = text[:_YEAR_DIGITS], text[_YEAR_DIGITS:]
    if len(rest) != _LETTERS or not set(rest) <= set(ALPHABET):
        return None
    if not (year.isascii() and year.isdigit()):
        return None
    return f"{year}-{grouped(rest, _GROUP)}"
