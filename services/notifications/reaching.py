"""Whether and how the complainant is told that the case has come in (R32, R33)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from services.notifications.addresses import usable_address
from services.notifications.notices import Reason
from services.notifications.watched import untold
from shared.events.facts import CaseFacts
from shared.events.submissions import Address
from shared.events.vocabulary import Acknowledgement


@dataclass(frozen=True, slots=True)
class ByEmail:
    """A mail goes to this address. Personal."""

    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """There is nobody to send it to; the case is to say so."""

    reason: Reason


Reach = ByEmail | OutOfReach | None
"""None: nothing is to be sent, because the complainant knows already."""


def reach(facts: CaseFacts, contact: Address, is_own: Callable[[str], bool]) -> Reach:
    """How the complainant is reached.

    Told by word of mouth, told by somebody else, or waived: nothing more is sent. A receipt on
    the screen is enough where there is no address. `is_own` tells the municipality's own inboxes,
    where a mail would become a new case, and its acknowledgement another.
    """
    if not untold(facts):
        return None
    given = (contact.email or "").strip()
    if not given:
        has_receipt = facts.acknowledgement is Acknowledgement.RECEIPT
        return None if has_receipt else OutOfReach(Reason.NO_ADDRESS)
    return by_email(given, is_own)


def by_email(given: str, is_own: Callable[[str], bool]) -> ByEmail | OutOfReach:
    """Where a mail goes that is meant for this address, as it was given."""
    address = usable_address(given)
    if address is None:
        return OutOfReach(Reason.ADDRESS_INVALID)
    return OutOfReach(Reason.OWN_ADDRESS) if is_own(address) else ByEmail(address)
