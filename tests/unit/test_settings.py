"""Settings from the environment, and secrets from files."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.settings import Settings


def test_a_secret_is_read_from_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "amqp"
    file.write_text("amqp://user:secret@broker/\n")
    monkeypatch.setenv("LYHORD_AMQP_URL_FILE", str(file))

    assert Settings().amqp_url.get_secret_value() == "amqp://user:secret@broker/"


def test_the_variable_itself_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    file.write_text("from the file")
    monkeypatch.setenv("LYHORD_SERVICE_TOKEN_FILE", str(file))
    monkeypatch.setenv("LYHORD_SERVICE_TOKEN", "from the variable")

    token = Settings().service_token
    assert token is not None
    assert token.get_secret_value() == "from the variable"


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LYHORD_AMQP_URL_FILE", "/nowhere/amqp")

    with pytest.raises(ValueError, match=r"LYHORD_AMQP_URL_FILE names /nowhere/amqp"):
        Settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LYHORD_MONGO_URL", "mongodb://user:secret@store/")
    assert "secret" not in repr(Settings())


def test_the_ladder_is_a_list_of_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LYHORD_RETRY_DELAYS", "0.5, 2,30")
    assert Settings().retry_delays == (0.5, 2, 30)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RETRY_DELAYS", ""),
        ("RETRY_DELAYS", "1,-2"),
        ("STORE_DRIVER", "other"),
        ("QUEUE_TYPE", "stream"),
        ("DATABASE_PREFIX", "Å"),
        ("PORT", "70000"),
    ],
)
def test_impossible_settings_are_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LYHORD_{name}", value)
    with pytest.raises(ValidationError):
        Settings()
