"""A browser on the public's pages, and what a person does there."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any

import httpx
from fastapi import FastAPI

from services.intake.abuse.rates import Door, Rates
from services.intake.abuse.spam_watch import SpamWatch
from services.intake.abuse.suspicion import Thresholds
from services.intake.public.pages import TEMPLATE_FOLDER, public_pages, public_site
from shared.clock import MovableClock
from shared.organisation import Organisation
from shared.pages.errors import add_error_pages
from shared.pages.rendering import Pages
from shared.web.problems import answer_problems
from tests.unit.intake_in_memory import IntakeInMemory

FILLED = {
    "kind": "complaint",
    "text": "Ingen kom på söndagen.",
    "place": "von/hemvard-norr",
    "answer": "email",
    "email": "anhorig@post.example",
    "name": "Anhörig",
}
PUBLIC_ADDRESS = "https://synpunkter.exempelkommun.example"
A_WHILE = timedelta(minutes=3)
"""As long as a person takes to fill in a form."""

File = tuple[str, bytes]


@dataclass(frozen=True)
class PublicClient:
    """`http` is the browser underneath."""

    http: httpx.AsyncClient
    clock: MovableClock

    async def token(self) -> str:
        """Open a new form; a while passes."""
        page = (await self.http.get("/lamna")).text
        self.clock.advance(A_WHILE)
        return str(re.findall(r'name="form_token" value="([^"]+)"', page)[0])

    async def fill_in(
        self, typed: Mapping[str, Any], files: Sequence[File] = (), address: str = "/lamna"
    ) -> httpx.Response:
        """Post the form as it is typed, with these files."""
        chosen = [("files", file) for file in files]
        return await self.http.post(address, data=dict(typed), files=chosen or None)

    async def send(self, review: httpx.Response) -> httpx.Response:
        """Press Send on the review step."""
        assert review.status_code == 200, review.text
        return await self.http.post("/lamna/skicka", data=hidden_fields(review.text))

    async def hand_in(self, **changes: str) -> httpx.Response:
        """Fill in a new form and send it; the answer leads to the receipt."""
        typed = {**FILLED, "form_token": await self.token(), **changes}
        return await self.send(await self.fill_in(typed))


@asynccontextmanager
async def public_client(
    intake: IntakeInMemory,
    organisation: Organisation,
    clock: MovableClock,
    rates: Rates | None = None,
) -> AsyncIterator[PublicClient]:
    pages = Pages(public_site(organisation), [TEMPLATE_FOLDER])
    app = FastAPI()
    app.include_router(pages.routes())
    app.include_router(
        public_pages(
            intake,
            organisation,
            pages,
            b"a key for tests",
            clock,
            files=intake.files,
            rates=rates or Rates(dict.fromkeys(Door), 1),
            spam_watch=SpamWatch(Thresholds(), None),
            public_address=lambda path: f"{PUBLIC_ADDRESS}{path}",
        )
    )
    answer_problems(app)
    add_error_pages(app, pages)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://kommun.example",
        headers={"Accept": "text/html"},
    ) as http:
        yield PublicClient(http, clock)


def hidden_fields(page: str) -> dict[str, list[str]]:
    """What the page's form carries along, by name."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page):
        fields.setdefault(name, []).append(unescape(value))
    return fields


def errors_of(page: str) -> Sequence[str]:
    """Fields that the error summary leads to."""
    return re.findall(r'<li><a href="#(\w+)">', page)


def keys_of(receipt: str) -> tuple[str, str]:
    """Reference and secret as they stand on the page, spaces and all."""
    shown = [re.sub(r"<[^>]+>", "", dd) for dd in re.findall(r"<dd.*?>(.*?)</dd>", receipt)]
    reference, secret = shown
    return reference, secret
