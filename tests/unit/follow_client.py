"""A browser on the pages of a followed case."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
from fastapi import FastAPI

from services.intake.abuse.rates import Door, Rates, read_rate
from services.intake.public.pages import TEMPLATE_FOLDER, public_site
from services.intake.public.pages.following import FollowPages
from shared.organisation import Organisation
from shared.pages.rendering import Pages
from shared.web.limits import BodyLimit
from tests.unit.followed_in_memory import SECRET, FollowedInMemory

NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
TOKEN = "abcdefghijklmnop"
BODY_LIMIT = 100_000
"""Bytes."""
ATTEMPTS = 5
"""How many an address has in an hour."""


@asynccontextmanager
async def follow_client(
    case: FollowedInMemory, organisation: Organisation, *, opened: bool
) -> AsyncIterator[httpx.AsyncClient]:
    """`opened` has given the code already."""
    pages = Pages(public_site(organisation), [TEMPLATE_FOLDER])
    rates = Rates({Door.FOLLOW: read_rate(f"{ATTEMPTS}/hour")}, 50)
    app = FastAPI()
    app.add_middleware(BodyLimit, maximum=BODY_LIMIT)
    app.include_router(
        FollowPages(case, organisation, pages, rates, b"a key for tests", case.clock).routes()
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://kommun.example",
        headers={"Accept": "text/html"},
    ) as client:
        if opened:
            answer = await client.post("/folj", data=keys(case))
            assert (answer.status_code, answer.headers["location"]) == (303, "/folj")
        yield client


def keys(case: FollowedInMemory) -> dict[str, str]:
    """What is typed to open the case."""
    return {"reference": case.submission.reference, "secret": SECRET}


def words_of(page: httpx.Response) -> str:
    """What is read on the page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def errors_of(page: httpx.Response) -> list[str]:
    """The fields that the error summary leads to."""
    return re.findall(r'<li><a href="#([\w-]+)">', page.text)
