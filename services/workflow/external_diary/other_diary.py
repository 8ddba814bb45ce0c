"""The municipality's own diary system, by its HTTP interface (docs/external-diary.md)."""

import asyncio
from typing import ClassVar, Protocol

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from services.workflow.external_diary.entry import Entry
from services.workflow.external_diary.mirror import Problem
from services.workflow.numbers import OthersDiaryNumber
from shared.errors import PermanentError, TransientError, Unavailable

_NOT_NOW = frozenset({401, 403, 404, 405, 408, 429, 503})
"""Nothing is wrong with the case: the address is, or the token, or the moment."""


class DiaryUnreachable(Unavailable):
    """The other diary cannot be used now, whatever the case."""

    slug: ClassVar[str] = Problem.UNREACHABLE.value


class DiaryOutOfOrder(TransientError):
    """It failed at this case, and may not at others."""

    slug: ClassVar[str] = Problem.OUT_OF_ORDER.value


class DiaryConflict(PermanentError):
    """It will not take the case as it is; `problem` says why, as far as we know."""

    slug: ClassVar[str] = "diary_conflict"

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"the diary will not take the case: {problem.value}")
        self.problem = problem


class OtherDiary(Protocol):
    """Where the municipality keeps its diary."""

    async def enter(self, entry: Entry) -> str:
        """Tell it how the case is now; returns its number there.

        May be told again, by any copy, at any time: a case has one number. Raises
        DiaryUnreachable, DiaryOutOfOrder or DiaryConflict.
        """
        ...


class _Entered(BaseModel):
    number: OthersDiaryNumber


class _Refusal(BaseModel):
    code: str = ""


class HttpDiary:
    """The diary system at `url`, where we show `token`; `timeout` in seconds for the whole call."""

    def __init__(self, url: str, token: SecretStr | None, timeout: float) -> None:
        self._cases = f"{url.rstrip('/')}/cases"
        self._timeout = timeout
        bearer = {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}
        # A proxy of the machine's is for the world outside.
        self._client = httpx.AsyncClient(headers=bearer, timeout=timeout, trust_env=False)

    async def enter(self, entry: Entry) -> str:
        """See OtherDiary."""
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._client.put(
                    f"{self._cases}/{entry.case_id}",
                    content=entry.model_dump_json(),
                    headers={
                        "Content-Type": "application/json",
                        "Idempotency-Key": str(entry.case_id),
                    },
                )
        except (httpx.HTTPError, TimeoutError) as error:
            raise DiaryUnreachable(f"it does not answer ({type(error).__name__})") from error
        return _number(answer)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()


def _number(answer: httpx.Response) -> str:
    status = answer.status_code
    if status in _NOT_NOW:
        raise DiaryUnreachable(f"it answered {status}")
    if answer.is_server_error:
        raise DiaryOutOfOrder(f"it answered {status}")
    if status == httpx.codes.CONFLICT:
        raise DiaryConflict(_reason(answer))
    if answer.is_client_error:
        raise DiaryConflict(Problem.NOT_UNDERSTOOD)
    try:
        return _Entered.model_validate_json(answer.content).number
    except ValidationError:
        # Not the diary, but a page of something in between: it says nothing of the case.
        raise DiaryUnreachable(f"it answered {status} without a number") from None


def _reason(answer: httpx.Response) -> Problem:
    """What the diary says, if it is a word that we know: its sentences may name someone."""
    try:
        return Problem(_Refusal.model_validate_json(answer.content).code)
    except ValueError:
        return Problem.REFUSED
