"""Intake's own settings."""

from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import AnyUrl, Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from services.intake.abuse.settings import AbuseSettings
from services.intake.attachments.settings import AttachmentSettings
from services.intake.guard.settings import GuardSettings
from services.intake.secret_code import ReceiptKeys


class IntakeSettings(AbuseSettings, AttachmentSettings, GuardSettings):
    """As every service's, and how mail comes in and receipts are made."""

    # What is wrong with a key is told without showing the key.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    port: Annotated[int, Field(ge=0, le=65535)] = 8001
    receipt_key: Annotated[SecretStr, Field(validate_default=True)] = SecretStr("")
    """Makes the secret codes; with commas, the first makes and all of them recognise."""

    public_url: AnyUrl | None = None
    """Where the public reaches intake's pages, as it stands in links, on posters and in QR codes;
    `LYHORD_INTAKE_URL` where it is left out."""

    smtp_in_host: str = "127.0.0.1"
    smtp_in_port: Annotated[int, Field(ge=0, le=65535)] = 8025
    smtp_in_size_limit: Annotated[int, Field(ge=100_000, le=100_000_000)] = 25_000_000
    """Bytes of one mail."""
    smtp_in_certificate: Path | None = None
    """A PEM file with the certificate for STARTTLS; without it, mail comes in unencrypted."""
    smtp_in_certificate_key: Path | None = None
    """A PEM file with its key, where the certificate's file does not hold it."""
    mail_sender_cap: Annotated[int, Field(ge=0)] = 20
    """Mails an hour that are taken in from one sender; the others are put aside. 0 for no cap."""
    mail_cap: Annotated[int, Field(ge=0)] = 10_000
    """Mails an hour that are taken in from all senders together."""

    mailboxes: Path | None = None
    """A TOML file with the mailboxes to watch over IMAP."""
    mailbox_lease: Annotated[float, Field(ge=1, le=600)] = 20.0
    """Seconds that a copy which died has its mailboxes to itself."""

    import_size_limit: Annotated[int, Field(ge=100_000)] = 1_000_000_000
    """Bytes of one list of earlier cases."""
    import_patience: Annotated[float, Field(ge=0, le=600)] = 10.0
    """Seconds that a batch of imported rows waits for the workflow before it is left to itself."""

    @field_validator("receipt_key")
    @classmethod
    def _usable(cls, value: SecretStr) -> SecretStr:
        ReceiptKeys.parse(value.get_secret_value())
        return value

    def public_address(self, path: str) -> str:
        """The whole address of a public page, for those who come from outside."""
        return f"{str(self.public_url or self.intake_url).rstrip('/')}{path}"

    @cached_property
    def receipt_keys(self) -> ReceiptKeys:
        return ReceiptKeys.parse(self.receipt_key.get_secret_value())
