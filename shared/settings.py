"""Settings: environment variables with the prefix `LYHORD_`; secrets also from files.

A secret `LYHORD_X` may instead be given as `LYHORD_X_FILE`, the path of a file that holds it.
"""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AnyUrl, Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

PREFIX = "LYHORD_"


class SecretFiles(PydanticBaseSettingsSource):
    """Reads `LYHORD_<NAME>_FILE` for every setting that has no value of its own."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as error:
            raise ValueError(
                f"{PREFIX}{field_name.upper()}_FILE names {path}, which cannot be read: "
                f"{error.strerror}. Give the path of a readable file."
            ) from error

    def __call__(self) -> dict[str, Any]:
        found = {
            name: self.get_field_value(None, name)[0] for name in self.settings_cls.model_fields
        }
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """What every service reads. A service adds its own in its `settings.py`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    amqp_url: SecretStr = SecretStr("amqp://guest:guest@127.0.0.1:5672/")
    mongo_url: SecretStr = SecretStr("mongodb://127.0.0.1:27017/")
    store_driver: Literal["motor", "pymongo"] = "motor"
    database_prefix: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")] = "lyhord"
    queue_type: Literal["quorum", "classic"] = "quorum"
    prefetch: Annotated[int, Field(ge=1, le=2000)] = 200
    publish_timeout: Annotated[float, Field(gt=0, le=60)] = 5.0
    """Seconds until an unconfirmed publish counts as failed."""
    outbox_lease: Annotated[float, Field(ge=1, le=600)] = 15.0
    """Seconds that the copy which wrote an event has it to itself, before others publish it."""
    retry_delays: Annotated[tuple[float, ...], NoDecode] = (1, 10, 60, 600)
    """Seconds before each further attempt; the last one repeats while a part is unavailable."""
    dead_letter_limit: Annotated[int, Field(ge=1)] = 50
    """Parked messages a minute above which the service stops taking more and says so."""
    drain_seconds: Annotated[float, Field(ge=0)] = 20.0
    """Seconds that work under way may take to finish at shutdown."""

    organisation: Path = Path("deploy/organisation")
    accounts: Path | None = None
    service_token: SecretStr | None = None
    session_key: SecretStr | None = None
    """Seals the sessions of staff; with commas, the first seals and all of them recognise."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    root_path: str = ""
    trusted_proxies: str = ""
    """Addresses and networks, with commas between, of the proxies that say truly who called."""
    intake_url: AnyUrl = AnyUrl("http://127.0.0.1:8001")
    workflow_url: AnyUrl = AnyUrl("http://127.0.0.1:8002")
    notifications_url: AnyUrl = AnyUrl("http://127.0.0.1:8003")
    reporting_url: AnyUrl = AnyUrl("http://127.0.0.1:8004")
    intake_pages_url: AnyUrl | None = None
    """Where browsers reach intake's pages, for links to them; `intake_url` if left out."""
    workflow_pages_url: AnyUrl | None = None
    """Where browsers reach the workflow's pages; `workflow_url` if left out."""
    notifications_pages_url: AnyUrl | None = None
    """Where browsers reach the notifications service's pages; `notifications_url` if left out."""
    reporting_pages_url: AnyUrl | None = None
    """Where browsers reach reporting's pages; `reporting_url` if left out."""

    log_format: Literal["json", "console"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    otlp_endpoint: AnyUrl | None = None
    clock_offset: float = 0.0
    """Seconds added to the clock; for tests and demonstrations only."""
    fault: str | None = None
    """Name of a place where the process kills itself once; for failure tests only."""

    def intake_page(self, path: str) -> str:
        """The whole address of one of intake's pages."""
        return _address(self.intake_pages_url or self.intake_url, path)

    def workflow_page(self, path: str) -> str:
        """The whole address of one of the workflow's pages."""
        return _address(self.workflow_pages_url or self.workflow_url, path)

    def notifications_page(self, path: str) -> str:
        """The whole address of one of the notifications service's pages."""
        return _address(self.notifications_pages_url or self.notifications_url, path)

    def reporting_page(self, path: str) -> str:
        """The whole address of one of reporting's pages."""
        return _address(self.reporting_pages_url or self.reporting_url, path)

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in value.split(",") if value.strip() not in ("", "*") else ():
            try:
                ip_network(part.strip(), strict=False)
            except ValueError:
                raise ValueError(
                    'give addresses or networks such as "127.0.0.1,10.0.0.0/8", "*" where only '
                    "proxies can reach the service, or nothing"
                ) from None
        return value

    @field_validator("retry_delays", mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(float(part) for part in value.split(",") if part.strip())
        return value

    @field_validator("retry_delays")
    @classmethod
    def _at_least_one(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if not value or any(delay <= 0 for delay in value):
            raise ValueError('give at least one delay above 0, for instance "1,10,60,600"')
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, SecretFiles(settings_cls)


def _address(service: AnyUrl, path: str) -> str:
    return f"{str(service).rstrip('/')}{path}"
