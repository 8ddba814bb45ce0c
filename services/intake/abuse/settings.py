"""Settings of what protects the ways in."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import Annotated

from limits import RateLimitItem
from pydantic import Field, field_validator

from services.intake.abuse.rates import Door, read_rate
from services.intake.abuse.suspicion import Thresholds
from shared.settings import Settings


class AbuseSettings(Settings):
    """Limits are written `20/hour` or `5 per 10 minutes`; an empty one is none."""

    rate_form: str = "60/hour"
    """Forms that one address may post."""
    rate_upload: str = "200/hour"
    """Files that one address may hand over without a token."""
    rate_follow: str = "120/hour"
    """Attempts of one address to open a case with reference and code."""
    rate_api: str = "300/hour"
    """Cases and messages that one address may hand in by the API without a token."""
    rate_token: str = "6000/minute"  # noqa: S105 - how often a token may be shown
    """Cases, messages and files that one token may hand in."""
    rate_in_all: Annotated[int, Field(ge=1)] = 50
    """How many times an address's limit all addresses together may have."""
    rate_same_text: str = "20/hour"
    """How often the public may send one and the same text before it is held."""

    suspect_faster_than: Annotated[float, Field(ge=0, le=60)] = 3.0
    """Seconds; a form that is posted sooner after it was shown is held."""
    suspect_links: Annotated[int, Field(ge=0)] = 5
    """A text with more links than this is held."""
    spam_kept_days: Annotated[int, Field(ge=1)] = 90
    """Days after which the words of what someone has judged to be spam are erased."""

    smtp_in_connections: Annotated[int, Field(ge=1)] = 200
    """Connections at once that mail may come in by, to each copy of the service."""
    smtp_in_connections_each: Annotated[int, Field(ge=1)] = 100
    """Connections at once of one address."""
    smtp_in_mails_a_connection: Annotated[int, Field(ge=1)] = 1000
    """Mails on one connection."""

    @field_validator(
        "rate_form", "rate_upload", "rate_follow", "rate_api", "rate_token", "rate_same_text"
    )
    @classmethod
    def _readable(cls, value: str) -> str:
        read_rate(value)
        return value

    @cached_property
    def rates(self) -> Mapping[Door, RateLimitItem | None]:
        """What one address, or one token, may do at each door."""
        return {door: read_rate(getattr(self, f"rate_{door}")) for door in Door}

    @cached_property
    def same_text(self) -> RateLimitItem | None:
        return read_rate(self.rate_same_text)

    @property
    def thresholds(self) -> Thresholds:
        return Thresholds(timedelta(seconds=self.suspect_faster_than), self.suspect_links)

    @property
    def spam_kept(self) -> timedelta:
        return timedelta(days=self.spam_kept_days)
