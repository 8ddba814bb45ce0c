"""Intake's own settings."""

from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from services.intake.secret_code import ReceiptKeys
from shared.settings import Settings


class IntakeSettings(Settings):
    """As every service's, and how mail comes in and receipts are made."""

    # What is wrong with a key is told without showing the key.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    port: Annotated[int, Field(ge=0, le=65535)] = 8001
    receipt_key: Annotated[SecretStr, Field(validate_default=True)] = SecretStr("")
    """Makes the secret codes; with commas, the first makes and all of them recognise."""

    smtp_in_host: str = "127.0.0.1"
    smtp_in_port: Annotated[int, Field(ge=0, le=65535)] = 8025
    smtp_in_size_limit: Annotated[int, Field(ge=100_000, le=100_000_000)] = 25_000_000
    """Bytes of one mail."""
    smtp_in_certificate: Path | None = None
    """A PEM file with the certificate for STARTTLS; without it, mail comes in unencrypted."""
    smtp_in_certificate_key: Path | None = None
    """A PEM file with its key, where the certificate's file does not hold it."""

    @field_validator("receipt_key")
    @classmethod
    def _usable(cls, value: SecretStr) -> SecretStr:
        ReceiptKeys.parse(value.get_secret_value())
        return value

    @cached_property
    def receipt_keys(self) -> ReceiptKeys:
        return ReceiptKeys.parse(self.receipt_key.get_secret_value())
