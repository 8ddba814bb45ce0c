"""No page breaks a rule that axe knows, overflows a phone, or has a target too small to hit."""

from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from tests.browser.visitor import fill_in, follow, hand_in, press_main_button

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280
ENLARGED = 320
"""What is left of 1280 px when a page is enlarged to 400 % (WCAG 2.1, 1.4.10)."""


async def _broken_rules(page: Page) -> list[str]:
    found = await Axe().run(page)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


async def _overflow(page: Page) -> list[str]:
    wide = await page.evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter(e => !e.closest('.table-frame, .visually-hidden, .skip-link, svg'))"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 0.5)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    return [f"wider than the screen: {element}" for element in wide]


async def _small_targets(page: Page) -> list[str]:
    small = await page.evaluate(
        """[...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea')]
        .filter(e => e.checkVisibility() && !e.matches('.skip-link, p:not(.actions) > a, dd > a'))
        .map(e => [e, (e.matches('.choice > input') ? e.nextElementSibling :
                       e.closest('.card') ?? e).getBoundingClientRect()])
        .filter(([e, box]) => box.height < 43.5 || box.width < 43.5)
        .map(([e, box]) => `${box.width}x${box.height} ${e.outerHTML.slice(0, 80)}`)"""
    )
    return [f"too small to hit: {element}" for element in small]


async def _every_public_page(page: Page, address: str, language: str) -> AsyncIterator[str]:
    """Stand at each page in turn; its name is given."""
    await page.goto(f"{address}/?lang={language}")
    yield "start"
    await page.goto(f"{address}/lamna")
    yield "form"
    await fill_in(page, email="fel")
    await press_main_button(page)
    yield "form with an error"
    await page.goto(f"{address}/lamna")
    await press_main_button(page)
    yield "form with nothing in it"
    keys = await hand_in(page, address)
    yield "receipt"
    await follow(page, address, keys)
    yield "followed case"
    await press_main_button(page)
    yield "follow"
    await press_main_button(page)
    yield "follow with errors"
    await page.goto(f"{address}/tillganglighet")
    yield "accessibility statement"
    await page.goto(f"{address}/kvitto/none")
    yield "receipt that is gone"
    await page.goto(f"{address}/nowhere")
    yield "no such page"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_public_pages_keep_the_rules(
    browser: Browser, intake_url: str, language: str, width: int, scheme: str
) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    try:
        page = await context.new_page()
        problems = [
            f"{name}: {problem}"
            async for name in _every_public_page(page, intake_url, language)
            for problem in (
                *await _broken_rules(page),
                *await _overflow(page),
                *await _small_targets(page),
            )
        ]
    finally:
        await context.close()
    assert problems == []


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_part_of_the_design_keeps_the_rules(
    browser: Browser, specimen_url: str, width: int, scheme: str
) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    try:
        page = await context.new_page()
        await page.goto(specimen_url)
        problems = [
            *await _broken_rules(page),
            *await _overflow(page),
            *await _small_targets(page),
        ]
    finally:
        await context.close()
    assert problems == []


async def test_public_pages_are_readable_when_enlarged(browser: Browser, intake_url: str) -> None:
    context = await browser.new_context(viewport={"width": ENLARGED, "height": 256})
    try:
        page = await context.new_page()
        problems = [
            f"{name}: {problem}"
            async for name in _every_public_page(page, intake_url, "sv")
            for problem in await _overflow(page)
        ]
    finally:
        await context.close()
    assert problems == []


async def test_every_public_page_has_a_title_of_its_own_and_one_heading(
    browser: Browser, intake_url: str
) -> None:
    context = await browser.new_context()
    titles: dict[str, str] = {}
    try:
        page = await context.new_page()
        async for name in _every_public_page(page, intake_url, "sv"):
            assert await page.locator("h1").count() == 1, name
            if name != "form with nothing in it":
                titles[name] = await page.title()
    finally:
        await context.close()
    assert len(set(titles.values())) == len(titles)
