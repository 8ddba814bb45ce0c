"""No page of notifications for staff breaks a rule that axe knows, overflows, or is hard to hit.

Each is looked at as it stands on a phone and on a desk, and its contrast in the dark.
"""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from shared.clock import SystemClock, local_date
from tests.browser.axe import broken_rules
from tests.browser.layout import overflow, small_targets
from tests.browser.staff_member import log_in, press
from tests.support.system import System

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280
DEPUTY = "head-hemvard"
SAVE = "form[action$='/franvaro'] button"


async def _pages(page: Page, system: System) -> AsyncIterator[str]:
    """Stand at each page in turn as a manager; its name is given."""
    notifications = system.url("notifications")
    await page.goto(f"{notifications}/franvaro")
    yield "absence"
    await page.fill("#first", "i morgon")
    await press(page, SAVE)
    await expect(page.locator(".error-summary")).to_be_focused()
    yield "absence with errors"
    today = local_date(SystemClock().now())
    await page.fill("#first", (today + timedelta(days=1)).isoformat())
    await page.fill("#last", (today + timedelta(days=9)).isoformat())
    await page.select_option("#deputy", DEPUTY)
    await press(page, SAVE)
    yield "away"
    await page.check("#mail-daily")
    await press(page, "form[action$='/franvaro/mejl'] button")
    assert await page.is_checked("#mail-daily")
    yield "mail chosen"
    await page.goto(f"{notifications}/kalender")
    yield "calendar"
    await press(page, "form[action$='/kalender'] button")
    yield "new calendar address"


async def _pages_for_others(page: Page, system: System) -> AsyncIterator[str]:
    """The same for the registrar of all boards, who has no post."""
    notifications = system.url("notifications")
    await page.goto(f"{notifications}/franvaro")
    yield "absence of others"
    await page.select_option("#konto", "manager-hemvard-norr")
    await press(page, "form[method='get'] button")
    await expect(page.locator("#away")).to_contain_text("Hemvård")
    yield "someone else"


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
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"in the dark: {problem}" for problem in await broken_rules(page, "color-contrast")]
    await page.emulate_media(color_scheme="light")
    return found


async def test_pages_keep_the_rules(browser: Browser, system: System) -> None:
    problems: list[str] = []
    for user, pages in (("enhetschef", _pages), ("registrator", _pages_for_others)):
        context = await browser.new_context(locale="sv-SE", color_scheme="light")
        try:
            page = await context.new_page()
            await page.goto(f"{system.url('notifications')}/franvaro")
            await log_in(page, system, user)
            async for name in pages(page, system):
                problems += [f"{name}: {problem}" for problem in await _problems(page)]
                assert await page.locator("h1").count() == 1, name
            await page.goto(f"{system.url('notifications')}/franvaro?lang=en")
            await expect(page.locator("html")).to_have_attribute("lang", "en")
            problems += [f"English: {problem}" for problem in await _problems(page)]
        finally:
            await context.close()
    assert problems == []


async def test_one_gets_there_from_the_menu_without_scripts(page: Page, system: System) -> None:
    """`page` runs nothing."""
    await page.goto(f"{system.url('notifications')}/kalender")
    await log_in(page, system, "enhetschef-soder")
    await page.click("nav summary")
    await press(page, "nav a:has-text('Frånvaro och mejl')")
    await expect(page.locator("nav a[aria-current='page']")).to_have_text("Frånvaro och mejl")
    await page.click("nav summary")
    await press(page, "nav a:has-text('Kalender')")
    assert (await page.input_value("#feed")).endswith(".ics")
