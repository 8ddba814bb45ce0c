"""E-mail addresses and phone numbers as people write them."""

import re

from pydantic import TypeAdapter, ValidationError

from services.intake.case_request import EmailAddress

_PHONE = re.compile(r"[+0-9][0-9 ()/.-]{4,39}")
_EMAIL: TypeAdapter[str] = TypeAdapter(EmailAddress)
_SWEDEN = re.compile(r"(?:\+|00)46\(?0?\)?")
_FEWEST_DIGITS = 6


def is_email(text: str) -> bool:
    """Whether it can be an address; whether there is such a one nobody can tell."""
    try:
        _EMAIL.validate_python(text)
    except ValidationError:
        return False
    return True


def is_phone(text: str) -> bool:
    """Whether it is a number with the signs that people put between digits."""
    return _PHONE.fullmatch(text) is not None


def same_email(text: str | None) -> str | None:
    """What two spellings of one address have in common."""
    return text.strip().casefold() if text and "@" in text else None


def same_phone(text: str | None) -> str | None:
    """What two spellings of one number have in common: `+46 (0)70-1` is `0701`; else None."""
    if not text:
        return None
    bare = re.sub(r"[\s/.\-]", "", text)
    digits = re.sub(r"\D", "", _SWEDEN.sub("0", bare, count=1))
    return digits if len(digits) >= _FEWEST_DIGITS else None
