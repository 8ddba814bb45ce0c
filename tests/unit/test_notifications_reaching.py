"""Whether a complainant is written to, and what can be written to."""

import pytest

from services.notifications.addresses import usable_address
from services.notifications.notices import Reason
from services.notifications.reaching import ByEmail, OutOfReach, Reach, reach
from shared.events.submissions import Address
from shared.events.vocabulary import Acknowledgement
from tests.support.submissions import submission

ADDRESS = "kund@post.example"


@pytest.mark.parametrize(
    ("acknowledgement", "email", "expected"),
    [
        (Acknowledgement.PENDING, ADDRESS, ByEmail(ADDRESS)),
        (Acknowledgement.PENDING, f"  {ADDRESS} ", ByEmail(ADDRESS)),
        (Acknowledgement.PENDING, None, OutOfReach(Reason.NO_ADDRESS)),
        (Acknowledgement.PENDING, " ", OutOfReach(Reason.NO_ADDRESS)),
        (Acknowledgement.PENDING, "ring mig", OutOfReach(Reason.ADDRESS_INVALID)),
        (Acknowledgement.PENDING, "sn@exempelkommun.example", OutOfReach(Reason.OWN_ADDRESS)),
        (Acknowledgement.RECEIPT, ADDRESS, ByEmail(ADDRESS)),
        (Acknowledgement.RECEIPT, None, None),
        (Acknowledgement.ORAL, ADDRESS, None),
        (Acknowledgement.SENT, ADDRESS, None),
        (Acknowledgement.WAIVED, ADDRESS, None),
        (Acknowledgement.IMPOSSIBLE, ADDRESS, None),
    ],
)
def test_how_a_complainant_is_reached(
    acknowledgement: Acknowledgement, email: str | None, expected: Reach
) -> None:
    facts = submission(acknowledgement=acknowledgement).facts

    assert reach(facts, Address(email=email), lambda address: address.startswith("sn@")) == expected


def test_an_address_is_not_shown_where_the_decision_is_logged() -> None:
    assert ADDRESS not in repr(ByEmail(ADDRESS))


@pytest.mark.parametrize(
    ("given", "usable"),
    [
        ("kund@post.example", "kund@post.example"),
        (
            "Kund.Kundsson+ärende@post.example".replace("ä", "a"),
            "Kund.Kundsson+arende@post.example",
        ),
        ("kund@räksmörgås.example", "kund@xn--rksmrgs-5wao1o.example"),
        ("o'hara@post.example", "o'hara@post.example"),
        ("kund", None),
        ("@post.example", None),
        ("kund@", None),
        ("kund@post", None),
        ("kund@@post.example", None),
        ("kund@post..example", None),
        ("kund@-post.example", None),
        (".kund@post.example", None),
        ("kund kund@post.example", None),
        ("kund@post.example\r\nBcc: andra@post.example", None),
        ("kund@post.example, andra@post.example", None),
        ("<kund@post.example>", None),
        ("künd@post.example", None),
        (f"{'k' * 65}@post.example", None),
        (f"kund@{'p' * 64}.example", None),
        (f"kund@{'.'.join(['post'] * 60)}.example", None),
    ],
)
def test_what_can_be_written_to(given: str, usable: str | None) -> None:
    assert usable_address(given) == usable
