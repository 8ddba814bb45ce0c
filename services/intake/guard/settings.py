"""Settings of the guard."""

from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator

from services.intake.guard.rhythm import Rhythm
from shared.relay_address import RelayAddress
from shared.settings import Settings

_TESTS = {
    "off": None,
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
}


class GuardSettings(Settings):
    """How often the ways in are tried."""

    guard_interval: Annotated[float, Field(ge=0)] = 21600.0
    """Seconds between two times that a published link is followed; 0: only when someone asks."""
    guard_mailbox_hours: Annotated[float, Field(gt=0)] = 1.0
    """How long a mail may wait in a watched mailbox before the alarm (R14)."""
    guard_quarantine_days: Annotated[float, Field(gt=0)] = 3.0
    """How long something held as suspected spam may wait for a person before the alarm."""

    channel_test: Literal["off", "daily", "weekly", "monthly"] = "monthly"
    """How often a test case is sent through the form, the API and every mail address."""
    channel_test_minutes: Annotated[float, Field(gt=0)] = 15.0
    """Within which time it must have arrived."""
    channel_test_smtp_url: SecretStr | None = None
    """The mail server that test mails are handed over to; left out, they are delivered to our own
    SMTP port, which does not try the way from outside."""

    @field_validator("channel_test_smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            RelayAddress.parse(value.get_secret_value())
        return value

    @cached_property
    def channel_test_relay(self) -> RelayAddress | None:
        url = self.channel_test_smtp_url
        return RelayAddress.parse(url.get_secret_value()) if url else None

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(
            links=timedelta(seconds=self.guard_interval) if self.guard_interval else None,
            tests=_TESTS[self.channel_test],
            arrival=timedelta(minutes=self.channel_test_minutes),
            mailbox_unread=timedelta(hours=self.guard_mailbox_hours),
            quarantine_unread=timedelta(days=self.guard_quarantine_days),
        )
