"""How words are compared in search, and what a case is found by."""

import pytest

from services.workflow.case import Answer, Case, ReceivedMessage
from services.workflow.opening import Opening, open_case
from services.workflow.search_entry import (
    AT_MOST,
    Place,
    entry_of,
    fingerprint,
    place_of,
)
from services.workflow.search_words import asked_stems, folded, phone_digits, stems
from shared.events.submissions import Address
from shared.ids import new_id
from shared.organisation import Organisation
from tests.support.submissions import MOMENT, submission


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("ÅÄÖ", "åäö"),
        ("A\u030asa Mo\u0308ller", "åsa möller"),
        ("Renée Müller", "renee muller"),
        ("Sørensen Ærø", "sörensen ärö"),
    ],
)
def test_marks_are_left_out_but_those_of_swedish_letters(text: str, small: str) -> None:
    assert folded(text) == small


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("utbetalning", "Utbetalningarna", True),
        ("klagomål", "klagomålen", True),
        ("åtgärd", "ÅTGÄRDERNA", True),
        ("hemtjänst", "hemtjänstens", True),
        ("soppa", "soppans", True),
        ("hyra", "hyran", True),
        ("hyror", "hyran", True),
        ("skolan", "skola", True),
        ("plan", "planen", True),
        ("röst", "rost", False),
        ("kafé", "kafe", True),
    ],
)
def test_forms_of_a_word_are_the_same_word(one: str, other: str, same: bool) -> None:
    assert (asked_stems(one) == asked_stems(other)) is same


def test_words_that_say_nothing_are_left_out() -> None:
    assert asked_stems("hon och jag är i en ö") == ()
    assert asked_stems("Hyran och maten") == asked_stems("maten, hyran!")


def test_an_address_is_found_whole_and_by_its_parts() -> None:
    found = set(stems("Skriv till anna.berg@post.example."))

    assert asked_stems("Anna.Berg@post.example") == ("anna.berg@post.example",)
    assert {"anna.berg@post.example", *asked_stems("berg"), *asked_stems("anna")} <= found


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("070-123 45 67", "0701234567"),
        ("+46 70 123 45 67", "0701234567"),
        ("+46 (0)70 123 45 67", "0701234567"),
        ("0046701234567", "0701234567"),
        ("1234", None),
        ("070 kanske", None),
        ("", None),
    ],
)
def test_a_telephone_number_is_its_digits(text: str, digits: str | None) -> None:
    assert phone_digits(text) == digits


def case(organisation: Organisation, **content: object) -> Case:
    event = submission(text="Maten var kall. Maten var sen.")
    event = event.model_copy(update={"content": event.content.model_copy(update=content)})
    return open_case(Opening(event), 2026, 1, organisation, MOMENT).case


def places(found: Case, text: str) -> set[Place]:
    entry = entry_of(found)
    positions = [entry.words.index(word) for word in asked_stems(text)]
    return {place_of(position, entry.counts) for position in positions}


def test_a_word_is_told_by_where_it_stands(organisation: Organisation) -> None:
    found = case(
        organisation, contact=Address(name="Åsa Berg", phone="070-123 45 67"), subject="Frukost"
    )
    message = ReceivedMessage(event=new_id(), received_at=MOMENT, text="Kall soppa igen.")
    answer = Answer(text="Vi beklagar frukosten.", measures="Ny ugn.", given_at=MOMENT)
    found = found.model_copy(update={"messages": (message,), "answer": answer})

    assert places(found, "Åsa") == {Place.NAMES}
    assert "0701234567" in entry_of(found).words
    assert places(found, "frukostar kalla") == {Place.REPORT}
    assert places(found, "soppa") == {Place.MESSAGES}
    assert places(found, "ugnen maten") == {Place.ANSWER, Place.REPORT}
    assert len(set(entry_of(found).words)) == len(entry_of(found).words)


def test_a_long_text_leaves_room_for_the_answer(organisation: Organisation) -> None:
    long = " ".join(f"ord{number}" for number in range(5_000))
    answer = Answer(text="Vi beklagar.", measures="Ny ugn.", given_at=MOMENT)
    found = case(organisation, text=long).model_copy(update={"answer": answer})

    entry = entry_of(found)

    assert len(entry.words) <= sum(AT_MOST.values()) == 200
    assert places(found, "beklagar") == {Place.ANSWER}


def test_the_fingerprint_follows_the_words_and_holds_none(organisation: Organisation) -> None:
    found = case(organisation)
    assigned = found.model_copy(
        update={"facts": found.facts.model_copy(update={"responsible": "x"})}
    )
    message = ReceivedMessage(event=new_id(), received_at=MOMENT, text="Kall soppa igen.")

    assert fingerprint(found) == fingerprint(assigned)
    assert fingerprint(found) != fingerprint(found.model_copy(update={"messages": (message,)}))
    assert "mat" not in fingerprint(found)
