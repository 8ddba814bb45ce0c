"""The API of one service, as commands ask it: with a token, and with what went wrong in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from pydantic import SecretStr, ValidationError

from shared.errors import PermanentError, Unavailable
from shared.web.problem_details import Problem


@contextmanager
def http_client(
    url: str, token: SecretStr, timeout: float | httpx.Timeout
) -> Iterator[httpx.Client]:
    """A connection to the API of the service at `url`; `timeout` in seconds."""
    with httpx.Client(
        base_url=f"{url.rstrip('/')}/api/v1/",
        headers={"Authorization": f"Bearer {token.get_secret_value()}"},
        timeout=timeout,
        trust_env=False,
    ) as client:
        yield client


@dataclass(frozen=True)
class ServiceApi:
    """Raises `unreachable` when the service does not answer, `refused` when it says no."""

    client: httpx.Client
    service: str
    """As it is called in a sentence."""
    setting: str
    """The setting that holds its address."""
    unreachable: type[Unavailable]
    refused: type[PermanentError]

    def answer(self, method: str, path: str) -> bytes:
        """The body of the answer."""
        try:
            answer = self.client.request(method, path)
        except httpx.TransportError as error:
            raise self.unreachable(
                f"{self.service} at {self.client.base_url} does not answer "
                f"({type(error).__name__}). Check that it runs and that {self.setting} is right."
            ) from error
        if answer.is_server_error:
            raise self.unreachable(f"{self.service} cannot do it now: {_told(answer)}")
        if not answer.is_success:
            raise self.refused(f"{self.service} refused: {_told(answer)}")
        return answer.content


def problem_in(answer: httpx.Response) -> Problem | None:
    """The problem details that the answer carries, if it does."""
    try:
        return Problem.model_validate_json(answer.content)
    except ValidationError:
        return None


def _told(answer: httpx.Response) -> str:
    problem = problem_in(answer)
    return f"{answer.status_code}, {problem.detail}" if problem else str(answer.status_code)
