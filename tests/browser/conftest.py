"""A real browser, and the public pages served to it."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from playwright.async_api import Browser, Page, async_playwright

from services.intake.public.pages import public_site
from shared.organisation import load_organisation
from shared.pages.rendering import Pages
from tests.browser.contexts import visiting
from tests.browser.serving import served
from tests.browser.specimen.values import Specimen
from tests.support.system import System

CHROMIUM = os.environ.get("LYHORD_CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SPECIMEN = Path(__file__).parent / "specimen"
ORGANISATION = Path(__file__).parents[2] / "deploy" / "organisation"


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def intake_url(system: System) -> str:
    """Where the real intake serves its public pages."""
    return system.url("intake")


@pytest.fixture(scope="session")
async def specimen_url() -> AsyncIterator[str]:
    """Where a page is served that has every part of the design."""
    organisation = load_organisation(ORGANISATION)
    pages = Pages(public_site(organisation), [SPECIMEN])
    app = FastAPI()
    app.include_router(pages.routes())

    @app.get("/specimen")
    async def specimen(request: Request) -> Response:
        return pages.answer(request, "specimen.html", specimen=Specimen())

    async with served(app) as address:
        yield f"{address}/specimen"


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A Swedish visitor's browser in which no page may run anything."""
    async with visiting(browser, locale="sv-SE", java_script_enabled=False) as context:
        yield await context.new_page()
