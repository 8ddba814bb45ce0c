"""Whether a case that comes in is there already: told by signs that a person can see."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.intake.case_request import CaseRequest
from services.intake.contact_details import same_email, same_phone
from services.intake.duplicates import MOST_SHOWN, Candidate, Likeness, ranked, words_in_common
from services.intake.found_by import (
    NEAR,
    keys_nearby,
    keys_of,
    keys_of_contact,
    keys_of_reference,
)
from services.intake.placement import place
from shared.events.vocabulary import Kind
from shared.organisation import Organisation

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KEY = b"a key of sixteen"
SUNDAY = "Hemtjänsten kom inte på söndagen och mamma fick ingen mat förrän på kvällen."


def request(**changes: object) -> CaseRequest:
    fields = {"board": "von", "kind": "complaint", "channel": "phone", "text": SUNDAY}
    return CaseRequest.model_validate(fields | changes)


def candidate(
    likeness: Likeness, *, days: int = 0, common: int = 0, case: UUID | None = None
) -> Candidate:
    return Candidate(
        case_id=case or uuid4(),
        reference="26-AAAAA-BBBBB",
        received_at=NOW - timedelta(days=days),
        kind=Kind.COMPLAINT,
        board="von",
        unit=None,
        text=SUNDAY,
        likeness=likeness,
        common=common,
    )


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ("På söndag kväll hade hemtjänst inte kommit, och mamma var utan mat.", True),
        ("Hemtjänsten kom inte på söndagen", False),
        ("Maten på Solgården är kall, och personalen hinner inte värma den.", False),
        ("Tack för allt ni gör.", False),
        ("", False),
    ],
)
def test_words_are_compared_by_their_stems(other: str, alike: bool) -> None:
    assert bool(words_in_common(SUNDAY, other)) is alike
    assert words_in_common(SUNDAY, other) == words_in_common(other, SUNDAY)


@pytest.mark.parametrize(
    "spelling",
    ["0701234567", "070-123 45 67", "+46701234567", "+46 (0)70 123 45 67", "0046 70-123 45 67"],
)
def test_one_number_is_one_however_it_is_written(spelling: str) -> None:
    assert same_phone(spelling) == "0701234567"


@pytest.mark.parametrize("text", [None, "", "ring", "12"])
def test_what_is_no_number_is_like_nothing(text: str | None) -> None:
    assert same_phone(text) is None


def test_one_address_is_one_whatever_its_case() -> None:
    assert same_email(" Anhorig@Post.example ") == same_email("anhorig@post.example")
    assert same_email("anhörig") is None


def test_submissions_of_one_person_share_a_key(organisation: Organisation) -> None:
    first = request(contact={"phone": "070-123 45 67", "email": "a@post.example"})
    kept = keys_of(first, place(first, organisation, TODAY), TODAY, KEY)
    assert not keys_of_contact(request(contact={"phone": "+46701234567"}), KEY).isdisjoint(kept)
    assert not keys_of_contact(request(contact={"email": "A@post.example"}), KEY).isdisjoint(kept)
    assert keys_of_contact(request(contact={"phone": "070-123 45 68"}), KEY).isdisjoint(kept)
    assert keys_of_contact(request(), KEY) == frozenset()


def test_keys_tell_nothing_without_the_key(organisation: Organisation) -> None:
    first = request(contact={"phone": "070-123 45 67"}, unit="hemvard-norr")
    placed = place(first, organisation, TODAY)
    kept = keys_of(first, placed, TODAY, KEY)
    assert len(kept) == 2
    assert not any("0701234567" in each or "hemvard" in each for each in kept)
    assert set(kept).isdisjoint(keys_of(first, placed, TODAY, b"another key of ours"))


def test_number_of_the_sender_is_found_however_it_is_spaced(organisation: Organisation) -> None:
    first = request(external_reference="8.5-29206/2026")
    kept = keys_of(first, place(first, organisation, TODAY), TODAY, KEY)
    assert not keys_of_reference(request(external_reference="8.5 – 29206 / 2026"), KEY).isdisjoint(
        kept
    )


def test_cases_of_a_unit_are_near_for_a_month(organisation: Organisation) -> None:
    first = request(unit="hemvard-norr")
    placed = place(first, organisation, TODAY)
    kept = keys_of(first, placed, TODAY, KEY)
    assert not keys_nearby(placed, TODAY + NEAR, KEY).isdisjoint(kept)
    assert keys_nearby(placed, TODAY + 3 * NEAR, KEY).isdisjoint(kept)
    nowhere = place(request(), organisation, TODAY)
    assert keys_nearby(nowhere, TODAY, KEY) == frozenset()


def test_strongest_sign_comes_first_and_each_case_once() -> None:
    same = uuid4()
    found = ranked(
        [
            candidate(Likeness.WORDS, common=5),
            candidate(Likeness.CONTACT, days=3),
            candidate(Likeness.WORDS, common=9, case=same),
            candidate(Likeness.CONTACT, days=1),
            candidate(Likeness.REFERENCE, days=90, case=same),
        ]
    )
    assert [each.likeness for each in found] == [
        Likeness.REFERENCE,
        Likeness.CONTACT,
        Likeness.CONTACT,
        Likeness.WORDS,
    ]
    assert found[1].received_at > found[2].received_at


def test_no_more_are_shown_than_one_reads() -> None:
    assert len(ranked(candidate(Likeness.CONTACT, days=n) for n in range(20))) == MOST_SHOWN
