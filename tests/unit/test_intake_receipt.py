"""References and secret codes: readable aloud, unique, and unguessable."""

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from services.intake.crockford import ALPHABET, as_written, letters
from services.intake.reference import read_reference, reference_for
from services.intake.secret_code import ReceiptKeys
from services.intake.settings import IntakeSettings
from shared.ids import new_id

KEY, OLD_KEY = "a key of the tests", "an older key of the tests"
CASE = UUID("0199a7d0-5cdb-7b3e-9b6d-000000000001")


def misheard(text: str) -> str:
    """As a person may type what another one read aloud."""
    return text.lower().replace("0", "o").replace("1", "l").replace("-", " ")


@given(st.uuids(), st.integers(2000, 2099))
def test_a_reference_is_read_however_it_is_typed(case_id: UUID, year: int) -> None:
    reference = reference_for(case_id, year)

    assert len(reference) == 14
    assert not set(reference) & set("ILOU")
    assert read_reference(reference) == reference
    assert read_reference(misheard(reference)) == reference
    assert read_reference(reference.replace("-", "")) == reference


def test_a_reference_is_of_the_case_and_another_with_another_salt() -> None:
    assert reference_for(CASE, 2026) == reference_for(CASE, 2026) == "26-4TPFS-50KJP"
    assert reference_for(CASE, 2026, salt=1) != reference_for(CASE, 2026)


def test_many_references_do_not_meet() -> None:
    assert len({reference_for(new_id(), 2026) for _ in range(20_000)}) == 20_000


@pytest.mark.parametrize(
    "typed",
    ["", "26", "SN 2026-00047", "26-7KQ2M-X9D4", "2A-7KQ2M-X9D4T", "26-7KQ2M-X9DUT", "²6" * 6],
)
def test_what_cannot_be_a_reference_is_none(typed: str) -> None:
    assert read_reference(typed) is None


@given(st.text(max_size=40))
def test_nothing_typed_is_too_strange(typed: str) -> None:
    read_reference(typed)
    assert not ReceiptKeys.parse(KEY).fits(CASE, typed)


def test_a_secret_has_eighty_bits_in_groups_that_can_be_read_aloud() -> None:
    secret = ReceiptKeys.parse(KEY).secret(CASE)

    assert secret == "30FF-PEJA-NTRA-1FT5"
    assert set(secret) <= set(ALPHABET) | {"-"}


@given(st.uuids(), st.uuids())
def test_a_secret_fits_its_own_case_and_no_other(case_id: UUID, other: UUID) -> None:
    keys = ReceiptKeys.parse(KEY)
    secret = keys.secret(case_id)

    assert keys.fits(case_id, secret)
    assert keys.fits(case_id, misheard(secret))
    assert keys.fits(other, secret) == (case_id == other)
    assert not keys.fits(case_id, secret[:-1])
    assert not keys.fits(case_id, "")


def test_a_changed_key_makes_new_codes_and_still_knows_the_old() -> None:
    old = ReceiptKeys.parse(OLD_KEY).secret(CASE)
    both = ReceiptKeys.parse(f" {KEY} , {OLD_KEY}\n")

    assert both.secret(CASE) == ReceiptKeys.parse(KEY).secret(CASE) != old
    assert both.fits(CASE, old)
    assert both.fits(CASE, both.secret(CASE))
    assert not ReceiptKeys.parse(KEY).fits(CASE, old)
    assert KEY not in repr(both)


@pytest.mark.parametrize("key", ["", " ", "too short", f"{KEY},short"])
def test_a_key_that_is_missing_or_short_stops_the_service_and_is_not_shown(key: str) -> None:
    with pytest.raises(ValueError, match="openssl rand") as stopped:
        IntakeSettings(receipt_key=SecretStr(key))

    assert "short" not in str(stopped.value)
    assert KEY not in str(stopped.value)


def test_a_key_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    monkeypatch.setenv("LYHORD_RECEIPT_KEY_FILE", str(tmp_path / "key"))

    assert IntakeSettings().receipt_keys.current == KEY.encode()


@given(st.binary(min_size=10, max_size=32))
def test_letters_are_the_content_and_nothing_else(content: bytes) -> None:
    text = letters(content, 16)

    number = 0
    for letter in text:
        number = number * 32 + ALPHABET.index(letter)
    assert number.to_bytes(10) == content[:10]
    assert as_written(text) == text


def test_too_little_content_gives_no_letters() -> None:
    with pytest.raises(ValueError, match="do not give"):
        letters(b"abc", 16)
