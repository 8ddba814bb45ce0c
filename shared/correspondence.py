"""Asks the workflow what the complainant has been answered and written, when someone looks.

Nothing of it is kept here: the words are the workflow's, and what is not copied need not be
erased twice.
"""

import asyncio
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import httpx
import structlog
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from shared.errors import TransientError
from shared.events.vocabulary import Outcome, Role

log = structlog.get_logger()

TIMEOUT_SECONDS = 2.0
"""How long someone who looks at their case is kept waiting."""


class CorrespondenceUnavailable(TransientError):
    """The workflow does not answer, or not as it should: the rest can be shown all the same."""

    slug: ClassVar[str] = "correspondence_unavailable"


class Told(BaseModel):
    """What the workflow answers; what this release does not know is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Answer(Told):
    """What the complainant was told (R36). `given_at` is UTC."""

    text: str
    measures: str
    where_next: str | None = None
    """Where to turn if one is not content."""
    outcome: Outcome | None = None
    given_at: datetime


class Direction(StrEnum):
    """Which way a message went, as seen from the municipality."""

    IN = "in"
    OUT = "out"


class Letter(Told):
    """A message of either direction; `by` is the role of who wrote it, `at` is UTC."""

    direction: Direction
    by: Role
    at: datetime
    text: str


class Correspondence(Told):
    """The answer that holds, those before it, and messages both ways."""

    answer: Answer | None = None
    earlier_answers: tuple[Answer, ...] = ()
    messages: tuple[Letter, ...] = ()

    def answer_of(self, given_at: datetime) -> Answer | None:
        """The answer that was given at this instant (UTC), also where a later one holds now."""
        known = (*self.earlier_answers, *([self.answer] if self.answer else ()))
        return next((each for each in known if each.given_at == given_at), None)

    @property
    def sent(self) -> tuple[Letter, ...]:
        """What the municipality has written."""
        return tuple(letter for letter in self.messages if letter.direction is Direction.OUT)


NOTHING_YET = Correspondence()


class WorkflowCorrespondence:
    """The workflow at `url`, where this service shows `token`. Close it at the end.

    `timeout` is in seconds.
    """

    def __init__(self, url: str, token: SecretStr | None, timeout: float = TIMEOUT_SECONDS) -> None:
        self._token = token
        self._timeout = timeout
        self._client = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/api/v1",
            headers={"Authorization": f"Bearer {token.get_secret_value()}"} if token else {},
            timeout=timeout,
            # A proxy of the machine's is for the world outside.
            trust_env=False,
        )

    async def of(self, case_id: UUID) -> Correspondence:
        """What has been said in the case; nothing yet where the workflow has yet to take it in.

        Raises CorrespondenceUnavailable, at the latest when the time is up.
        """
        if self._token is None:
            raise _unavailable(
                "service_token_missing", "set LYHORD_SERVICE_TOKEN as the workflow's"
            )
        try:
            # The client's own limit is for each part of the exchange, not for all of it.
            async with asyncio.timeout(self._timeout):
                answer = await self._client.get(f"/cases/{case_id}/correspondence")
        except (httpx.HTTPError, TimeoutError) as error:
            raise _unavailable(
                type(error).__name__, "the workflow does not answer at LYHORD_WORKFLOW_URL"
            ) from error
        if answer.status_code == httpx.codes.NOT_FOUND:
            return NOTHING_YET
        if answer.status_code != httpx.codes.OK:
            raise _unavailable(
                f"status_{answer.status_code}",
                f"the workflow answered {answer.status_code}: check LYHORD_WORKFLOW_URL, and that "
                "LYHORD_SERVICE_TOKEN is the same in both services",
            )
        try:
            return Correspondence.model_validate_json(answer.content)
        except ValidationError:
            # Its own message would quote what people have written.
            raise _unavailable(
                "unreadable", "the workflow's answer is not of the documented form"
            ) from None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _unavailable(reason: str, told: str) -> CorrespondenceUnavailable:
    log.warning("correspondence_unavailable", reason=reason)
    return CorrespondenceUnavailable(told)
