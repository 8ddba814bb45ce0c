"""Intake's API as `lyhord import` needs it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import httpx
from pydantic import BaseModel, ConfigDict, SecretStr

from deploy.cli.service_api import http_client, problem_in
from shared.errors import PermanentError, Unavailable

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 600.0
"""A list is read as fast as its cases can be registered: a pause is no fault."""
_LOST_BY_A_DOOR = frozenset({502, 504})


class IntakeUnreachable(Unavailable):
    """Intake does not answer, or cannot now."""

    slug: ClassVar[str] = "intake_unreachable"


class AnswerLost(IntakeUnreachable):
    """The whole list was sent, and the answer did not come: the import may well go on."""

    slug: ClassVar[str] = "answer_lost"


class ImportRefused(PermanentError):
    """Intake answered with a problem."""

    slug: ClassVar[str] = "import_refused"


class Remark(BaseModel):
    """What is read of one thing said about one row."""

    row: int
    column: str | None
    effect: str
    what: str
    allowed: str | None


class ImportProgress(BaseModel):
    """What is read of an import as it stands."""

    model_config = ConfigDict(extra="allow")

    import_id: str
    state: str
    dry_run: bool
    bytes_read: int
    rows: int
    taken: int
    unchanged: int
    differs: int
    rejected: int
    remarks: int
    ignored_columns: list[str]
    stopped: str | None
    errors: list[Remark]

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.state == "running"

    @property
    def all_is_there(self) -> bool:
        """Whether every row is a case now, or would be."""
        return self.state == "done" and not self.rejected and not self.differs


class Sending:
    """A list on its way, a piece at a time; `complete` once intake has been given all of it."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.complete = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces
        self.complete = True


class IntakeClient:
    """Methods raise IntakeUnreachable and ImportRefused."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def send(self, content: Sending, media_type: str, options: Mapping[str, str]) -> ImportProgress:
        """Send a list, and give the report. Raises AnswerLost as well."""
        try:
            answer = self._client.post(
                "imports",
                content=iter(content),
                params=dict(options),
                headers={"Content-Type": media_type},
            )
        except httpx.TransportError as error:
            raise self._away(error, lost=content.complete) from error
        if content.complete and answer.status_code in _LOST_BY_A_DOOR:
            raise AnswerLost(f"The door before intake answered {answer.status_code}.")
        return ImportProgress.model_validate_json(_content(answer))

    def progress(self, import_id: str) -> ImportProgress:
        """How the import goes."""
        try:
            answer = self._client.get(f"imports/{import_id}")
        except httpx.TransportError as error:
            raise self._away(error) from error
        return ImportProgress.model_validate_json(_content(answer))

    def save_remarks(self, import_id: str, file: Path) -> None:
        """Write all that was said of the rows to the file, as CSV. Raises OSError too."""
        try:
            with (
                self._client.stream("GET", f"imports/{import_id}/errors") as answer,
                file.open("wb") as target,
            ):
                if not answer.is_success:
                    answer.read()
                    _content(answer)
                for piece in answer.iter_bytes():
                    target.write(piece)
        except httpx.TransportError as error:
            raise self._away(error) from error

    def _away(self, error: httpx.TransportError, *, lost: bool = False) -> IntakeUnreachable:
        return (AnswerLost if lost else IntakeUnreachable)(
            f"Intake at {self._client.base_url} does not answer ({type(error).__name__}). Check "
            "that it runs and that the address is right, then give the same command again: what "
            "was taken stays, and nothing is taken twice."
        )


@contextmanager
def intake_client(url: str, token: SecretStr) -> Iterator[IntakeClient]:
    """A client of intake at `url`."""
    timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    with http_client(url, token, timeout) as client:
        yield IntakeClient(client)


def _content(answer: httpx.Response) -> bytes:
    if answer.is_server_error:
        raise IntakeUnreachable(f"Intake cannot do it now: {_told(answer)}")
    if not answer.is_success:
        raise ImportRefused(f"Intake refused: {_told(answer)}")
    return answer.content


def _told(answer: httpx.Response) -> str:
    problem = problem_in(answer)
    if problem is None:
        return str(answer.status_code)
    faults = "".join(f" {each.field}: {each.message}" for each in problem.errors)
    return f"{answer.status_code}, {problem.detail}{faults}"
