"""A case followed with its code, in a browser that runs no scripts, until everyone is content."""

from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.axe import broken_rules
from tests.browser.caseworker import ANSWER, MEASURES, QUESTION, Caseworker, workflow_client
from tests.browser.contexts import on_screen
from tests.browser.layout import overflow, small_targets
from tests.browser.visitor import OWN_WORDS, Keys, follow, hand_in
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.system import System
from tests.support.waiting import until

pytestmark = pytest.mark.browser

REPLY = "Klockan tolv, som varje dag. Här är lappen som satt på dörren."
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture(scope="module")
async def workflow(system: System) -> AsyncIterator[httpx.AsyncClient]:
    async with workflow_client(system) as client:
        yield client


async def handed_in(
    system: System, workflow: httpx.AsyncClient, text: str = OWN_WORDS
) -> tuple[Keys, Caseworker]:
    """A case that is registered; its receipt came by the API."""
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES, timeout=60) as client:
        accepted = await client.post(
            f"{system.url('intake')}/api/v1/cases",
            json={
                "board": "von",
                "unit": "hemvard-norr",
                "kind": "complaint",
                "channel": "web",
                "text": text,
                "feedback_wish": "phone",
                "contact": {"phone": "070-555 01 99"},
            },
        )
    receipt = accepted.json()
    caseworker = Caseworker(workflow, receipt["reference"])
    await caseworker.registered()
    return Keys(receipt["reference"], receipt["secret"]), caseworker


@pytest.fixture(scope="module")
async def closed_case(system: System, workflow: httpx.AsyncClient) -> Keys:
    """One with all that a page can show; nobody changes it."""
    keys, caseworker = await handed_in(system, workflow)
    await caseworker.ask()
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES, timeout=60) as client:
        intake = system.url("intake")
        given = {"reference": keys.reference, "secret": keys.secret}
        await client.post(f"{intake}/folj", data=given)
        sent = await client.post(
            f"{intake}/folj/meddelande",
            data={"message": REPLY},
            files={"files": ("lapp på dörren.pdf", PDF)},
        )
        assert sent.status_code == 303
    await caseworker.told(REPLY)
    await caseworker.answer()
    await caseworker.close()
    return keys


async def press(page: Page, name: str) -> None:
    async with page.expect_navigation():
        await page.get_by_role("button", name=name).click()


async def shows(page: Page, words: str) -> None:
    """Load the page again until it shows the words."""

    async def there() -> bool:
        await page.reload()
        return words in await page.locator("main").inner_text()

    await until(there, f"the page shows {words}")


async def test_from_handing_in_to_content_with_a_dispute_on_the_way(
    page: Page, system: System, intake_url: str, workflow: httpx.AsyncClient
) -> None:
    keys = await hand_in(page, intake_url)
    caseworker = Caseworker(workflow, keys.reference)
    await caseworker.registered()
    await follow(page, intake_url, keys)
    await expect(page.locator(".talk li")).to_contain_text("Hemtjänsten kom inte på söndagen.")

    await caseworker.ask()
    await shows(page, QUESTION)
    await page.fill("#message", REPLY)
    lapp = {"name": "lapp.pdf", "mimeType": "application/pdf", "buffer": PDF}
    await page.set_input_files("#files", lapp)  # type: ignore[arg-type]
    await press(page, "Skicka meddelandet")
    await expect(page.get_by_role("status")).to_have_text("Vi har tagit emot ditt meddelande")
    await expect(page.locator(".talk li").last).to_contain_text("lapp.pdf")
    await caseworker.told(REPLY)
    await caseworker.answer()
    await shows(page, "Ärendet är besvarat.")
    await expect(page.locator("#svar")).to_contain_text(ANSWER)
    await expect(page.locator("#svar")).to_contain_text(MEASURES)

    await caseworker.close()
    await shows(page, "Ärendet är avslutat.")
    await expect(page.locator("#reason")).to_be_hidden()
    await page.check("#view-disputes")
    await page.fill("#reason", "Ingen har ringt i helgen heller.")
    await press(page, "Skicka vad du tycker")
    await expect(page.locator("main")).to_contain_text("Du har sagt att du inte är nöjd")
    await shows(page, "Ärendet är öppet igen")
    assert (await caseworker.facts())["reopened"] == 1

    await caseworker.answer("Nu har vi ringt alla som väntade.")
    await shows(page, "Ärendet är besvarat.")
    await expect(page.locator("#svar")).to_contain_text("Nu har vi ringt alla som väntade.")
    await expect(page.locator(".talk")).to_contain_text(ANSWER)
    await page.check("#view")
    await press(page, "Skicka vad du tycker")
    await expect(page.locator("main")).to_contain_text("Du har sagt att du är nöjd")

    async def content() -> bool:
        return bool((await caseworker.facts())["complainant_view"] == "agrees")

    await until(content, "the workflow knows")
    await caseworker.close()
    await shows(page, "Fyra frågor om hur det gick")
    await page.check("#q-handling-5")
    await page.check("#q-treatment-0")
    await press(page, "Skicka svaren")
    await expect(page.get_by_role("status")).to_have_text("Tack för dina svar")
    await expect(page.locator("#enkat")).to_have_count(0)

    async def counted() -> bool:
        answers = system.documents("reporting", "survey_answers")
        found = await answers.find({"case_id": caseworker.case_id}).to_list(None)
        return [each["answers"] for each in found] == [{"treatment": 0, "handling": 5}]

    await until(counted, "reporting has the answers")


async def test_a_closed_case_is_disputed_with_the_keyboard_alone(
    page: Page, system: System, intake_url: str, workflow: httpx.AsyncClient
) -> None:
    keys, caseworker = await handed_in(system, workflow)
    await caseworker.answer()

    async def tab_to(wanted: str) -> None:
        for _ in range(40):
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.id") == wanted:
                return
        raise AssertionError(f"the keyboard does not reach {wanted}")

    await page.goto(f"{intake_url}/folj")
    await tab_to("reference")
    await page.keyboard.type(keys.reference)
    await page.keyboard.press("Tab")
    await page.keyboard.type(keys.secret)
    await page.keyboard.press("Enter")
    await expect(page.locator("#svar")).to_contain_text(ANSWER)
    await tab_to("view")
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Skrivet utan mus.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_be_focused()
    await expect(page.locator(".talk li").last).to_contain_text("Skrivet utan mus.")
    await tab_to("message")
    await page.keyboard.type("Och en sak till.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".talk li").last).to_contain_text("Och en sak till.")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
async def test_a_followed_case_keeps_the_rules(
    browser: Browser, intake_url: str, closed_case: Keys, language: str, width: int, scheme: str
) -> None:
    async def states(page: Page) -> AsyncIterator[str]:
        await page.goto(f"{intake_url}/?lang={language}")
        await follow(page, intake_url, closed_case)
        yield "closed with answer, conversation and survey"
        for action in ("meddelande", "enkat"):
            await page.goto(f"{intake_url}/folj")
            async with page.expect_navigation():
                await page.click(f"form[action$='/folj/{action}'] .button")
            yield f"nothing sent to {action}"

    async with on_screen(browser, width, scheme) as page:
        problems = [
            f"{state}: {problem}"
            async for state in states(page)
            for problem in (
                *await broken_rules(page),
                *await overflow(page),
                *await small_targets(page),
            )
        ]
    assert problems == []
