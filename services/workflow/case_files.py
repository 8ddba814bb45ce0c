"""Files of cases, streamed from intake when someone asks for one: nothing of them is kept here."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

import httpx
import structlog
from pydantic import SecretStr

from services.workflow.case import Case
from shared.errors import PermanentError, TransientError
from shared.events.submissions import AttachmentReference

log = structlog.get_logger()

TIMEOUT_SECONDS = 10.0
_PASSED_ON = (
    "Content-Type",
    "Content-Length",
    "Content-Disposition",
    "Content-Security-Policy",
    "X-Content-Type-Options",
)


class FilesUnavailable(TransientError):
    """Intake does not answer, or not as it should."""

    slug: ClassVar[str] = "files_unavailable"


class FileNotHandedOut(PermanentError):
    """There is no such file any more, or the virus scanner found something in it."""

    slug: ClassVar[str] = "file_not_handed_out"


@dataclass(frozen=True)
class OpenedFile:
    """A file on its way. Read `content` to its end, or close it."""

    headers: Mapping[str, str]
    response: httpx.Response

    async def content(self) -> AsyncIterator[bytes]:
        """Piece by piece; closed at the end, also where the reader goes away."""
        try:
            async for piece in self.response.aiter_bytes():
                yield piece
        finally:
            await self.response.aclose()


class CaseFiles:
    """Intake at `url`, where this service shows `token`. Close it at the end."""

    def __init__(self, url: str, token: SecretStr | None, timeout: float = TIMEOUT_SECONDS) -> None:
        self._client = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/api/v1",
            headers={"Authorization": f"Bearer {token.get_secret_value()}"} if token else {},
            timeout=timeout,
            # A proxy of the machine's is for the world outside.
            trust_env=False,
        )

    async def open(self, attachment_id: UUID) -> OpenedFile:
        """Raises FileNotHandedOut or FilesUnavailable."""
        request = self._client.build_request("GET", f"/attachments/{attachment_id}")
        try:
            response = await self._client.send(request, stream=True)
        except httpx.HTTPError as error:
            log.warning("files_unavailable", reason=type(error).__name__)
            raise FilesUnavailable("intake does not answer at LYHORD_INTAKE_URL") from error
        if response.status_code == httpx.codes.OK:
            named = {
                name: response.headers[name] for name in _PASSED_ON if name in response.headers
            }
            return OpenedFile(named, response)
        await response.aclose()
        if response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.CONFLICT):
            raise FileNotHandedOut("intake does not hand the file out")
        log.warning("files_unavailable", reason=f"status_{response.status_code}")
        raise FilesUnavailable(
            f"intake answered {response.status_code}: check LYHORD_INTAKE_URL, and that "
            "LYHORD_SERVICE_TOKEN is the same in both services"
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def files_of(case: Case) -> tuple[AttachmentReference, ...]:
    """Everything that came with the case and its messages."""
    return (
        *case.content.attachments,
        *(file for message in case.messages for file in message.attachments),
    )
