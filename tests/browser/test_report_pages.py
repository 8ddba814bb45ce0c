"""A report in a real browser: written and published there, and no page breaks a rule of axe's."""

from collections.abc import AsyncIterator, Callable
from datetime import date

import pytest
from playwright.async_api import Browser, Page

from shared.events.vocabulary import Feedback, Gender, Kind
from shared.organisation import Organisation
from shared.settings import Settings
from tests.browser.axe import broken_rules
from tests.browser.layout import overflow, small_targets
from tests.browser.serving import served
from tests.browser.staff_member import press
from tests.integration.reporting_pages import ReportingPages
from tests.support.staff import PASSWORD
from tests.support.submissions import submission

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280
FILE = "the report as a file"
UNITS = ("familjeratt", "stodboende", "missbruk-beroende")


@pytest.fixture
async def address(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[str]:
    """Where the pages are, with cases of three units and two years."""
    pages = ReportingPages(settings_for(), organisation)
    await pages.prepare()
    await pages.count(
        *(
            submission(
                kind=kind,
                first_kind=kind,
                unit=UNITS[number % 3],
                gender=(Gender.WOMAN, Gender.MAN)[number % 2],
                feedback=(Feedback.GIVEN, Feedback.DUE)[number % 2],
                category="conduct-communication",
                received_on=date(2026 - number % 2, 3, 2),
            )
            for kind in (Kind.COMPLAINT, Kind.DEVIATION, Kind.PRAISE)
            for number in range(12)
        )
    )
    async with served(pages.app) as url:
        yield url
    await pages.close()


async def _stood(page: Page, address: str) -> AsyncIterator[str]:
    """Stand at each page in turn; its name is given."""
    await page.goto(f"{address}/rapporter")
    await page.fill("#user", "kvalitet")
    await page.fill("#password", PASSWORD)
    await press(page)
    await page.goto(f"{address}/rapporter")
    yield "no reports"
    await page.fill("#from", "i fjol")
    await press(page)
    yield "a wrong day"
    await page.select_option("#board", "sn")
    await page.fill("#from", "2026-01-01")
    await page.fill("#to", "2026-12-31")
    await press(page)
    yield "a draft"
    draft = page.url
    await page.fill("#text-analysis", "Vi fick {{recieved}} ärenden.")
    await press(page, "section[aria-labelledby=analysis] button")
    yield "a wrong reference"
    await page.fill("#text-analysis", "Under året kom 99 klagomål in.")
    await press(page, "section[aria-labelledby=analysis] button")
    publish = "section[aria-labelledby=publish] button >> nth=0"
    await press(page, publish)
    yield "a contradiction"
    await page.fill("#text-analysis", "Det kom {{received kind=complaint}} klagomål.")
    await press(page, "section[aria-labelledby=analysis] button")
    await press(page, publish)
    yield "published"
    await page.goto(f"{address}/rapporter")
    yield "reports"
    await page.goto(f"{draft.split('#')[0]}.html")
    yield FILE


async def test_no_page_of_reports_breaks_a_rule(browser: Browser, address: str) -> None:
    context = await browser.new_context(locale="sv-SE", bypass_csp=True)
    page = await context.new_page()
    wrong: list[str] = []
    seen: list[str] = []

    async for name in _stood(page, address):
        seen.append(name)
        for width in (PHONE, DESK):
            await page.set_viewport_size({"width": width, "height": 800})
            found = [*await broken_rules(page), *await overflow(page)]
            if name != FILE:
                found += await small_targets(page)
            wrong += [f"{name}, {width} px: {each}" for each in found]

    assert wrong == []
    assert seen[-1] == FILE
    await context.close()
