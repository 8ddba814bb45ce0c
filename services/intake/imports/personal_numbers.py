"""Swedish personal identity numbers where none may stand: in what travels as facts."""

import re

_NUMBER = re.compile(r"(?<!\d)(?:\d{2})?(\d{2})(\d{2})(\d{2})[-+ ]?(\d{4})(?!\d)")
_LAST_MONTH = 12
_LAST_DAY = 31
_COORDINATION = 60
"""Added to the day in a coordination number (samordningsnummer)."""


def has_personal_number(text: str) -> bool:
    """Whether a number in the text is one by its day and its check digit."""
    return any(_is_one(match) for match in _NUMBER.finditer(text))


def _is_one(match: re.Match[str]) -> bool:
    year, month, day, last = match.groups()
    in_calendar = (
        1 <= int(month) <= _LAST_MONTH
        and 1 <= (int(day) - 1) % _COORDINATION + 1 <= _LAST_DAY
        and int(day) <= _COORDINATION + _LAST_DAY
        and int(day) > 0
    )
    return in_calendar and _checks(f"{year}{month}{day}{last}")


def _checks(digits: str) -> bool:
    """Luhn: every other digit doubled, the digits of it all add up to a multiple of ten."""
    doubled = (int(digit) * (2 - position % 2) for position, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
