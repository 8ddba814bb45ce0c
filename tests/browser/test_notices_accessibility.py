"""No page of notices, alarms, texts and the internal control breaks a rule that axe knows.

Nor does any overflow a phone, or have something that is hard to hit; each is looked at on a phone
and on a desk, in both languages, and its contrast in the dark.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, expect

from shared.events.submissions import CaseReceived
from shared.ids import new_id
from shared.settings import Settings
from tests.browser.axe import broken_rules
from tests.browser.conftest import ORGANISATION
from tests.browser.contexts import visiting
from tests.browser.layout import overflow, small_targets
from tests.browser.staff_member import press
from tests.support.foundation import Foundation
from tests.support.notices_desk import NoticesDesk, every_sort, late_one, notices_desk
from tests.support.staff import PASSWORD

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280


@dataclass(frozen=True)
class Told:
    desk: NoticesDesk
    late: CaseReceived


@pytest.fixture(scope="module")
async def told(
    broker: Foundation, store: Foundation, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Told]:
    """A service to which cases of every sort have come."""
    settings = Settings.model_validate(
        {
            "amqp_url": broker.url,
            "mongo_url": store.url,
            "database_prefix": f"t{new_id().hex[-12:]}",
            "queue_type": "classic",
            "organisation": ORGANISATION,
        }
    )
    async with notices_desk(tmp_path_factory.mktemp("notices"), settings) as desk:
        events = every_sort()
        await desk.tell(*events)
        await desk.settled()
        yield Told(desk, late_one(events))


def pages(told: Told) -> dict[str, str]:
    return {
        "notices": "/utskick",
        "failed notices": "/utskick?lage=failed",
        "no notices": "/utskick?lage=withdrawn",
        "notices of a case": f"/utskick/arenden/{told.late.case_id}",
        "alarms": "/larm",
        "control": "/internkontroll?visa=besvarade-missing",
        "nothing to control": "/internkontroll?fran=2020-01-01&till=2020-12-31",
        "control with an error": "/internkontroll?fran=x",
        "texts": "/texter?namnd=von",
        "a text": "/texter/closed?namnd=von",
        "a text of ours": "/texter/answered?namnd=sn&sprak=en&exempel=1",
    }


@pytest.mark.parametrize("language", ["sv", "en"])
async def test_pages_keep_the_rules(browser: Browser, told: Told, language: str) -> None:
    problems: list[str] = []
    titles: dict[str, str] = {}
    async with visiting(browser, locale=f"{language}-SE", color_scheme="light") as context:
        page = await context.new_page()
        await page.goto(f"{told.desk.url}/utskick?lang={language}")
        await _log_in(page)
        for name, path in pages(told).items():
            await page.goto(f"{told.desk.url}{path}")
            await expect(page.locator("html")).to_have_attribute("lang", language)
            for opened in await page.locator("details > summary").all():
                await opened.click()
            problems += [f"{name}: {problem}" for problem in await _problems(page)]
            titles[name] = await page.title()
            assert await page.locator("h1").count() == 1, name
    assert problems == []
    # A list and a part of it are one page.
    assert len(set(titles.values())) >= len(titles) - 3, titles


async def test_mails_are_seen_in_their_frame(browser: Browser, told: Told) -> None:
    async with visiting(browser, locale="sv-SE", color_scheme="light") as context:
        page = await context.new_page()
        await page.goto(f"{told.desk.url}/texter/closed?namnd=von")
        await _log_in(page)
        mail = page.frame_locator("iframe")
        await expect(mail.locator("h1")).to_have_text("Vi har avslutat ditt ärende SN 2026-00047")
        await expect(mail.locator("h2").first).to_have_text("HÅLLER DU MED?")
        styled = await mail.locator("h1").evaluate("each => getComputedStyle(each).fontSize")
        assert styled == "22px"


async def test_from_alarm_to_notice_with_the_keyboard_and_without_scripts(
    page: Page, told: Told
) -> None:
    """`page` runs nothing."""
    await page.goto(f"{told.desk.url}/larm")
    await _log_in(page)
    await expect(page.locator("h1")).to_have_text("Larm")

    await _tab_to(page, f"a[href$='/utskick/arenden/{told.late.case_id}']")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_contain_text("Utskick i ärende")
    await _tab_to(page, "details > summary")
    await page.keyboard.press("Enter")
    await expect(page.locator("details[open] li").first).to_be_visible()

    await page.goto(f"{told.desk.url}/utskick")
    await _tab_to(page, "#lage")
    await page.keyboard.type("Gick inte fram")
    await _tab_to(page, ".filter-actions button")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    rows = page.locator(".dense tbody tr")
    await expect(rows).to_have_count(2)

    await page.goto(f"{told.desk.url}/internkontroll")
    await _tab_to(page, ".control a")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.locator("#lista")).to_be_visible()


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


async def _log_in(page: Page) -> None:
    await page.fill("#user", "registrator")
    await page.fill("#password", PASSWORD)
    await press(page)


async def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; fails when it never does."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        if await page.evaluate("chosen => document.activeElement.matches(chosen)", selector):
            return
    raise AssertionError(f"the keyboard never comes to {selector}")
