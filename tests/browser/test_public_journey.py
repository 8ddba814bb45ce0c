"""From a form with an error to a followed case, in a browser that runs no scripts."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.visitor import (
    OWN_WORDS,
    fill_in,
    follow,
    hand_in,
    press_main_button,
    read_receipt,
)
from tests.support.waiting import until

pytestmark = pytest.mark.browser


async def _focused(page: Page) -> str:
    """The id or class of what has the focus."""
    focused = "document.activeElement"
    return str(await page.evaluate(f"{focused}.id || {focused}.className"))


async def test_error_is_corrected_and_the_case_followed(page: Page, intake_url: str) -> None:
    await page.goto(intake_url)
    await page.get_by_role("link", name="Lämna synpunkt eller klagomål").click()
    await fill_in(page, email="fel")
    await press_main_button(page)

    await expect(page.get_by_role("alert")).to_contain_text("Kontrollera e-postadressen")
    assert await _focused(page) == "error-summary"
    assert (await page.title()).startswith("Fel: ")
    await expect(page.locator("#text")).to_have_value(OWN_WORDS)
    await page.get_by_role("alert").get_by_role("link").click()
    assert await _focused(page) == "email"

    await page.fill("#email", "anhorig@post.example")
    await press_main_button(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Tack, vi har tagit emot det du skrev"
    )
    keys = await read_receipt(page)
    assert keys.secret.replace(" ", "") not in page.url
    await page.reload()
    assert await read_receipt(page) == keys

    await follow(page, intake_url, keys)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Så går det med ditt ärende")
    await expect(page.locator("main")).to_contain_text("Hemvård norr")
    assert page.url == f"{intake_url}/folj"


async def test_the_followed_case_gets_its_diary_number(page: Page, intake_url: str) -> None:
    keys = await hand_in(page, intake_url)

    async def shows_number() -> bool:
        await follow(page, intake_url, keys)
        return bool(re.search(r"\d{3}/2\d{3}", await page.locator("main").inner_text()))

    await until(shows_number, "the page shows the diary number")


async def test_going_back_and_sending_again_gives_the_same_receipt(
    page: Page, intake_url: str
) -> None:
    await page.goto(f"{intake_url}/lamna")
    await fill_in(page)
    token = await page.locator("[name=form_token]").get_attribute("value")
    await press_main_button(page)
    first = await read_receipt(page)
    form = await page.request.post(
        f"{intake_url}/lamna",
        form={
            "form_token": token or "",
            "kind": "complaint",
            "text": OWN_WORDS,
            "occurred_on": "2026-09-13",
            "place": "von/hemvard-norr",
            "answer": "email",
            "email": "anhorig@post.example",
        },
        max_redirects=0,
    )
    assert form.status == 303
    assert page.url.endswith(form.headers["location"])
    await page.reload()
    assert await read_receipt(page) == first


async def test_what_belongs_to_a_choice_shows_when_it_is_made(page: Page, intake_url: str) -> None:
    await page.goto(f"{intake_url}/lamna")
    await expect(page.locator("#email")).to_be_hidden()
    await page.check("#answer")
    await expect(page.locator("#email")).to_be_visible()
    await page.check("#answer-anonymous")
    await expect(page.locator("#email")).to_be_hidden()
    await expect(page.locator("#name")).to_be_hidden()


async def test_language_is_changed_on_the_page_and_stays(page: Page, intake_url: str) -> None:
    await page.goto(f"{intake_url}/folj")
    await page.get_by_role("link", name="English").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Follow your case")
    await page.goto(f"{intake_url}/lamna")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Send a view or complaint")


async def test_language_of_a_half_filled_form_is_changed_without_loss(
    page: Page, intake_url: str
) -> None:
    await page.goto(f"{intake_url}/lamna")
    await page.fill("#text", OWN_WORDS)
    await page.get_by_role("button", name="Continue in English").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Send a view or complaint")
    await expect(page.locator("#text")).to_have_value(OWN_WORDS)


async def test_receipt_is_put_away_on_a_borrowed_device(page: Page, intake_url: str) -> None:
    await hand_in(page, intake_url)
    receipt = page.url
    await page.get_by_role("button", name="Ta bort kvittot härifrån").click()
    await page.goto(receipt)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kvittot visas inte längre")


async def test_receipt_is_printed_with_the_code_and_without_buttons(
    page: Page, intake_url: str
) -> None:
    await hand_in(page, intake_url)
    await page.emulate_media(media="print")
    await expect(page.locator("dl.keys")).to_be_visible()
    for hidden in (".languages", ".actions", ".no-print"):
        await expect(page.locator(hidden).first).to_be_hidden()


async def test_everything_is_done_with_the_keyboard(page: Page, intake_url: str) -> None:
    await page.goto(f"{intake_url}/lamna")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert await _focused(page) == "kind"
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#kind-view")).to_be_checked()
    await page.keyboard.press("Tab")
    await page.keyboard.type("Skrivet utan mus.")
    for _ in ("occurred_on", "place"):
        await page.keyboard.press("Tab")
    assert await _focused(page) == "place"
    await page.keyboard.type("Jag")
    for _ in ("category", "answer"):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    assert await _focused(page) == "email"
    await page.keyboard.type("anhorig@post.example")
    # Enter in a field sends the form, and must not press the button that changes language.
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/kvitto/"))
    await expect(page.locator("html")).to_have_attribute("lang", "sv")
