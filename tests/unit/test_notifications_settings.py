"""How the mail server is named, and settings that cannot be."""

import pytest
from pydantic import ValidationError

from services.notifications.settings import NotificationSettings
from shared.relay_address import RelayAddress


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.internal", RelayAddress("mail.internal", 25)),
        ("smtp://127.0.0.1:2525/", RelayAddress("127.0.0.1", 2525)),
        ("smtps://mail.internal", RelayAddress("mail.internal", 465, tls=True)),
        (
            "smtps://lyhord:p%40ss@mail.internal:587",
            RelayAddress("mail.internal", 587, tls=True, user="lyhord", password="p@ss"),
        ),
        ("smtp://[::1]:25", RelayAddress("::1", 25)),
    ],
)
def test_the_mail_server_is_named_by_an_address(url: str, expected: RelayAddress) -> None:
    assert RelayAddress.parse(url) == expected


@pytest.mark.parametrize(
    "url", ["mail.internal", "http://mail", "smtp://", "smtp://mail:x", "smtp://mail/box", ""]
)
def test_another_address_is_refused_with_a_remedy(url: str) -> None:
    with pytest.raises(ValueError, match="give smtp://host:port"):
        RelayAddress.parse(url)


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("LocalHost", True),
        ("10.0.0.1", False),
        ("mail.internal", False),
        ("localhost.example", False),
    ],
)
def test_a_password_goes_without_tls_to_this_machine_alone(host: str, *, local: bool) -> None:
    assert RelayAddress(host, 25).is_this_machine is local


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LYHORD_SMTP_OUT_URL", "smtp://mail.internal:2525")
    monkeypatch.setenv("LYHORD_NOTICE_RETRY_DELAYS", "1, 2.5,")

    settings = NotificationSettings()

    assert settings.port == 8003
    assert settings.relay.host == "mail.internal"
    assert settings.notice_retry_delays == (1, 2.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_OUT_URL", "smpt://lyhord:secret@mail.internal"),
        ("NOTICE_RETRY_DELAYS", ""),
        ("NOTICE_RETRY_DELAYS", "60,0"),
        ("SMTP_OUT_CONNECTIONS", "0"),
        ("SMTP_OUT_CA_FILE", "/nowhere/authority.pem"),
        ("SMTP_OUT_CA_FILE", __file__),
        ("NOTICE_LEASE", "0"),
    ],
)
def test_impossible_settings_are_refused_without_showing_a_password(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LYHORD_{name}", value)

    with pytest.raises(ValidationError) as raised:
        NotificationSettings()

    assert "secret" not in str(raised.value)


def test_a_password_is_not_shown() -> None:
    address = RelayAddress.parse("smtps://lyhord:secret@mail.internal")

    assert "secret" not in repr(address)
