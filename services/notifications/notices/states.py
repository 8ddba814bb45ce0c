"""How far a notice has come, and why one will not go out."""

from enum import StrEnum


class NoticeState(StrEnum):
    """How far a notice has come."""

    PLANNED = "planned"
    WAITING = "waiting"
    """A person is to do it: post the letter, make the call."""
    SENT = "sent"
    FAILED = "failed"
    """It was tried, and further attempts would fail too."""
    IMPOSSIBLE = "impossible"
    """There is no way to reach the recipient."""
    WITHDRAWN = "withdrawn"
    """What it was to say no longer holds."""
    PARKED = "parked"
    """Its text cannot be made; it goes out when that is mended."""


ALARMING = (NoticeState.FAILED, NoticeState.PARKED)
"""States that somebody must see to, and that few notices come to: each has an index of its own."""


class Reason(StrEnum):
    """Why a notice will not go out, as `notice.failed` says it."""

    NO_ADDRESS = "no_address"
    ADDRESS_INVALID = "address_invalid"
    OWN_ADDRESS = "own_address"
    """The address is one of the municipality's own inboxes: the mail would make a new case."""
    TOO_MANY_TO_ADDRESS = "too_many_to_address"
    """The address has been sent as many acknowledgements as one may be in a day."""
    ADDRESS_REFUSED = "address_refused"
    MAIL_REFUSED = "mail_refused"
    NOT_DELIVERED = "not_delivered"
    """It was put off for as long as `LYHORD_NOTICE_GIVE_UP_AFTER`."""
    BOUNCED = "bounced"
    """A mail server took it, and it came back later."""
    ADDRESS_UNKNOWN = "address_unknown"
    """A letter was to be posted, and nobody could find out where to."""
    RETURNED = "returned"
    """The letter came back."""
    NOT_REACHED = "not_reached"
    """Nobody has answered, as often as was called."""
    WRONG_NUMBER = "wrong_number"
