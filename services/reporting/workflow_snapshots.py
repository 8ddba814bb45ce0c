"""Asking the workflow, by its API, to publish a snapshot of every case."""

from typing import ClassVar, Protocol

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from shared.errors import PermanentError, Unavailable

TIMEOUT_SECONDS = 30.0


class WorkflowUnavailable(Unavailable):
    """The workflow does not answer."""

    slug: ClassVar[str] = "workflow_unavailable"


class SnapshotsRefused(PermanentError):
    """The workflow will not publish snapshots for us."""

    slug: ClassVar[str] = "snapshots_refused"


class Promised(BaseModel):
    """The workflow's answer: how many snapshots it is going to publish."""

    total: int


class SnapshotSource(Protocol):
    """Who can publish a snapshot of every case."""

    async def ask(self, rebuild_id: str) -> int:
        """Have a snapshot of every case published for this rebuild; returns how many.

        May be asked again for the same rebuild: the snapshots then come again. Raises
        WorkflowUnavailable or SnapshotsRefused.
        """
        ...


class WorkflowSnapshots:
    """The workflow at `url`, where this service shows `token`."""

    def __init__(self, url: str, token: SecretStr | None) -> None:
        self._address = f"{url.rstrip('/')}/api/v1/snapshots"
        self._token = token

    async def ask(self, rebuild_id: str) -> int:
        """See SnapshotSource."""
        if self._token is None:
            raise SnapshotsRefused(
                "The workflow wants a token: set LYHORD_SERVICE_TOKEN to the same in both services."
            )
        try:
            async with httpx.AsyncClient(
                timeout=TIMEOUT_SECONDS,
                # A proxy of the machine's is for the world outside.
                trust_env=False,
            ) as client:
                answer = await client.post(
                    self._address,
                    json={"rebuild": rebuild_id},
                    headers={"Authorization": f"Bearer {self._token.get_secret_value()}"},
                )
        except httpx.TransportError as error:
            raise WorkflowUnavailable(
                f"{self._address} does not answer ({type(error).__name__})"
            ) from error
        return _total(answer)


def _total(answer: httpx.Response) -> int:
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
        raise WorkflowUnavailable(f"{answer.url} answered {answer.status_code}")
    if not answer.is_success:
        raise SnapshotsRefused(
            f"{answer.url} answered {answer.status_code}. Check LYHORD_WORKFLOW_URL, and that "
            "LYHORD_SERVICE_TOKEN is the same in both services."
        )
    try:
        return Promised.model_validate_json(answer.content).total
    except ValidationError:
        raise SnapshotsRefused(
            f"{answer.url} did not say how many snapshots will come. Check LYHORD_WORKFLOW_URL."
        ) from None
