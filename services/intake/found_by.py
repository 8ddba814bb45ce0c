"""Keys by which a submission is found again by what a later one has in common with it.

Each is a keyed digest (HMAC): a copy of the database tells nobody whose cases are in it.
"""

import hmac
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256

from services.intake.case_request import CaseRequest, Contact
from services.intake.contact_details import same_email, same_phone
from services.intake.placement import Placement
from shared.organisation.names import folded

NEAR = timedelta(days=30)
"""How far apart two cases about the same unit may be and still be the same matter."""

_LETTERS = 32


def keys_of(request: CaseRequest, placement: Placement, on: date, key: bytes) -> tuple[str, ...]:
    """All keys of a submission that came in on the Swedish day `on`."""
    return tuple(
        _digest(word, key)
        for word in (*_contact(request.contact), *_reference(request), *_months(placement, [on]))
    )


def keys_of_contact(request: CaseRequest, key: bytes) -> frozenset[str]:
    """Keys that it shares with submissions of the same person."""
    return frozenset(_digest(word, key) for word in _contact(request.contact))


def keys_of_reference(request: CaseRequest, key: bytes) -> frozenset[str]:
    """Keys that it shares with submissions that came with the same number of their sender's."""
    return frozenset(_digest(word, key) for word in _reference(request))


def keys_nearby(placement: Placement, on: date, key: bytes) -> frozenset[str]:
    """Keys that it shares with submissions about the same unit since `NEAR` ago, and before."""
    return frozenset(_digest(word, key) for word in _months(placement, [on, on - NEAR]))


def _contact(contact: Contact) -> Iterator[str]:
    if email := same_email(contact.email):
        yield f"email:{email}"
    if phone := same_phone(contact.phone):
        yield f"phone:{phone}"


def _reference(request: CaseRequest) -> Iterator[str]:
    if request.external_reference and (number := folded(request.external_reference)):
        yield f"reference:{number}"


def _months(placement: Placement, days: Sequence[date]) -> Iterator[str]:
    """Calendar months of a unit, whose cases are few enough to be looked through."""
    if placement.unit is not None:
        for day in days:
            yield f"unit:{placement.unit}/{day:%Y-%m}"


def _digest(word: str, key: bytes) -> str:
    return hmac.digest(key, f"found by\x1f{word}".encode(), sha256).hex()[:_LETTERS]
