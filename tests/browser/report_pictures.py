"""The pictures of a board's report in docs/pictures; `pictures` makes them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page

from tests.browser.figure_pictures import USER, pages_of_figures
from tests.browser.staff_member import press
from tests.support.staff import PASSWORD

DESK, PHONE = (1280, 1240), (390, 1240)
ANALYSIS = (
    "Under året har det inkommit {{received kind=complaint}} klagomål. Av dem är "
    "{{answered kind=complaint as=percent}} besvarade.\n\nAntalet klagomål har minskat till 99."
)


async def take_reports(browser: Browser, folder: Path) -> None:
    """A draft that the guard stops, and the report as a page, on a desk and on a phone."""
    async with pages_of_figures() as url, _logged_in(browser, url) as page:
        draft = await _stopped_draft(page, url)
        for size, ending in ((DESK, ""), (PHONE, "-phone")):
            await page.set_viewport_size({"width": size[0], "height": size[1]})
            await page.goto(f"{draft}.html")
            await page.screenshot(path=folder / f"report-html{ending}.png")
            await page.goto(draft)
            await press(page, _PUBLISH)
            await page.screenshot(path=folder / f"report-edit{ending}.png")


_PUBLISH = "section[aria-labelledby=publish] button >> nth=0"


async def _stopped_draft(page: Page, url: str) -> str:
    """The address of a draft with a text that the figures do not bear out."""
    await page.goto(f"{url}/rapporter")
    await page.select_option("#board", "von")
    await page.fill("#from", "2026-01-01")
    await page.fill("#to", "2026-12-31")
    await press(page)
    draft = page.url.split("#")[0].split("?")[0]
    await page.fill("#text-analysis", ANALYSIS)
    await press(page, "section[aria-labelledby=analysis] button")
    return draft


@asynccontextmanager
async def _logged_in(browser: Browser, url: str) -> AsyncIterator[Page]:
    context = await browser.new_context(locale="sv-SE", color_scheme="light")
    page = await context.new_page()
    await page.goto(f"{url}/rapporter")
    await page.fill("#user", USER)
    await page.fill("#password", PASSWORD)
    await press(page)
    yield page
    await context.close()
