"""Letters, calls, the closing talk: no page breaks a rule of axe's, or overflows a phone."""

from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Browser, Page

from tests.browser.axe import broken_rules
from tests.browser.contexts import on_screen
from tests.browser.layout import overflow, small_targets
from tests.browser.staff_member import log_in, press
from tests.support.by_hand import Desk
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.system import System

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280
POST = {"address": "Storgatan 1, 123 45 Exempelstad"}
NUMBER = {"phone": "070-123 45 67"}


@pytest.fixture
async def desk(system: System) -> AsyncIterator[Desk]:
    async with httpx.AsyncClient(
        headers=system.headers(), trust_env=False, verify=NO_AUTHORITIES, timeout=60
    ) as client:
        yield Desk(system, client)


async def _every_page(page: Page, desk: Desk) -> AsyncIterator[str]:
    """Stand at each page in turn; its name is given."""
    notifications = desk.system.url("notifications")
    cases = [
        await desk.handed_in(POST),
        await desk.handed_in(POST, protected_identity=True),
        await desk.handed_in({}, feedback_wish="letter"),
    ]
    letters = [await desk.waiting(case, "acknowledgement") for case in cases]
    called = await desk.handed_in(NUMBER)
    call = await desk.waiting(called, "acknowledgement")
    await page.goto(f"{notifications}/brev")
    await log_in(page, desk.system, "registrator-von")
    for summary in await page.locator("main summary").all():
        await summary.click()
    yield "letters"
    await page.goto(f"{notifications}/brev")
    await press(page, "button[formaction$=postade]")
    yield "letters with an error"
    await page.check(f"input[value='{letters[0]}']")
    await press(page, "button[formaction$=postade]")
    yield "letters posted now"
    await page.goto(f"{notifications}/brev?visa=postade")
    await page.locator("main summary").first.click()
    yield "posted letters"
    await page.goto(f"{notifications}/samtal")
    yield "calls"
    await page.goto(f"{notifications}/samtal/{call}")
    await page.check("input[value=reached]")
    yield "a call"
    await press(page)
    yield "a call with an error"
    await page.check("input[value=wrong_number]")
    await press(page)
    yield "calls, one noted"
    await page.goto(f"{notifications}/samtal/{call}")
    yield "a call that is over"
    await page.goto(f"{desk.system.url('intake')}/personal/enkat/{cases[0]}")
    yield "a closing talk too early"
    await desk.closed(cases[0])
    await desk.asked(cases[0])
    await page.goto(f"{desk.system.url('intake')}/personal/enkat/{cases[0]}")
    yield "a closing talk"
    await press(page)
    yield "a closing talk with an error"
    await page.goto(f"{desk.system.url('workflow')}/arenden/{cases[1]}")
    yield "a protected case"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_pages_keep_the_rules(browser: Browser, desk: Desk, scheme: str) -> None:
    problems: list[str] = []
    titles: dict[str, str] = {}
    async with on_screen(browser, DESK, scheme) as page:
        async for name in _every_page(page, desk):
            for width in (PHONE, DESK):
                await page.set_viewport_size({"width": width, "height": 800})
                found = (
                    *await broken_rules(page),
                    *await overflow(page),
                    *await small_targets(page),
                )
                problems += [f"{name}, {width} px: {problem}" for problem in found]
            titles[name] = await page.title()
            assert await page.locator("h1").count() == 1, name
    assert problems == []
    assert titles["letters with an error"].startswith("Error:")
