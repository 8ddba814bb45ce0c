"""The page of a case and every step's form: no rule that axe knows is broken, and all fits."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page

from tests.browser.axe import broken_rules
from tests.browser.caseworker import workflow_client
from tests.browser.layout import overflow, small_targets
from tests.browser.staff_member import log_in, press
from tests.support.long_case import disputed, just_received, long_lived, reopened
from tests.support.returned import came_back
from tests.support.service import publish_declared
from tests.support.system import System
from tests.support.waiting import until
from tests.support.worklist_cases import take_steps

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280


async def _cases(system: System) -> tuple[str, str]:
    """Where a case with a long life is, and a new one."""
    long, new = long_lived(), just_received()
    await publish_declared(system.broker.url, long.event, new.event)
    async with workflow_client(system) as client:
        for each in (long, new):
            await take_steps(client, each)
        await publish_declared(system.broker.url, disputed(long.event.case_id))
        await reopened(client, long.event.case_id)
        await publish_declared(system.broker.url, came_back(long.event.case_id))

        async def is_unreached() -> bool:
            shown = await client.get(f"/cases/{long.event.case_id}")
            return bool(shown.json()["facts"]["unreached"])

        await until(is_unreached, "the case says that its complainant was not reached")
    workflow = system.url("workflow")
    return (
        f"{workflow}/arenden/{long.event.case_id}",
        f"{workflow}/arenden/{new.event.case_id}",
    )


async def _pages(page: Page, long: str, new: str) -> AsyncIterator[str]:
    """Stand at each page in turn; its name is given."""
    yield "long-lived case"
    steps = await page.locator(".step-list a").evaluate_all("links => links.map(a => a.href)")
    assert len(steps) > 15
    for step in dict.fromkeys(steps):
        await page.goto(step)
        yield step.rpartition("/")[2]
    await page.goto(f"{long}/vila")
    await page.fill("#until", "snart")
    await press(page, "form.step-form button.button >> nth=0")
    yield "form with errors"
    await page.goto(f"{long}/skriv")
    await page.fill("#text", "Vi hör av oss.")
    await page.evaluate("document.querySelector('[name=seq]').value = '2'")
    await press(page, "form.step-form button.button >> nth=0")
    yield "form that is stale"
    await page.goto(f"{long}/utskrift")
    yield "print"
    await page.goto(new)
    yield "new case"
    await page.goto(f"{new}/avsluta")
    yield "step that is barred"
    await page.goto(f"{new}/beslut-lex-sarah")
    yield "step of another role"


async def test_case_and_its_steps_keep_the_rules(browser: Browser, system: System) -> None:
    """One pass of axe on each page; contrast in the dark where all parts of the design are."""
    long, new = await _cases(system)
    context = await browser.new_context(locale="sv-SE", color_scheme="light")
    problems: list[str] = []
    titles: dict[str, str] = {}
    try:
        page = await context.new_page()
        await page.set_viewport_size({"width": PHONE, "height": 800})
        await page.goto(long)
        await log_in(page, system)
        async for name in _pages(page, long, new):
            found = [*await broken_rules(page), *await overflow(page), *await small_targets(page)]
            await page.set_viewport_size({"width": DESK, "height": 800})
            found += await overflow(page)
            await page.set_viewport_size({"width": PHONE, "height": 800})
            problems += [f"{name}: {problem}" for problem in found]
            titles[name] = await page.title()
            assert await page.locator("h1").count() == 1, name
        await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        for path in (long, f"{long}/bedom"):
            await page.goto(path)
            dark = await broken_rules(page, "color-contrast")
            problems += [f"{path} in the dark: {problem}" for problem in dark]
    finally:
        await context.close()
    assert problems == []
    assert len(set(titles.values())) >= len(titles) - 1, titles
