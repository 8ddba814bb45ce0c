"""No page breaks a rule that axe knows, overflows a phone, or has a target too small to hit."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page

from tests.browser.axe import broken_rules
from tests.browser.contexts import on_screen
from tests.browser.layout import overflow, small_targets
from tests.browser.visitor import (
    EMAIL,
    EMPTY,
    PDF,
    PROGRAM,
    fill_in,
    follow,
    press_main_button,
    read_receipt,
)

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280
ENLARGED = 320
"""What is left of 1280 px when a page is enlarged to 400 % (WCAG 2.1, 1.4.10)."""


async def _every_public_page(page: Page, address: str, language: str) -> AsyncIterator[str]:
    """Stand at each page in turn; its name is given."""
    await page.goto(f"{address}/?lang={language}")
    yield "start"
    await page.goto(f"{address}/lamna")
    yield "form"
    await page.fill("#find", "hemtjänst")
    async with page.expect_navigation():
        await page.click("button[value=search]")
    for details in await page.locator("details > summary").all():
        await details.click()
    yield "form with a search"
    await page.goto(f"{address}/lamna")
    await press_main_button(page)
    yield "form with nothing in it"
    await page.goto(f"{address}/lamna")
    await fill_in(page, email="fel")
    await page.check("#concerned-relative")
    await page.set_input_files("#files", [PDF, PROGRAM, EMPTY])
    await press_main_button(page)
    yield "form with errors"
    await page.fill("#email", EMAIL)
    await press_main_button(page)
    yield "review"
    await press_main_button(page)
    keys = await read_receipt(page)
    await page.click("details > summary")
    yield "receipt"
    await follow(page, address, keys)
    yield "followed case"
    async with page.expect_navigation():
        await page.click("form[action$='/folj/stang'] button")
    yield "follow"
    await press_main_button(page)
    yield "follow with errors"
    await page.goto(f"{address}/tillganglighet")
    yield "accessibility statement"
    await page.goto(f"{address}/tryck")
    yield "what can be printed"
    await page.goto(f"{address}/kvitto/none")
    yield "receipt that is gone"
    await page.goto(f"{address}/nowhere")
    yield "no such page"


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [
        # Both languages on both screens, and each of these in light and in dark.
        ("sv", PHONE, "light"),
        ("sv", DESK, "dark"),
        ("en", PHONE, "dark"),
        ("en", DESK, "light"),
    ],
)
async def test_public_pages_keep_the_rules(
    browser: Browser, intake_url: str, language: str, width: int, scheme: str
) -> None:
    async with on_screen(browser, width, scheme) as page:
        problems = [
            f"{name}: {problem}"
            async for name in _every_public_page(page, intake_url, language)
            for problem in (
                *await broken_rules(page),
                *await overflow(page),
                *await small_targets(page),
            )
        ]
    assert problems == []


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_part_of_the_design_keeps_the_rules(
    browser: Browser, specimen_url: str, width: int, scheme: str
) -> None:
    async with on_screen(browser, width, scheme) as page:
        await page.goto(specimen_url)
        problems = [
            *await broken_rules(page),
            *await overflow(page),
            *await small_targets(page),
        ]
    assert problems == []


async def test_public_pages_are_readable_when_enlarged(browser: Browser, intake_url: str) -> None:
    async with on_screen(browser, ENLARGED, "light", height=256) as page:
        problems = [
            f"{name}: {problem}"
            async for name in _every_public_page(page, intake_url, "sv")
            for problem in await overflow(page)
        ]
    assert problems == []


async def test_every_public_page_has_a_title_of_its_own_and_one_heading(
    browser: Browser, intake_url: str
) -> None:
    titles: dict[str, str] = {}
    async with on_screen(browser, DESK, "light") as page:
        async for name in _every_public_page(page, intake_url, "sv"):
            assert await page.locator("h1").count() == 1, name
            if not name.startswith("form with"):
                titles[name] = await page.title()
    assert len(set(titles.values())) == len(titles)
