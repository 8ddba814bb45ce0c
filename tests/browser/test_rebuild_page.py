"""The page of rebuilds keeps axe's rules in every state, and refreshes itself only when asked."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from services.reporting.pages.rebuild_pages import REFRESH_SECONDS
from services.reporting.rebuild import ASKS
from shared.clock import MovableClock
from shared.organisation import load_organisation
from shared.settings import Settings
from tests.browser.axe import broken_rules
from tests.browser.layout import overflow, small_targets
from tests.browser.serving import served
from tests.browser.staff_member import press
from tests.integration.reporting_cases import investigating, snapshots
from tests.integration.reporting_copies import PATIENCE
from tests.integration.reporting_pages import ReportingPages
from tests.support.staff import PASSWORD
from tests.support.submissions import submission

pytestmark = pytest.mark.browser

PHONE, DESK = 390, 1280
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
BUTTON = "main form button"


@pytest.fixture
async def pages(settings_for: Callable[..., Settings]) -> AsyncIterator[ReportingPages]:
    settings = settings_for()
    made = ReportingPages(settings, load_organisation(settings.organisation), MovableClock(NOW))
    cases = [submission() for _ in range(6)]
    await made.count(*cases)
    made.workflow.knows(*cases[:3], *(investigating(case) for case in cases[3:]))
    yield made
    await made.close()


async def _collect(pages: ReportingPages, number: int) -> None:
    await pages.rebuilding.look()
    newest = (await pages.rebuilding.latest())[0]
    for snapshot in snapshots(pages.workflow.cases.values(), newest.id)[:number]:
        await pages.counting.collect(snapshot)
    await pages.rebuilding.look()


async def _problems(page: Page) -> list[str]:
    found: list[str] = []
    for width in (PHONE, DESK):
        await page.set_viewport_size({"width": width, "height": 900})
        found += [*await broken_rules(page), *await overflow(page), *await small_targets(page)]
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += await broken_rules(page, "color-contrast")
    await page.emulate_media(color_scheme="light")
    return found


async def test_rebuild_is_made_on_the_page(browser: Browser, pages: ReportingPages) -> None:
    problems: list[str] = []
    context = await browser.new_context(locale="sv-SE", color_scheme="light")
    async with served(pages.app) as url:
        page = await context.new_page()
        await page.goto(f"{url}/omrakning")
        await page.fill("#user", "förvaltare")
        await page.fill("#password", PASSWORD)
        await press(page)
        problems += [f"before: {each}" for each in await _problems(page)]
        await page.click(BUTTON)
        await _collect(pages, 2)
        # The page comes anew by itself, and stops when it is asked to.
        await expect(page.locator("#how-far")).to_have_text(
            "2 av 6 ärenden har kommit", timeout=4 * REFRESH_SECONDS * 1000
        )
        bar = page.get_by_role("progressbar", name="2 av 6 ärenden har kommit")
        await expect(bar).to_have_attribute("max", "6")
        await page.get_by_role("link", name="Sluta uppdatera av sig själv").click()
        await expect(page.locator('meta[http-equiv="refresh"]')).to_have_count(0)
        problems += [f"under way: {each}" for each in await _problems(page)]
        await _collect(pages, 6)
        await page.get_by_role("link", name="Uppdatera nu").click()
        await expect(page.locator("main table tbody tr")).to_have_count(3)
        problems += [f"done: {each}" for each in await _problems(page)]
        await page.click(BUTTON)
        await _collect(pages, 1)
        for _ in range(ASKS + 1):
            pages.clock.advance(PATIENCE + timedelta(seconds=1))
            await pages.rebuilding.look()
        await page.goto(f"{url}/omrakning?lang=en")
        await page.click("main details summary")
        problems += [f"failed: {each}" for each in await _problems(page)]
        await expect(page.locator("main .badge").first).to_have_text("Failed")
    await context.close()

    assert problems == []
