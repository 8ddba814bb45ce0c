"""Bodies over the limit are refused with a problem, and what is within it passes."""

from collections.abc import AsyncIterator
from typing import Annotated

import httpx
import pytest
from fastapi import Body, FastAPI

from shared.web.limits import BodyLimit
from shared.web.problems import answer_problems

LIMIT = 100
JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    answer_problems(app)
    app.add_middleware(BodyLimit, maximum=LIMIT, elsewhere={"/files/[a-z]+": 10 * LIMIT})

    @app.post("/")
    @app.post("/files/large")
    async def length(text: Annotated[str, Body()]) -> int:
        return len(text)

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def in_pieces(size: int) -> AsyncIterator[bytes]:
    yield b'"'
    for _ in range(size):
        yield b"x"
    yield b'"'


async def test_what_is_within_the_limit_passes(client: httpx.AsyncClient) -> None:
    assert (await client.post("/", json="x" * 98)).json() == 98
    streamed = await client.post("/", content=in_pieces(98), headers=JSON)
    assert streamed.json() == 98


@pytest.mark.parametrize("length", [99, 1000, 10_000])
async def test_a_declared_length_over_the_limit_is_refused(
    client: httpx.AsyncClient, length: int
) -> None:
    response = await client.post("/", json="x" * length)

    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["connection"] == "close"
    assert response.json()["type"] == "urn:lyhord:problem:too_large"


async def test_a_body_that_grows_over_the_limit_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/", content=in_pieces(500), headers=JSON)

    assert response.status_code == 413
    assert response.json()["type"] == "urn:lyhord:problem:too_large"


@pytest.mark.parametrize(("size", "status"), [(998, 200), (999, 413)])
async def test_a_path_may_have_a_limit_of_its_own(
    client: httpx.AsyncClient, size: int, status: int
) -> None:
    declared = await client.post("/files/large", json="x" * size)
    streamed = await client.post("/files/large", content=in_pieces(size), headers=JSON)

    assert (declared.status_code, streamed.status_code) == (status, status)
