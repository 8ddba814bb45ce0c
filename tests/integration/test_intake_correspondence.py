"""Intake asks the workflow what was said: whatever it answers, or if it does not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI, Request, Response
from pydantic import SecretStr

from deploy.local.ports import LOOPBACK, free_ports
from shared.correspondence import (
    NOTHING_YET,
    Correspondence,
    CorrespondenceUnavailable,
    WorkflowCorrespondence,
)
from shared.ids import new_id
from tests.browser.serving import served

TOKEN = SecretStr("token-of-service")
CASE = new_id()
WORDS = "Hemlig berättelse"


@asynccontextmanager
async def workflow_that_answers(
    status: int, content: str
) -> AsyncIterator[tuple[WorkflowCorrespondence, list[Request]]]:
    app, asked = FastAPI(), list[Request]()

    @app.get("/workflow/api/v1/cases/{case_id}/correspondence")
    async def answer(case_id: str, request: Request) -> Response:
        assert case_id == str(CASE)
        asked.append(request)
        return Response(content, status_code=status, media_type="application/json")

    async with served(app) as url:
        source = WorkflowCorrespondence(f"{url}/workflow/", TOKEN)
        yield source, asked
        await source.close()


async def test_it_asks_with_the_service_token_and_passes_over_what_it_does_not_know() -> None:
    content = """{"case_id": "x", "new": 1, "earlier_answers": [],
      "answer": {"text": "A", "measures": "B", "given_at": "2026-11-22T11:00:00Z", "new": 1},
      "messages": [
        {"direction": "in", "by": "complainant", "at": "2026-11-22T09:00:00Z", "text": "C",
         "attachments": []},
        {"direction": "out", "by": "manager", "at": "2026-11-22T10:00:00Z", "text": "D",
         "attachments": []}]}"""
    async with workflow_that_answers(200, content) as (source, asked):
        told = await source.of(CASE)
    assert asked[0].headers["authorization"] == "Bearer token-of-service"
    assert told.answer is not None
    assert (told.answer.text, told.answer.measures) == ("A", "B")
    assert [letter.text for letter in told.sent] == ["D"]


async def test_a_case_that_the_workflow_has_not_yet_taken_in_has_nothing_yet() -> None:
    async with workflow_that_answers(404, "{}") as (source, _):
        assert await source.of(CASE) == NOTHING_YET == Correspondence()


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (401, "{}"),
        (403, "{}"),
        (500, WORDS),
        (503, "{}"),
        (200, WORDS),
        (200, f'{{"answer": {{"text": "{WORDS}"}}}}'),
    ],
)
async def test_any_other_answer_is_none_and_is_not_quoted(
    status: int, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with workflow_that_answers(status, content) as (source, _):
        with pytest.raises(CorrespondenceUnavailable) as raised:
            await source.of(CASE)
    assert WORDS not in f"{raised.value!r} {raised.value.__cause__!r} {capsys.readouterr()}"


async def test_nobody_listens() -> None:
    source = WorkflowCorrespondence(f"http://{LOOPBACK}:{free_ports(1)[0]}", TOKEN)
    with pytest.raises(CorrespondenceUnavailable):
        await source.of(CASE)
    await source.close()


async def test_nobody_waits_longer_than_the_limit_for_one_who_never_answers() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(say_nothing, LOOPBACK, 0)
    port = server.sockets[0].getsockname()[1]
    source = WorkflowCorrespondence(f"http://{LOOPBACK}:{port}", TOKEN, timeout=0.1)
    async with server:
        with pytest.raises(CorrespondenceUnavailable):
            await source.of(CASE)
        await source.close()


async def test_without_a_token_it_says_what_to_set() -> None:
    source = WorkflowCorrespondence(f"http://{LOOPBACK}:1", None)
    with pytest.raises(CorrespondenceUnavailable, match="LYHORD_SERVICE_TOKEN"):
        await source.of(CASE)
    await source.close()
