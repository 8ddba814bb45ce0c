"""No list of the workflow breaks a rule that axe knows, overflows a phone, or is hard to hit.

One browser walks past every page; each is looked at as it stands on a phone and on a desk, and its
contrast in the dark, without being loaded anew.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.axe import broken_rules
from tests.browser.caseworker import workflow_client
from tests.browser.layout import overflow, small_targets
from tests.browser.staff_member import log_in, press
from tests.support.service import publish_declared
from tests.support.system import System
from tests.support.worklist_cases import Sample, samples, take_steps

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280
SEARCH = "main form button.button >> nth=0"


async def _cases(system: System) -> tuple[Sample, ...]:
    """Cases of every sort."""
    made = samples()
    await publish_declared(system.broker.url, *(each.event for each in made))
    async with workflow_client(system) as client:
        for each in made:
            await take_steps(client, each)
    return made


async def _refuse(system: System, sample: Sample) -> None:
    """Have it as if another diary would not take the case."""
    conflict = {"state": "conflict", "since": datetime.now(UTC), "problem": "number_in_use"}
    changed = await system.documents("workflow", "cases").update_one(
        {"_id": str(sample.event.case_id)}, {"$set": {"mirror": {**conflict, "waiting": None}}}
    )
    assert changed.matched_count == 1


async def _pages(page: Page, system: System, sample: Sample) -> AsyncIterator[str]:
    """Stand at each page in turn; its name is given."""
    workflow = system.url("workflow")
    await page.goto(f"{workflow}/arbete?visa=open")
    await page.click(".filters summary")
    yield "work, with filters open"
    await page.goto(f"{workflow}/arbete?visa=late&typ=complaint&tid=forsenade")
    yield "narrowed work"
    await page.goto(f"{workflow}/arbete?visa=waiting&typ=lex_sarah")
    yield "nothing in the selection"
    await page.goto(f"{workflow}/sok")
    yield "search"
    await press(page, SEARCH)
    yield "search for nothing"
    await page.fill("#ord", "utbetalningen")
    await press(page, SEARCH)
    yield "found"
    await page.goto(f"{workflow}/diarium?namnd=von")
    yield "diary"
    await page.goto(f"{workflow}/diarium?fran=x")
    yield "diary with an error"
    await _refuse(system, sample)
    await page.goto(f"{workflow}/diarium/konflikter")
    await page.click(".cases summary >> nth=0")
    yield "conflicts"


async def test_lists_keep_the_rules(browser: Browser, system: System) -> None:
    *_, unassigned = await _cases(system)
    workflow = system.url("workflow")
    context = await browser.new_context(locale="sv-SE", color_scheme="light")
    problems: list[str] = []
    titles: dict[str, str] = {}
    try:
        page = await context.new_page()
        await page.goto(f"{workflow}/")
        await log_in(page, system, "registrator")
        async for name in _pages(page, system, unassigned):
            problems += [f"{name}: {problem}" for problem in await _problems(page)]
            titles[name] = await page.title()
            assert await page.locator("h1").count() == 1, name
        await page.goto(f"{workflow}/arbete?visa=open&lang=en")
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        problems += [f"English: {problem}" for problem in await _problems(page)]
    finally:
        await context.close()
    assert problems == []
    assert len(set(titles.values())) == len(titles), titles


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


async def test_work_is_found_with_the_keyboard_and_without_scripts(
    page: Page, system: System
) -> None:
    """From the login to a narrowed list and a search, as `page` runs nothing."""
    made = await _cases(system)
    await page.goto(f"{system.url('workflow')}/arbete?visa=open")
    await log_in(page, system, "enhetschef")

    await _tab_to(page, ".skip-link")
    await page.keyboard.press("Enter")
    await _tab_to(page, ".filters summary")
    await page.keyboard.press("Enter")
    await _tab_to(page, "#typ")
    await page.keyboard.type("Beröm")
    await _tab_to(page, ".filter-actions button")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    rows = page.locator(".dense tbody tr")
    assert await rows.count() >= 1
    assert all("Beröm" in text for text in await rows.all_inner_texts())

    await page.goto(f"{system.url('workflow')}/sok")
    asked = page.locator("#ord")
    await expect(asked).to_be_focused()
    await page.keyboard.type(made[0].event.facts.reference)
    await expect(asked).to_have_value(made[0].event.facts.reference)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(rows).to_have_count(1)
    await expect(page).to_have_title("Sökresultat – Ärenden – Exempelkommun")


async def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; fails when it never does."""
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await page.evaluate("chosen => document.activeElement.matches(chosen)", selector):
            return
    raise AssertionError(f"the keyboard never comes to {selector}")
