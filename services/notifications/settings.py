"""The notifications service's own settings."""

import ssl
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from shared.relay_address import RelayAddress
from shared.settings import Settings


class NotificationSettings(Settings):
    """As every service's, and how mail goes out. Lengths of time are in seconds."""

    # What is wrong with an address is told without showing its password.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    port: Annotated[int, Field(ge=0, le=65535)] = 8003

    smtp_out_url: SecretStr = SecretStr("smtp://127.0.0.1:25")
    """`smtp[s]://[user:password@]host[:port]` of the mail server that takes outgoing mail."""
    smtp_out_connections: Annotated[int, Field(ge=1, le=50)] = 4
    """Connections kept open, by each copy of the service."""
    smtp_out_timeout: Annotated[float, Field(gt=0, le=600)] = 60.0
    """Until a mail server that does not answer counts as unreachable."""

    smtp_out_require_tls: bool = False
    """Whether nothing goes to a mail server without TLS. A password never does."""
    smtp_out_ca_file: Path | None = None
    """PEM file of the authority that signed the mail server's certificate; the system's by
    default."""

    notice_lease: Annotated[float, Field(ge=1, le=600)] = 20.0
    """How long a copy that dies has its notices to itself; a living one renews it."""
    notice_retry_delays: Annotated[tuple[float, ...], NoDecode] = (60, 300, 1800, 7200)
    """Before each further attempt at a mail that was put off; the last one repeats."""
    notice_give_up_after: Annotated[float, Field(gt=0)] = 5 * 86400.0
    """After this long a mail that is still put off has failed."""
    acknowledge_unnumbered_after: Annotated[float, Field(ge=0)] = 120.0
    """How long an acknowledgement waits for the diary number before it goes without."""

    acknowledgements_a_day: Annotated[int, Field(ge=0)] = 10
    """Acknowledgements that one address is sent in 24 hours; 0 for no cap."""

    @field_validator("smtp_out_url")
    @classmethod
    def _address(cls, value: SecretStr) -> SecretStr:
        RelayAddress.parse(value.get_secret_value())
        return value

    @field_validator("smtp_out_ca_file")
    @classmethod
    def _authorities(cls, value: Path | None) -> Path | None:
        if value is not None:
            try:
                ssl.create_default_context(cafile=value)
            except OSError:
                raise ValueError(f"{value} has no certificate that can be read") from None
        return value

    @field_validator("notice_retry_delays", mode="before")
    @classmethod
    def _delays_from_text(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(float(part) for part in value.split(",") if part.strip())
        return value

    @model_validator(mode="after")
    def _delays_above_zero(self) -> Self:
        if not self.notice_retry_delays or any(delay <= 0 for delay in self.notice_retry_delays):
            raise ValueError('give notice_retry_delays above 0, for instance "60,300,1800,7200"')
        return self

    @cached_property
    def relay(self) -> RelayAddress:
        return RelayAddress.parse(self.smtp_out_url.get_secret_value())
