"""Who called, as a telephone system tells in the mail that it sends."""

import re

from services.intake.mail.reading import Mail

_NUMBER = re.compile(r"(?<![\w.-])(\+?\d[\d ()/.-]{5,20}\d)(?![\w-])")
_TOLD_IN = ("x-callingtelephonenumber", "x-caller-id", "x-calling-number")
_DIGITS = range(7, 14)


def caller_of(mail: Mail) -> str | None:
    """The number that called, as it was told; None where it was withheld."""
    local = (mail.sender.address or "").partition("@")[0]
    told = [mail.headers.text(name) for name in _TOLD_IN]
    for text in (*told, mail.subject, mail.sender.name, local):
        for match in _NUMBER.finditer(text or ""):
            if number := _number_in(match[1]):
                return number
    return None


def _number_in(text: str) -> str | None:
    """The number without a day or a length behind it; None for a day, which begins otherwise."""
    words = text.partition(" (")[0].split() if text.startswith(("0", "+")) else []
    while words:
        if sum(sign.isdigit() for word in words for sign in word) in _DIGITS:
            return " ".join(words)
        words.pop()
    return None
