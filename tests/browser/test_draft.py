"""What a person has typed stays, whatever way they go: back, forward, round again."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.visitor import (
    OWN_WORDS,
    PDF,
    PROGRAM,
    fill_in,
    press_main_button,
    read_receipt,
    send_in,
)

pytestmark = pytest.mark.browser


async def _still_there(page: Page) -> None:
    """What was typed."""
    await expect(page.locator("#kind")).to_be_checked()
    await expect(page.locator("#text")).to_have_value(OWN_WORDS)
    await expect(page.locator("#occurred_on")).to_have_value("2026-09-13")
    await expect(page.locator("#answer")).to_be_checked()
    chosen = page.locator("[name=place]:checked, [name=place][type=hidden]")
    await expect(chosen).to_have_attribute("value", "von/hemvard-norr")


async def test_draft_survives_an_error_and_every_way_through_the_history(
    page: Page, intake_url: str
) -> None:
    await page.goto(intake_url)
    await page.goto(f"{intake_url}/lamna")
    await fill_in(page, email="fel")
    await press_main_button(page)
    await _still_there(page)
    await page.fill("#email", "anhorig@post.example")
    await press_main_button(page)
    review = page.get_by_role("heading", name="Kontrollera det du skrivit")
    await expect(review).to_be_visible()

    await page.go_back()
    await _still_there(page)
    await expect(page.locator("#email")).to_have_value("anhorig@post.example")
    await page.go_back()
    await _still_there(page)
    await expect(page.locator("#email")).to_have_value("fel")
    await page.go_forward()
    await _still_there(page)
    await page.go_forward()
    await expect(review).to_be_visible()
    await page.reload()
    await expect(review).to_be_visible()
    await press_main_button(page)
    first = await read_receipt(page)

    # Who goes all the way back and sends the same once more has handed in once.
    for _ in range(2):
        await page.go_back()
    await _still_there(page)
    await send_in(page)
    assert await read_receipt(page) == first


async def test_draft_survives_a_reload_of_the_form_that_has_an_error(
    page: Page, intake_url: str
) -> None:
    await page.goto(f"{intake_url}/lamna")
    await fill_in(page, email="fel")
    await press_main_button(page)
    await page.reload()
    await _still_there(page)


async def test_files_survive_errors_review_and_the_way_back(page: Page, intake_url: str) -> None:
    await page.goto(f"{intake_url}/lamna")
    await fill_in(page, email="fel")
    await page.set_input_files("#files", [PDF, PROGRAM])
    await press_main_button(page)
    await expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    await expect(page.locator("#files-error")).to_contain_text("program.pdf")
    await expect(page.locator(".files li")).to_have_count(1)
    await expect(page.locator(".files")).to_contain_text("brev.pdf")

    await page.fill("#email", "anhorig@post.example")
    await press_main_button(page)
    await expect(page.locator(".summary-list").first).to_contain_text("brev.pdf")
    await page.reload()
    await expect(page.locator(".summary-list").first.get_by_text("brev.pdf")).to_have_count(1)
    await page.get_by_role("button", name="Ändra Bilder och dokument").click()
    await expect(page.locator("#files")).to_be_in_viewport()
    await page.get_by_role("button", name="Ta bort brev.pdf").click()
    await expect(page.locator(".files")).to_have_count(0)
    await page.set_input_files("#files", [PDF])
    await send_in(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Tack, vi har tagit emot det du skrev"
    )
