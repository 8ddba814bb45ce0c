"""What a browser keeps for us and cannot change."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.pages.sealed import Seal

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
SEAL = Seal(b"a key of sixteen", "receipt", timedelta(minutes=30))


def test_what_was_closed_opens() -> None:
    assert SEAL.open(SEAL.close("Åtta: sex", NOW), NOW) == "Åtta: sex"


def test_it_opens_until_its_last_moment_and_not_after() -> None:
    sealed = SEAL.close("text", NOW)
    assert SEAL.open(sealed, NOW + timedelta(minutes=30)) == "text"
    assert SEAL.open(sealed, NOW + timedelta(minutes=30, seconds=1)) is None


def test_it_is_made_of_letters_that_a_cookie_may_hold() -> None:
    sealed = SEAL.close('{"a": "å;,"}', NOW)
    assert all(letter.isascii() and (letter.isalnum() or letter in "-_.") for letter in sealed)


@pytest.mark.parametrize(
    "other",
    [
        Seal(b"another key here", "receipt", timedelta(minutes=30)),
        Seal(b"a key of sixteen", "follow", timedelta(minutes=30)),
    ],
)
def test_what_another_key_or_purpose_closed_does_not_open(other: Seal) -> None:
    assert SEAL.open(other.close("text", NOW), NOW) is None


@pytest.mark.parametrize("position", [0, 10, -1])
def test_a_changed_letter_keeps_it_shut(position: int) -> None:
    sealed = list(SEAL.close("text", NOW))
    # Not the next letter: the last one of base64 has bits that mean nothing.
    sealed[position] = "A" if sealed[position] != "A" else "z"
    assert SEAL.open("".join(sealed), NOW) is None


@pytest.mark.parametrize("nonsense", ["", ".", "a", "a.b", "å.ä", "....", "=.="])
def test_nonsense_keeps_it_shut(nonsense: str) -> None:
    assert SEAL.open(nonsense, NOW) is None
