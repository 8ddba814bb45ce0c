"""No page of figures breaks a rule that axe knows, overflows a phone, or is hard to hit."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page, expect

from shared.clock import MovableClock
from shared.organisation import load_organisation
from shared.settings import Settings
from tests.browser.axe import broken_rules
from tests.browser.layout import overflow, small_targets
from tests.browser.serving import served
from tests.browser.staff_member import press
from tests.integration.reporting_pages import ReportingPages
from tests.support.staff import PASSWORD
from tests.support.years_of_cases import years_of_cases

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
PAGES = {
    "overview": "/oversikt",
    "overview of a unit": "/oversikt?board=von&unit=hemvard&period=2025-L",
    "overview of nothing": "/oversikt?period=2019",
    "analysis": "/analys?rader=cause&kolumner=gender",
    "analysis of one property": "/analys?rader=month&kolumner=&kind=complaint",
    "analysis to be published": "/analys?rader=unit&kolumner=kind&publicera=ja",
    "comparison": "/jamfor?board=von",
    "comparison of a kind with days": "/jamfor?period=2026-H1&mot=2025-H2&kind=complaint",
    "comparison of nothing": "/jamfor?period=2019",
    "units": "/enheter",
    "unit": "/enheter/hemvard",
    "unit without cases": "/enheter/stodboende?period=2019",
    "control points": "/kontrollpunkter",
    "figures": "/siffror",
    "figure": "/siffror/answered?visa=saknas&kind=complaint",
    "not known": "/analys?rader=humor",
}


@pytest.fixture
async def reporting_url(settings_for: Callable[..., Settings]) -> AsyncIterator[str]:
    settings = settings_for()
    organisation = load_organisation(settings.organisation)
    pages = ReportingPages(settings, organisation, MovableClock(NOW))
    await pages.count(*years_of_cases(NOW.date(), 150))
    async with served(pages.app) as url:
        yield url
    await pages.close()


async def _log_in(page: Page, url: str) -> None:
    await page.goto(f"{url}/oversikt")
    await page.fill("#user", "kvalitet")
    await page.fill("#password", PASSWORD)
    await press(page)


async def _problems(page: Page) -> list[str]:
    found: list[str] = []
    for width in (PHONE, DESK):
        await page.set_viewport_size({"width": width, "height": 800})
        of_width = (
            *await broken_rules(page),
            *await overflow(page),
            *await small_targets(page),
        )
        found += [f"{width} px: {problem}" for problem in of_width]
        wide = await page.evaluate("document.documentElement.scrollWidth")
        found += [f"{width} px: the page is {wide} wide"] if wide > width else []
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"in the dark: {problem}" for problem in await broken_rules(page, "color-contrast")]
    await page.emulate_media(color_scheme="light")
    return found


async def test_pages_of_figures_keep_the_rules(browser: Browser, reporting_url: str) -> None:
    context = await browser.new_context(locale="sv-SE", color_scheme="light")
    problems: list[str] = []
    titles: dict[str, str] = {}
    try:
        page = await context.new_page()
        await _log_in(page, reporting_url)
        for name, path in PAGES.items():
            await page.goto(f"{reporting_url}{path}")
            # What is opened on request is looked at too.
            await page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
            problems += [f"{name}: {problem}" for problem in await _problems(page)]
            titles[name] = await page.title()
            assert await page.locator("h1").count() == 1, name
        for name in ("overview", "analysis", "comparison", "unit"):
            path = PAGES[name]
            await page.goto(f"{reporting_url}{path}{'&' if '?' in path else '?'}lang=en")
            await expect(page.locator("html")).to_have_attribute("lang", "en")
            problems += [f"{name} in English: {problem}" for problem in await _problems(page)]
    finally:
        await context.close()
    assert problems == []
    assert len(set(titles.values())) == len(titles), titles


async def test_chart_is_named_and_its_numbers_are_in_a_table(
    browser: Browser, reporting_url: str
) -> None:
    context = await browser.new_context(locale="sv-SE")
    try:
        page = await context.new_page()
        await _log_in(page, reporting_url)
        chart = page.get_by_role("img", name="Inkomna per månad")
        await expect(chart).to_have_accessible_description(
            f"Linjediagram över 12 månader. I allt 2026: {await _sums(page)}. "
            "Alla tal står i tabellen under diagrammet."
        )
        assert await page.get_by_role("img").count() >= 5
    finally:
        await context.close()


async def _sums(page: Page) -> str:
    """The sums of the table's columns, as the chart tells them."""
    cells = page.locator(".pictured:has(#months-title) tbody tr td")
    numbers = [int(text) if text.isdigit() else 0 for text in await cells.all_text_contents()]
    return f"{sum(numbers[::2])}; Året innan: {sum(numbers[1::2])}"


async def test_analysis_is_made_with_the_keyboard_and_without_scripts(
    page: Page, reporting_url: str
) -> None:
    """From the login by way of two choices to the cases of one cell, as `page` runs nothing."""
    await _log_in(page, reporting_url)
    await page.goto(f"{reporting_url}/analys")
    await _tab_to(page, ".skip-link")
    await page.keyboard.press("Enter")
    await _tab_to(page, "#rader")
    await page.keyboard.type("Orsak")
    await _tab_to(page, "#kolumner")
    await page.keyboard.type("Enhet")
    await _tab_to(page, ".pivot-form button")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.locator("caption")).to_have_text("Inkomna efter orsak och enhet")
    await _tab_to(page, ".pivot tbody td a")
    cases = await page.evaluate("document.activeElement.textContent")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.locator(".number-alone")).to_have_text(cases)
    await expect(page.locator(".dense tbody tr")).to_have_count(int(cases))


async def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; fails when it never does."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("chosen => document.activeElement.matches(chosen)", selector):
            return
    raise AssertionError(f"the keyboard never comes to {selector}")
