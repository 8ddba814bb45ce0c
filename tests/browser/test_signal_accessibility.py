"""No page of signals, zeros, goals and surveys breaks a rule that axe knows, or fails a phone."""

from collections.abc import AsyncIterator, Callable

import pytest
from playwright.async_api import Browser, FilePayload, Page

from services.reporting.signals.signal import SignalKind
from shared.organisation import Organisation
from shared.settings import Settings
from tests.browser.axe import broken_rules
from tests.browser.layout import overflow, small_targets
from tests.browser.serving import served
from tests.support.reporting_pages import BUSY, SILENT, SignalDesk
from tests.support.staff import PASSWORD

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[SignalDesk]:
    made = SignalDesk(settings_for, organisation)
    await made.prepare()
    await made.fill()
    yield made
    await made.close()


async def log_in(page: Page, user: str) -> None:
    """As the member, by the form."""
    await page.fill("#user", user)
    await page.fill("#password", PASSWORD)
    await page.click("main form button")
    await page.wait_for_load_state()


async def _pages(page: Page, url: str, desk: SignalDesk) -> AsyncIterator[str]:
    """Stand at each page in turn; its name is given."""
    await page.goto(f"{url}/signaler")
    await page.click(".filters summary")
    yield "signals"
    await page.goto(f"{url}/signaler?slag=recurrence")
    yield "nothing in the selection"
    await page.goto(f"{url}/signaler?lage=tidigare")
    yield "nothing past"
    (rise, *_) = await desk.register.listed(["von"], [BUSY], [SignalKind.RISE])
    await page.goto(f"{url}/signaler/{rise.id}")
    yield "a signal"
    await page.click("main form button")
    await page.wait_for_selector(".error-summary")
    yield "a reason that is missing"
    await page.goto(f"{url}/nollrapport")
    yield "zeros"
    await page.click(f'main button[value="{SILENT}"]')
    await page.wait_for_selector(".notice-good")
    yield "a signed zero"
    await page.goto(f"{url}/mal")
    yield "goals"
    await page.goto(f"{url}/undersokning")
    yield "survey"
    await page.goto(f"{url}/undersokning/inlasning")
    yield "survey imports"
    async for name in _survey_imports(page):
        yield name
    await page.goto(f"{url}/undersokning?ar=2024&lang=en")
    yield "a survey without answers, in English"


async def _survey_imports(page: Page) -> AsyncIterator[str]:
    """A list with faults, then one that is looked through, stored and removed."""
    heading = "år;nämnd;enhet;fråga;svar;procent;antal svarande"
    for row, name in (
        ("snart;kultur;;Är du nöjd?;Ja;170;300", "a list with faults"),
        ("2026;von;;Är du nöjd?;Ja;70;300", "what was read of a list"),
    ):
        await page.fill("#kalla", "Brukarundersökningen")
        file = FilePayload(
            name="svar.csv", mimeType="text/csv", buffer=f"{heading}\n{row}".encode()
        )
        await page.set_input_files("#lista", files=[file])
        await page.click("main form button")
        await page.wait_for_load_state()
        yield name
    await page.click("main form button")
    await page.wait_for_selector(".notice-good")
    yield "a list that is stored"
    await page.click("main form button")
    await page.wait_for_selector(".error-summary")
    yield "a list that is not removed without a reason"
    await page.fill("#skal", "Fel år i listan.")
    await page.click("main form button")
    await page.wait_for_selector(".notice-attention")
    yield "a list that is removed"


async def test_pages_keep_the_rules(browser: Browser, desk: SignalDesk) -> None:
    context = await browser.new_context(
        locale="sv-SE", color_scheme="light", reduced_motion="reduce"
    )
    problems: list[str] = []
    titles: dict[str, str] = {}
    async with served(desk.app) as url:
        page = await context.new_page()
        await page.goto(f"{url}/signaler")
        await log_in(page, "områdeskvalitet")
        async for name in _pages(page, url, desk):
            problems += [f"{name}: {problem}" for problem in await _problems(page)]
            titles[name] = await page.title()
            assert await page.locator("h1").count() == 1, name
        await context.close()

    assert problems == []
    assert len(set(titles.values())) >= 7


async def _problems(page: Page) -> list[str]:
    found: list[str] = []
    for width in (PHONE, DESK):
        await page.set_viewport_size({"width": width, "height": 900})
        found += await broken_rules(page)
        found += await overflow(page)
        found += await small_targets(page)
    await page.emulate_media(color_scheme="dark")
    found += await broken_rules(page, "color-contrast")
    await page.emulate_media(color_scheme="light")
    return found
