"""Whether a complainant is written to, and what can be written to."""

from typing import Any

import pytest

from services.notifications.notices.addresses import usable_address
from services.notifications.notices.reaching import (
    BY_LETTER,
    BY_PHONE,
    ByEmail,
    OutOfReach,
    Reach,
    makes_sense,
    reach,
    way_to,
)
from services.notifications.notices.states import Reason
from shared.events.notices import NoticeKind
from shared.events.submissions import Address
from shared.events.vocabulary import Acknowledgement, Way
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


POST, NUMBER = "Storgatan 1, 123 45 Exempelstad", "070-123 45 67"
WRONG = OutOfReach(Reason.ADDRESS_INVALID)


@pytest.mark.parametrize(
    ("contact", "facts", "expected"),
    [
        ({"email": ADDRESS, "address": POST, "phone": NUMBER}, {}, ByEmail(ADDRESS)),
        ({"email": ADDRESS}, {"feedback_way": Way.LETTER}, ByEmail(ADDRESS)),
        ({"address": POST}, {}, BY_LETTER),
        ({"address": " ", "phone": NUMBER}, {}, BY_PHONE),
        ({"address": POST, "phone": NUMBER}, {}, BY_LETTER),
        ({"address": POST, "phone": NUMBER}, {"feedback_way": Way.PHONE}, BY_PHONE),
        ({"address": POST}, {"feedback_way": Way.PHONE}, BY_LETTER),
        ({"phone": NUMBER}, {"feedback_way": Way.LETTER}, BY_LETTER),
        ({}, {"feedback_way": Way.LETTER}, BY_LETTER),
        ({}, {"feedback_way": Way.PHONE}, BY_PHONE),
        ({}, {"feedback_way": Way.PHONE, "anonymous": True}, OutOfReach(Reason.NO_ADDRESS)),
        ({}, {"feedback_way": Way.EMAIL}, OutOfReach(Reason.NO_ADDRESS)),
        ({"email": "ring mig"}, {}, WRONG),
        ({"email": "ring mig", "phone": NUMBER}, {}, BY_PHONE),
        ({"email": ADDRESS, "phone": NUMBER}, {"protected_identity": True}, BY_LETTER),
        ({}, {"protected_identity": True}, BY_LETTER),
    ],
)
def test_a_complainant_is_reached_by_the_way_that_is_there(
    contact: dict[str, str], facts: dict[str, Any], expected: Reach
) -> None:
    known = submission(**facts).facts
    assert way_to(known, Address(**contact), lambda _address: False) == expected
    assert reach(known, Address(**contact), lambda _address: False) == expected


@pytest.mark.parametrize("contact", [{"address": POST}, {"phone": NUMBER}, {}])
def test_a_receipt_on_the_screen_is_enough_without_an_email_address(
    contact: dict[str, str],
) -> None:
    known = submission(acknowledgement=Acknowledgement.RECEIPT).facts
    assert reach(known, Address(**contact), lambda _address: False) is None


def test_nobody_is_called_to_hear_that_the_case_is_closed() -> None:
    assert not makes_sense(NoticeKind.SURVEY, BY_PHONE)
    assert makes_sense(NoticeKind.SURVEY, BY_LETTER)
    assert all(makes_sense(kind, BY_PHONE) for kind in NoticeKind if kind is not NoticeKind.SURVEY)


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
