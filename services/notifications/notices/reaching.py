"""Whether a complainant is told something, and by what way (R32–R34).

E-mail before anything else, since it needs nobody's hands; else a letter; else a call. What a
person must carry out waits for one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from services.notifications.notices.addresses import usable_address
from services.notifications.notices.states import Reason
from services.notifications.watched import untold
from shared.events.facts import CaseFacts
from shared.events.notices import NoticeKind, NoticeWay
from shared.events.submissions import Address
from shared.events.vocabulary import Acknowledgement, Way


@dataclass(frozen=True, slots=True)
class ByEmail:
    """A mail goes to this address. Personal."""

    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ByHand:
    """Somebody posts a letter, or calls; where to is looked up when they do it."""

    way: NoticeWay


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """There is nobody to send it to; the case is to say so."""

    reason: Reason


Found = ByEmail | ByHand | OutOfReach
Reach = Found | None
"""None: nothing is to be sent, because the complainant knows already."""

BY_LETTER = ByHand(NoticeWay.LETTER)
BY_PHONE = ByHand(NoticeWay.PHONE)


def reach(facts: CaseFacts, contact: Address, is_own: Callable[[str], bool]) -> Reach:
    """How the complainant is told that the case has come in.

    Told by word of mouth, told by somebody else, or waived: nothing more is sent. A receipt on
    the screen is enough where there is no e-mail address. `is_own` tells the municipality's own
    inboxes, where a mail would become a new case, and its acknowledgement another.
    """
    if not untold(facts):
        return None
    has_receipt = facts.acknowledgement is Acknowledgement.RECEIPT
    if has_receipt and not _given(contact.email):
        return None
    found = way_to(facts, contact, is_own)
    return None if has_receipt and isinstance(found, ByHand) else found


def way_to(facts: CaseFacts, contact: Address, is_own: Callable[[str], bool]) -> Found:
    """The way that reaches the complainant, whatever they are told.

    Protected identity: a letter that the registrar passes on, whatever else is known (OSL 22:1).
    A letter or call that was asked for (R34) is tried though its address or number is not known:
    whoever carries it out may find that. Of a letter and a call, the one that was asked for.
    """
    if facts.protected_identity:
        return BY_LETTER
    given = _given(contact.email)
    mailed = by_email(given, is_own) if given else OutOfReach(Reason.NO_ADDRESS)
    if isinstance(mailed, ByEmail):
        return mailed
    wish = None if facts.anonymous else facts.feedback_way
    has_number = bool(_given(contact.phone))
    if wish is Way.PHONE and has_number:
        return BY_PHONE
    if _given(contact.address) or wish is Way.LETTER:
        return BY_LETTER
    return BY_PHONE if has_number or wish is Way.PHONE else mailed


def makes_sense(kind: NoticeKind, how: Found) -> bool:
    """Whether a notice of the kind is worth that way.

    Nobody is called to hear that the case is closed and be asked how it went: that is what the
    closing talk is for, whose answers staff enter (R86).
    """
    return not (kind is NoticeKind.SURVEY and how == BY_PHONE)


def by_email(given: str, is_own: Callable[[str], bool]) -> ByEmail | OutOfReach:
    """Where a mail goes that is meant for this address, as it was given."""
    address = usable_address(given)
    if address is None:
        return OutOfReach(Reason.ADDRESS_INVALID)
    return OutOfReach(Reason.OWN_ADDRESS) if is_own(address) else ByEmail(address)


def _given(text: str | None) -> str:
    return (text or "").strip()
