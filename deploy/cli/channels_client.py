"""Intake's API as `lyhord channels` needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import httpx
from pydantic import BaseModel, SecretStr

from deploy.cli.service_api import ServiceApi, http_client
from shared.errors import PermanentError, Unavailable

TIMEOUT_SECONDS = 30.0


class GuardUnreachable(Unavailable):
    """Intake does not answer, or cannot now."""

    slug: ClassVar[str] = "intake_unreachable"


class GuardRefused(PermanentError):
    """Intake answered with a problem."""

    slug: ClassVar[str] = "channels_refused"


class ChannelName(BaseModel):
    """A name as intake gives it."""

    sv: str


class ListedChannel(BaseModel):
    """What is read of a channel."""

    id: str
    name: ChannelName
    standing: str
    fault: str | None
    note: str | None
    checked_at: str | None
    under_way: bool


class _Channels(BaseModel):
    items: list[ListedChannel]


class ChannelsClient:
    """Methods raise GuardUnreachable and GuardRefused."""

    def __init__(self, client: httpx.Client) -> None:
        self._api = ServiceApi(
            client, "Intake", "LYHORD_INTAKE_URL", GuardUnreachable, GuardRefused
        )

    def listed(self) -> list[ListedChannel]:
        """Every channel, in the order of the settings."""
        return _Channels.model_validate_json(self._api.answer("GET", "channels")).items

    def test(self) -> None:
        """Have everything tried now."""
        self._api.answer("POST", "channels/test")


@contextmanager
def channels_client(url: str, token: SecretStr) -> Iterator[ChannelsClient]:
    """A client of intake at `url`."""
    with http_client(url, token, TIMEOUT_SECONDS) as client:
        yield ChannelsClient(client)
