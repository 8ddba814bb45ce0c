"""A finding is merged into the unit's own report, by keyboard and pointer, in a real browser."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.axe import broken_rules
from tests.browser.caseworker import workflow_client
from tests.browser.layout import overflow, small_targets
from tests.browser.staff_member import log_in, press
from tests.support.one_event import WRITTEN, a_finding, another_of_the_units, the_units_own
from tests.support.service import publish_declared
from tests.support.system import System
from tests.support.worklist_cases import take_steps

pytestmark = pytest.mark.browser

PHONE, DESK = 390, 1280


async def test_a_finding_and_the_units_report_become_one_event(
    browser: Browser, system: System
) -> None:
    finding, own, other = a_finding(), the_units_own(), another_of_the_units()
    await publish_declared(system.broker.url, *(each.event for each in (finding, own, other)))
    async with workflow_client(system) as client:
        for each in (finding, own, other):
            await take_steps(client, each)
        number = (await client.get(f"/cases/{own.event.case_id}")).json()["diary_number"]
    workflow = system.url("workflow")
    context = await browser.new_context(locale="sv-SE", color_scheme="light")
    try:
        page = await context.new_page()
        await page.set_viewport_size({"width": PHONE, "height": 800})
        await page.goto(f"{workflow}/arenden/{finding.event.case_id}")
        await log_in(page, system)
        proposed = page.locator("section[aria-labelledby=samma]")
        await expect(proposed.get_by_role("heading")).to_have_text("Kan vara samma händelse")
        first = proposed.locator("li").first
        await expect(first).to_contain_text(number)
        await expect(first).to_contain_text("Samma enhet, samma kategori, samma dag")
        await expect(first).to_contain_text("Upptäckt av: enheten själv")
        for size in (PHONE, DESK):
            await page.set_viewport_size({"width": size, "height": 800})
            assert await broken_rules(page) == []
            assert await overflow(page) == []
            assert await small_targets(page) == []
        await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        await page.reload()
        assert await broken_rules(page, "color-contrast") == []
        await page.emulate_media(media="print")
        await expect(proposed).to_be_hidden()
        await page.emulate_media(media="screen", color_scheme="light")

        await first.get_by_role("link", name=f"Slå ihop: {number}").press("Enter")
        await page.wait_for_load_state()
        assert await page.input_value("#into") == number
        await page.fill("#reason", "Samma kväll, samma person.")
        await press(page, "form.step-form button.button >> nth=0")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Är det rätt ärende?")
        await expect(page.locator("blockquote")).to_contain_text(WRITTEN)
        assert await broken_rules(page) == []
        await press(page)
        await expect(page.get_by_role("status")).to_contain_text("ihopslaget")

        await page.goto(f"{workflow}/arenden/{own.event.case_id}")
        facts = page.locator("section[aria-labelledby=uppgifter]")
        await expect(facts).to_contain_text("Upptäckt också av")
        await expect(facts).to_contain_text("En riktad granskning")
        await expect(page.get_by_text("En dubblett slogs ihop med ärendet")).to_be_visible()
        assert await page.locator("section[aria-labelledby=samma]").count() == 0
        assert await broken_rules(page) == []
    finally:
        await context.close()
