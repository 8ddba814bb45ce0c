"""Staff register what they hear, in a browser that runs no scripts."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.staff_member import WORDS, fill_in_call, log_in, log_in_at, press, save
from tests.support.system import System
from tests.support.waiting import until

pytestmark = pytest.mark.browser


async def _focused(page: Page) -> str:
    focused = "document.activeElement"
    return str(await page.evaluate(f"{focused}.id || {focused}.className"))


async def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the element has the focus; fails when it never does."""
    for _ in range(40):
        if await _focused(page) == name:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never comes to {name}")


async def test_call_is_registered_with_the_keyboard_alone(page: Page, system: System) -> None:
    await page.goto(f"{system.url('intake')}/personal/registrera/telefon")
    await expect(page).to_have_url(re.compile("/logga-in"))
    accounts = system.assembly.credentials.accounts
    password = next(account.password for account in accounts if account.user == "enhetschef")
    await _tab_to(page, "user")
    await page.keyboard.type("enhetschef")
    await page.keyboard.press("Tab")
    await page.keyboard.type(password)
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Telefonsamtal")
    await expect(page.locator("#place")).to_have_value("Hemvård norr")
    await _tab_to(page, "kind")
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await page.keyboard.type(WORDS)
    await page.keyboard.press("Tab")
    assert await _focused(page) == "answer"
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await page.keyboard.type("070-123 45 67")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Sparat")
    await expect(page.locator("dl.keys dd").first).to_have_text(re.compile(r"\d\d-\w{5}-\w{5}"))
    code = re.sub(r"\s", "", await page.locator("dl.keys dd").nth(1).inner_text())
    spelled = await page.locator(".spelled strong").all_inner_texts()
    assert "".join(spelled) == code
    assert code not in page.url.upper()

    async def has_number() -> bool:
        await page.reload()
        return bool(re.search(r"\d{3}/2\d{3}", await page.locator("main").inner_text()))

    await until(has_number, "the receipt shows the diary number")
    await page.get_by_role("link", name="Registrera nästa").click()
    await expect(page.locator("#text")).to_have_value("")


async def test_error_is_told_where_it_is_and_nothing_is_lost(page: Page, system: System) -> None:
    await log_in_at(page, system, "/personal/registrera/telefon")
    await fill_in_call(page, "ring mig")
    await page.locator("details.section summary").click()
    await page.fill("#received_on", "2999-01-01")
    await page.locator("details.section summary").click()
    await save(page)

    assert await _focused(page) == "error-summary"
    assert (await page.title()).startswith("Fel: ")
    await expect(page.locator("#text")).to_have_value(WORDS)
    await expect(page.locator("#acknowledged_orally")).to_be_checked()
    # What is wrong in the folded part is unfolded.
    await expect(page.locator("#received_on")).to_be_visible()
    await page.get_by_role("alert").get_by_role("link").first.click()
    assert await _focused(page) == "phone"


async def test_same_matter_is_found_before_it_is_saved(page: Page, system: System) -> None:
    await log_in_at(page, system, "/personal/registrera/telefon", "kontaktcenter")
    await fill_in_call(page, "08-555 01 02")
    await save(page)
    reference = await page.locator("dl.keys dd").first.inner_text()

    await page.goto(f"{system.url('intake')}/personal/registrera/kontaktcenter")
    await fill_in_call(page, "+46 8 555 01 02")
    await save(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Är det samma ärende?")
    found = page.locator("section", has_text=reference)
    await expect(found).to_contain_text("Samma telefon eller e-post")
    await expect(found).to_contain_text("Hemtjänsten kom inte")

    await page.get_by_role("button", name="Tillbaka och ändra").click()
    await expect(page.locator("#text")).to_have_value(WORDS)
    await save(page)
    await found.get_by_role("button").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Tillagt i ärendet")
    await expect(page.locator("dl.keys")).to_contain_text(reference)


async def test_words_survive_a_session_that_ended_meanwhile(page: Page, system: System) -> None:
    await log_in_at(page, system, "/personal/registrera/telefon")
    await fill_in_call(page, "08-555 03 04")
    await page.context.clear_cookies(name="lyhord_session")
    await save(page)
    await expect(page.locator("main")).to_contain_text("Det du skrev finns kvar")
    await page.fill("#user", "enhetschef")
    await page.fill("#password", "fel lösenord")
    await press(page)
    await expect(page.get_by_role("alert")).to_contain_text("stämmer inte")
    await log_in(page, system)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Fortsätt där du var")
    await press(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sparat")
    stored = system.documents("intake", "submissions")
    assert await stored.count_documents({"content.contact.phone": "08-555 03 04"}) == 1


async def test_logged_out_is_out(page: Page, system: System) -> None:
    await log_in_at(page, system, "/personal")
    await page.get_by_role("button", name="Logga ut").click()
    await expect(page.locator("main")).to_contain_text("Du är utloggad")
    await page.goto(f"{system.url('intake')}/personal")
    await expect(page).to_have_url(re.compile("/logga-in"))


async def test_help_is_beside_the_form_and_leads_nowhere(page: Page, system: System) -> None:
    await log_in_at(page, system, "/personal/registrera/avvikelse")
    await page.fill("#text", WORDS)
    await page.get_by_text("Måste det här registreras?").click()
    await expect(page.locator("main")).to_contain_text("Är du osäker? Registrera.")
    links = page.locator("details.aid a")
    assert await links.count() > 0
    for link in await links.all():
        assert await link.get_attribute("target") == "_blank"
    await page.check("#child_concern")
    await expect(page.get_by_role("link", name="Gör en orosanmälan")).to_be_visible()
    await expect(page.locator("#text")).to_have_value(WORDS)


async def test_language_of_a_half_filled_form_is_changed_without_loss(
    page: Page, system: System
) -> None:
    await log_in_at(page, system, "/personal/registrera/telefon")
    await page.fill("#text", WORDS)
    await page.get_by_role("button", name="Continue in English").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Phone call")
    await expect(page.locator("#text")).to_have_value(WORDS)
