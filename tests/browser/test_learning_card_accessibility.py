"""Learning cards in a real browser: no rule of axe's is broken, and a full card is one A4 page."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from io import BytesIO

import pytest
from playwright.async_api import Browser, Page
from pypdf import PdfReader

from services.reporting.learning_cards.documents import LONGEST, TextField
from shared.events.facts import ActionCounts
from shared.events.handling_words import ActionLevel, Consequence
from shared.events.vocabulary import Cause, Outcome
from shared.organisation import Organisation
from shared.settings import Settings
from tests.browser.axe import broken_rules
from tests.browser.layout import overflow, small_targets
from tests.browser.serving import served
from tests.browser.staff_member import press
from tests.integration.reporting_pages import NORTH, ReportingPages
from tests.support.staff import PASSWORD
from tests.support.submissions import submission

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280
SENTENCE = "En person larmade en kväll och fick vänta länge på hjälp. "
CASE = submission(
    board="von",
    unit=NORTH,
    category="conduct-communication",
    received_on=date(2026, 2, 3),
    severity=3,
    causes=tuple(Cause),
    consequences=(Consequence.WORRY, Consequence.DELAYED_SERVICE, Consequence.INJURY),
    action_levels=tuple(ActionLevel),
    outcome=Outcome.PARTLY_JUSTIFIED,
    actions=ActionCounts(decided=3, done=2, effective=1),
)


@pytest.fixture
async def address(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[str]:
    """Where the pages are, with enough cases for the unit to be shown."""
    pages = ReportingPages(settings_for(), organisation)
    await pages.prepare()
    others = [
        submission(
            board="von",
            unit=NORTH,
            category="conduct-communication",
            received_on=date(2026, 2, 3),
        )
        for _ in range(6)
    ]
    await pages.count(CASE, *others)
    async with served(pages.app) as url:
        yield url
    await pages.close()


async def log_in(page: Page, address: str, user: str) -> None:
    """As the member, by the form."""
    await page.goto(f"{address}/larkort")
    await page.fill("#user", user)
    await page.fill("#password", PASSWORD)
    await press(page)


async def fill(page: Page, repeated: str = SENTENCE) -> None:
    """Every text as long as it may be."""
    for field in TextField:
        longest = LONGEST[field]
        text = "Larmet som ingen hörde" if field is TextField.TITLE else repeated * longest
        await page.fill(f"#{field}", text[:longest])


async def _stood(page: Page, address: str) -> AsyncIterator[str]:
    """Stand at each page in turn; its name is given."""
    yield "no cards"
    await page.goto(f"{address}/larkort/nytt")
    await page.fill("#cases", "26-AAAAA-AAAAA")
    await press(page)
    yield "a case that is not there"
    await page.fill("#cases", CASE.facts.reference)
    await fill(page)
    await page.fill("#happened", "Vi ringde Anna den 2 mars på 070-123 45 67.")
    await press(page)
    yield "a draft with places"
    await press(page, "section[aria-labelledby=publish] button >> nth=0")
    yield "publishing refused"
    await page.click("section[aria-labelledby=publish] a.button")
    await page.wait_for_load_state()
    yield "the form"
    await fill(page)
    await page.check("#show_unit")
    await press(page)
    yield "a draft without places"
    await press(page, "section[aria-labelledby=publish] button >> nth=0")
    yield "published"
    await press(page, "section[aria-labelledby=talked] button")
    yield "a meeting that is not filled in"
    await page.fill("#held_on", "2026-03-01")
    await page.fill("#present", "8")
    await page.fill("#outcome", "Vi övar med Stella.")
    await press(page, "section[aria-labelledby=talked] button")
    yield "an outcome with a name"
    await page.check("section[aria-labelledby=talked] input[type=checkbox]")
    await press(page, "section[aria-labelledby=talked] button")
    yield "a meeting noted"
    card = page.url.partition("?")[0]
    await page.goto(f"{address}/larkort")
    yield "the list"
    await page.goto(f"{address}/larkort?kategori=accessibility")
    yield "nothing in the selection"
    await page.goto(f"{card}?lang=en")
    await page.click("main details summary")
    await page.fill("#reason", "Någon kunde kännas igen.")
    await press(page, "details form button")
    yield "withdrawn, in English"


async def test_no_page_of_learning_cards_breaks_a_rule(browser: Browser, address: str) -> None:
    context = await browser.new_context(locale="sv-SE", reduced_motion="reduce")
    page = await context.new_page()
    await log_in(page, address, "enhetschef")
    wrong: list[str] = []
    seen: list[str] = []

    async for name in _stood(page, address):
        seen.append(name)
        assert await page.locator("h1").count() == 1, name
        for width in (PHONE, DESK):
            await page.set_viewport_size({"width": width, "height": 900})
            found = [
                *await broken_rules(page),
                *await overflow(page),
                *await small_targets(page),
            ]
            wrong += [f"{name}, {width} px: {each}" for each in found]
        await page.emulate_media(color_scheme="dark")
        wrong += [f"{name}, dark: {each}" for each in await broken_rules(page, "color-contrast")]
        await page.emulate_media(color_scheme="light")

    assert wrong == []
    assert seen[-1] == "withdrawn, in English"
    await context.close()


async def test_a_full_card_is_printed_on_one_page(browser: Browser, address: str) -> None:
    context = await browser.new_context(locale="sv-SE")
    page = await context.new_page()
    await log_in(page, address, "enhetschef")
    await page.goto(f"{address}/larkort/nytt")
    await page.fill("#cases", CASE.facts.reference)
    await fill(page)
    await press(page)
    await press(page, "section[aria-labelledby=publish] button >> nth=0")

    printed = PdfReader(BytesIO(await page.pdf(prefer_css_page_size=True)))

    text = " ".join(each.extract_text() for each in printed.pages)
    assert "Att prata om på mötet" in text
    assert "Återkalla kortet" not in text
    assert len(printed.pages) == 1
    await context.close()
