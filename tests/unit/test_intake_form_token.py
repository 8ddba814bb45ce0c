"""What a form carries with it: known again, and only by whoever has it."""

from datetime import UTC, datetime, timedelta

import pytest

from services.intake.public.form_token import LIFETIME, FormTokens

NOW = datetime(2026, 11, 22, 13, 5, 7, 900_000, tzinfo=UTC)
TOKENS = FormTokens(b"a key of the tests")


def test_token_tells_when_its_form_was_first_shown() -> None:
    token = TOKENS.new(NOW)
    assert token.shown_at == NOW.replace(microsecond=0)
    assert TOKENS.read(token.text, NOW + LIFETIME - timedelta(seconds=1)) == token


def test_every_form_has_a_token_and_a_draft_of_its_own() -> None:
    tokens = [TOKENS.new(NOW) for _ in range(100)]
    assert len({token.text for token in tokens}) == 100
    assert len({token.draft for token in tokens}) == 100


def test_draft_does_not_tell_the_token() -> None:
    token = TOKENS.new(NOW)
    assert token.draft not in token.text
    assert token.text not in token.draft


@pytest.mark.parametrize("text", ["", "x", "a.b", "MTc5NTM1NDUwMDp4.eA"])
def test_text_that_is_not_ours_is_no_token(text: str) -> None:
    assert TOKENS.read(text, NOW) is None


def test_token_sealed_with_another_key_is_no_token() -> None:
    assert TOKENS.read(FormTokens(b"another key").new(NOW).text, NOW) is None


def test_token_ends_with_its_time() -> None:
    token = TOKENS.new(NOW)
    assert TOKENS.read(token.text, NOW + LIFETIME + timedelta(seconds=1)) is None
