"""The workflow's own settings."""

from typing import Annotated

from pydantic import AnyHttpUrl, Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from shared.settings import Settings


class WorkflowSettings(Settings):
    """As every service's, and where the municipality keeps its own diary."""

    port: Annotated[int, Field(ge=0, le=65535)] = 8002

    diary_url: AnyHttpUrl | None = None
    """Of the municipality's own diary system; without it its numbers are entered by hand."""
    diary_token: SecretStr | None = None
    """What is shown there."""
    diary_timeout: Annotated[float, Field(gt=0, le=300)] = 10.0
    """Seconds until it counts as unreachable."""
    diary_retry_delays: Annotated[tuple[float, ...], NoDecode] = (2, 10, 60, 600)
    """Seconds before each further attempt; the last one repeats."""

    @field_validator("diary_retry_delays", mode="before")
    @classmethod
    def _delays_from_text(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(float(part) for part in value.split(",") if part.strip())
        return value

    @field_validator("diary_retry_delays")
    @classmethod
    def _delays_above_zero(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if not value or any(delay <= 0 for delay in value):
            raise ValueError('give at least one delay above 0, for instance "2,10,60,600"')
        return value
