"""What is not a person writing to the municipality: never a case, but kept and shown."""

from collections.abc import Collection
from enum import StrEnum

from services.intake.mail.headers import Headers

NULL_SENDERS = frozenset({"", "<>"})
"""The return path of what must not be answered (RFC 5321, 4.5.5)."""

_SENT_IN_BULK = frozenset({"bulk", "junk", "auto_reply", "auto-reply"})


class Parked(StrEnum):
    """Why a mail was put aside."""

    OWN_MAIL = "own_mail"
    """We sent it ourselves: to take it would make two systems talk to each other for ever."""
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    MAILING_LIST = "mailing_list"


def why_parked(
    headers: Headers, content_type: str, return_path: str, sender: str | None, own: Collection[str]
) -> Parked | None:
    """The reason to put the mail aside, or None when it is a person's (RFC 3834).

    `own` are the small-letter addresses that this product writes from.
    """
    if headers.has_any_like("x-lyhord") or (sender or "").casefold() in own:
        return Parked.OWN_MAIL
    if return_path.strip() in NULL_SENDERS or content_type == "multipart/report":
        return Parked.BOUNCE
    if headers.token("auto-submitted") not in {"", "no"}:
        return Parked.AUTOMATIC
    if headers.has("x-auto-response-suppress"):
        return Parked.AUTOMATIC
    precedence = headers.token("precedence")
    if headers.has("list-id") or precedence == "list":
        return Parked.MAILING_LIST
    return Parked.AUTOMATIC if precedence in _SENT_IN_BULK else None
