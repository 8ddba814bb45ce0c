"""Reporting's API for rebuilds, as the command uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import httpx
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from shared.errors import PermanentError, Unavailable
from shared.web.problems import Problem

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
        self._client = client

    def start(self) -> str:
        """Begin a rebuild; its id."""
        return BegunRebuild.model_validate_json(self._answer("POST", "rebuilds")).rebuild_id

    def progress(self, rebuild_id: str) -> RebuildProgress:
        """How the rebuild goes."""
        return RebuildProgress.model_validate_json(self._answer("GET", f"rebuilds/{rebuild_id}"))

    def _answer(self, method: str, path: str) -> bytes:
        try:
            answer = self._client.request(method, path)
        except httpx.TransportError as error:
            raise ReportingUnreachable(
                f"Reporting at {self._client.base_url} does not answer ({type(error).__name__}). "
                "Check that it runs and that LYHORD_REPORTING_URL is right."
            ) from error
        if answer.is_server_error:
            raise ReportingUnreachable(f"Reporting cannot do it now: {_told(answer)}")
        if not answer.is_success:
            raise RebuildRefused(f"Reporting refused: {_told(answer)}")
        return answer.content


@contextmanager
def reporting_client(url: str, token: SecretStr) -> Iterator[ReportingClient]:
    """A client of reporting at `url`."""
    with httpx.Client(
        base_url=f"{url.rstrip('/')}/api/v1/",
        headers={"Authorization": f"Bearer {token.get_secret_value()}"},
        timeout=TIMEOUT_SECONDS,
        trust_env=False,
    ) as client:
        yield ReportingClient(client)


def _told(answer: httpx.Response) -> str:
    try:
        return f"{answer.status_code}, {Problem.model_validate_json(answer.content).detail}"
    except ValidationError:
        return str(answer.status_code)
