"""Who wrote a mail, as the mail says."""

import re
from email.utils import getaddresses
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from services.intake.case_request import EmailAddress
from services.intake.mail.encoded_words import decoded_words, eight_bit

_ADDRESS: TypeAdapter[str] = TypeAdapter(EmailAddress)
_LIKE_ADDRESS = re.compile(r"[^\s<>\"'(),:;@\[\]*]{1,64}@[^\s<>\"'(),:;@\[\]*]{1,189}")
_USUAL = re.compile(
    r"\s*(?:\"([^\"\\<>]*)\"|([^\"\\<>,;:@()\[\]]*?))\s*<([^<>\s\"(),:;@\[\]\\]+@[^<>\s\"(),:;@\[\]\\]+)>\s*"
)
"""`Name <address>`, as nearly all programs write it: ten times as quick as to look properly."""

_LONGEST = 2_000
"""Characters read of a field: taking addresses apart is slow."""


class Sender(NamedTuple):
    """Both parts may be missing."""

    name: str | None = None
    address: str | None = None


def sender_in(raw: str) -> Sender:
    """The first address in the text, with the name that belongs to it."""
    text = eight_bit(raw[:_LONGEST])
    if (usual := _USUAL.fullmatch(text)) and is_address(usual[3]):
        return Sender(decoded_words(usual[1] or usual[2] or "") or None, usual[3])
    try:
        # Addresses are found before words are decoded: a name may hold commas and brackets.
        pairs = getaddresses([text])
    except Exception:  # noqa: BLE001 - parsers fail in ways that nobody can list
        pairs = []
    name, address = next(((n, a) for n, a in pairs if is_address(a)), (None, None))
    if address is None:
        address = next((a for a in _LIKE_ADDRESS.findall(text) if is_address(a)), None)
    # A sender such as `root` has no address that could be answered, but should still be seen.
    name = name or (next((n or a for n, a in pairs), None) if address is None else None)
    return Sender(decoded_words(name) or None if name else None, address)


def is_address(text: str) -> bool:
    """Whether mail could be sent there."""
    try:
        return _ADDRESS.validate_python(text) == text
    except ValidationError:
        return False


def domain_of(address: str | None) -> str:
    """What stands after the @, small; empty where there is none."""
    return (address or "").rpartition("@")[2].casefold()
