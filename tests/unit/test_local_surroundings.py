"""What a service is told by its environment: understood by the settings it reads."""

import os
from pathlib import Path

import pytest

from deploy.local.surroundings import SERVICES, ServicePorts, Surroundings, service_environment
from shared.settings import Settings


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    key = tmp_path / "receipt.key"
    key.write_text("0" * 64)
    return Surroundings(
        amqp_url="amqp://lyhord:secret@127.0.0.1:20001/",
        mongo_url="mongodb://127.0.0.1:20002/?retryWrites=false&journal=true",
        services=ServicePorts(20011, 20012, 20013, 20014),
        smtp_in_port=20025,
        smtp_out_url="smtp://127.0.0.1:20026",
        service_token="s" * 43,
        receipt_key_file=key,
        session_key_file=key,
        accounts_file=tmp_path / "accounts.toml",
    )


def read(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> Settings:
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Settings()


@pytest.mark.parametrize("service", SERVICES)
def test_settings_read_what_the_launcher_gives(
    surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch, service: str
) -> None:
    settings = read(monkeypatch, service_environment(service, surroundings, inherited={}))
    assert settings.amqp_url.get_secret_value() == surroundings.amqp_url
    assert settings.mongo_url.get_secret_value() == surroundings.mongo_url
    assert settings.port == surroundings.services.of(service)
    assert settings.host == "127.0.0.1"
    assert str(settings.workflow_url).rstrip("/") == "http://127.0.0.1:20012"
    assert settings.queue_type == "classic"
    assert settings.accounts == surroundings.accounts_file
    assert settings.service_token
    assert settings.service_token.get_secret_value() == surroundings.service_token
    assert settings.session_key
    assert settings.session_key.get_secret_value() == "0" * 64
    assert (settings.organisation / "organisation.toml").exists()


def test_other_settings_of_the_caller_reach_the_services(surroundings: Surroundings) -> None:
    inherited = {"LYHORD_LOG_LEVEL": "debug", "LYHORD_QUEUE_TYPE": "quorum", "PATH": "/bin"}
    environment = service_environment("intake", surroundings, inherited=inherited)
    assert {name: environment[name] for name in inherited} == inherited


def test_what_the_launcher_started_holds_against_the_callers_settings(
    surroundings: Surroundings,
) -> None:
    inherited = {
        "LYHORD_MONGO_URL": "mongodb://elsewhere/",
        "LYHORD_AMQP_URL_FILE": "/run/secrets/amqp",
        "LYHORD_RECEIPT_KEY": "old",
        "LYHORD_PORT": "1",
    }
    environment = service_environment("intake", surroundings, inherited=inherited)
    assert environment["LYHORD_MONGO_URL"] == surroundings.mongo_url
    assert environment["LYHORD_PORT"] == "20011"
    assert "LYHORD_AMQP_URL_FILE" not in environment
    assert "LYHORD_RECEIPT_KEY" not in environment
    assert environment["LYHORD_RECEIPT_KEY_FILE"] == str(surroundings.receipt_key_file)


def test_second_copy_has_ports_of_its_own(surroundings: Surroundings) -> None:
    copy = service_environment("intake", surroundings, port=3, smtp_in_port=4, inherited={})
    assert (copy["LYHORD_PORT"], copy["LYHORD_SMTP_IN_PORT"]) == ("3", "4")
    assert copy["LYHORD_INTAKE_URL"] == "http://127.0.0.1:20011"


def test_unknown_service_is_refused(surroundings: Surroundings) -> None:
    with pytest.raises(KeyError):
        service_environment("nonsense", surroundings)
