"""Reporting's API for rebuilds, as the command uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import httpx
from pydantic import BaseModel, ConfigDict, SecretStr

from deploy.cli.service_api import ServiceApi, http_client
from shared.errors import PermanentError, Unavailable

TIMEOUT_SECONDS = 10.0


class ReportingUnreachable(Unavailable):
    """Reporting does not answer, or cannot now."""

    slug: ClassVar[str] = "reporting_unreachable"


class RebuildRefused(PermanentError):
    """Reporting answered with a problem."""

    slug: ClassVar[str] = "rebuild_refused"


class BegunRebuild(BaseModel):
    """What is read of the answer to a start."""

    rebuild_id: str


class DifferingCase(BaseModel):
    """One case that was counted otherwise before."""

    case_id: str
    deviation: str
    seq_before: int | None
    seq_after: int | None


class RebuildDifferences(BaseModel):
    """`cases` are the first of them."""

    count: int
    cases: list[DifferingCase]


class RebuildProgress(BaseModel):
    """What is read of a rebuild as it stands."""

    model_config = ConfigDict(extra="allow")

    rebuild_id: str
    state: str
    received: int
    total: int | None
    differences: RebuildDifferences | None
    reason: str | None

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.state in ("requested", "collecting")


class ReportingClient:
    """Methods raise ReportingUnreachable and RebuildRefused."""

    def __init__(self, client: httpx.Client) -> None:
        self._api = ServiceApi(
            client, "Reporting", "LYHORD_REPORTING_URL", ReportingUnreachable, RebuildRefused
        )

    def start(self) -> str:
        """Begin a rebuild; its id."""
        return BegunRebuild.model_validate_json(self._api.answer("POST", "rebuilds")).rebuild_id

    def progress(self, rebuild_id: str) -> RebuildProgress:
        """How the rebuild goes."""
        answer = self._api.answer("GET", f"rebuilds/{rebuild_id}")
        return RebuildProgress.model_validate_json(answer)


@contextmanager
def reporting_client(url: str, token: SecretStr) -> Iterator[ReportingClient]:
    """A client of reporting at `url`."""
    with http_client(url, token, TIMEOUT_SECONDS) as client:
        yield ReportingClient(client)
