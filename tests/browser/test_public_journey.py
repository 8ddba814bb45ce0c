"""From the form to a followed case, in a browser that runs no scripts."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.contexts import visiting
from tests.browser.visitor import (
    OWN_WORDS,
    fill_in,
    follow,
    hand_in,
    press_main_button,
    read_receipt,
    send_in,
)
from tests.support.waiting import until

pytestmark = pytest.mark.browser


async def _focused(page: Page) -> str:
    """The id or class of what has the focus."""
    focused = "document.activeElement"
    return str(await page.evaluate(f"{focused}.id || {focused}.className"))


async def _tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(25):
        await page.keyboard.press("Tab")
        if await _focused(page) == wanted:
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


async def test_error_is_corrected_and_the_case_followed(page: Page, intake_url: str) -> None:
    await page.goto(intake_url)
    await page.get_by_role("link", name="Lämna synpunkt eller klagomål").click()
    await fill_in(page, email="fel")
    await press_main_button(page)

    await expect(page.get_by_role("alert")).to_contain_text("Kontrollera e-postadressen")
    await expect(page.locator(".error-summary")).to_be_focused()
    assert (await page.title()).startswith("Fel: ")
    await expect(page.locator("#text")).to_have_value(OWN_WORDS)
    await page.get_by_role("alert").get_by_role("link").click()
    await expect(page.locator("#email")).to_be_focused()

    await page.fill("#email", "anhorig@post.example")
    await press_main_button(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kontrollera det du skrivit")
    await expect(page.locator("main")).to_contain_text("anhorig@post.example")
    await press_main_button(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Tack, vi har tagit emot det du skrev"
    )
    keys = await read_receipt(page)
    assert keys.secret.replace(" ", "") not in page.url
    await page.reload()
    assert await read_receipt(page) == keys

    await follow(page, intake_url, keys)
    await expect(page.locator("main")).to_contain_text("Hemvård norr")
    assert page.url == f"{intake_url}/folj"


async def test_the_followed_case_gets_its_diary_number(page: Page, intake_url: str) -> None:
    keys = await hand_in(page, intake_url)

    async def shows_number() -> bool:
        await follow(page, intake_url, keys)
        return bool(re.search(r"\d{3}/2\d{3}", await page.locator("main").inner_text()))

    await until(shows_number, "the page shows the diary number")


async def test_unit_is_found_by_search(page: Page, intake_url: str) -> None:
    await page.goto(f"{intake_url}/lamna")
    await page.fill("#text", OWN_WORDS)
    await page.fill("#find", "hemtjansten norr")
    await page.get_by_role("button", name="Sök").click()
    await expect(page.locator("#find")).to_be_focused()
    await expect(page.get_by_role("status")).to_have_text("En träff. Välj den, eller sök igen.")
    await expect(page.locator("#text")).to_have_value(OWN_WORDS)
    await page.check("#place")
    await press_main_button(page)
    await expect(page.locator(".chosen-place")).to_contain_text("Du skriver om Hemvård norr")
    await expect(page.get_by_role("alert")).not_to_contain_text("verksamhet")


async def test_link_names_the_unit_which_can_be_changed(page: Page, intake_url: str) -> None:
    await page.goto(f"{intake_url}/lamna?enhet=hemvard-norr")
    await expect(page.locator(".chosen-place")).to_contain_text("Du skriver om Hemvård norr")
    await page.get_by_role("button", name="Byt enhet").click()
    await expect(page.locator("#find")).to_be_focused()
    await page.get_by_label("Jag vet inte").check()
    await page.check("#kind")
    await page.fill("#text", OWN_WORDS)
    await page.check("#answer-no")
    await press_main_button(page)
    await expect(page.locator(".summary-list").first).to_contain_text("Du vet inte")


async def test_change_button_lands_on_the_field(page: Page, intake_url: str) -> None:
    await page.goto(f"{intake_url}/lamna")
    await fill_in(page)
    await press_main_button(page)
    await page.get_by_role("button", name="Ändra När det hände").click()
    await expect(page.locator("#occurred_on")).to_be_focused()
    await page.fill("#occurred_on", "2026-09-12")
    await press_main_button(page)
    await expect(page.locator(".summary-list").first).to_contain_text("12\xa0september\xa02026")


async def test_what_belongs_to_a_choice_shows_when_it_is_made(page: Page, intake_url: str) -> None:
    await page.goto(f"{intake_url}/lamna")
    for hidden in ("#email", "#answer_by", "#person_concerned"):
        await expect(page.locator(hidden)).to_be_hidden()
    await page.check("#answer")
    await page.check("#concerned-relative")
    for shown in ("#email", "#answer_by", "#person_concerned", "#name"):
        await expect(page.locator(shown)).to_be_visible()
    await page.check("#answer-anonymous")
    for hidden in ("#email", "#answer_by", "#name"):
        await expect(page.locator(hidden)).to_be_hidden()


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


async def test_receipt_is_printed_on_one_sheet_with_the_code_and_without_buttons(
    page: Page, intake_url: str
) -> None:
    await hand_in(page, intake_url)
    sheet = await page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    await page.emulate_media(media="print")
    for shown in (".keys dl", ".keys svg", ".print-only"):
        await expect(page.locator(shown)).to_be_visible()
    for hidden in (".languages", ".actions", ".no-print"):
        await expect(page.locator(hidden).first).to_be_hidden()


async def test_code_of_a_receipt_fills_in_the_form_and_leaves_the_address(
    browser: Browser, page: Page, intake_url: str
) -> None:
    keys = await hand_in(page, intake_url)
    secret = "-".join(keys.secret.split())
    async with visiting(browser, locale="sv-SE") as context:
        scanned = await context.new_page()
        await scanned.goto(f"{intake_url}/folj#{keys.reference}.{secret}")
        await expect(scanned.locator("#reference")).to_have_value(keys.reference)
        await expect(scanned.locator("#secret")).to_have_value(secret)
        assert scanned.url == f"{intake_url}/folj"
        await press_main_button(scanned)
        await expect(scanned.locator("main")).to_contain_text("Hemvård norr")


async def test_everything_is_done_with_the_keyboard(page: Page, intake_url: str) -> None:
    await page.goto(f"{intake_url}/lamna")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.locator("#kind")).to_be_focused()
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#kind-view")).to_be_checked()
    await page.keyboard.press("Tab")
    await page.keyboard.type("Skrivet utan mus.")
    await _tab_to(page, "find")
    await page.keyboard.type("hemtjänsten norr")
    # Enter in the search field searches, and the focus stays where one was.
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.locator("#find")).to_be_focused()
    await _tab_to(page, "place")
    await page.keyboard.press("Space")
    await _tab_to(page, "concerned")
    await page.keyboard.press("Space")
    await _tab_to(page, "answer")
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await expect(page.locator("#email")).to_be_focused()
    await page.keyboard.type("anhorig@post.example")
    # Enter in any other field goes on, and must not press a button that stands before it.
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kontrollera det du skrivit")
    await expect(page.locator("main")).to_contain_text("Hemvård norr")
    for _ in range(25):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent") == "Skicka":
            break
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/kvitto/"))
    await expect(page.locator("html")).to_have_attribute("lang", "sv")


async def test_sending_twice_gives_the_same_receipt(page: Page, intake_url: str) -> None:
    await page.goto(f"{intake_url}/lamna")
    await fill_in(page)
    await send_in(page)
    first = await read_receipt(page)
    await page.go_back()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kontrollera det du skrivit")
    await press_main_button(page)
    assert await read_receipt(page) == first
