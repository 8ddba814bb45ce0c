"""Makes the pictures of the page of rebuilds in docs/pictures, of a real one.

python -m tests.browser.rebuild_pictures
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, async_playwright

from shared.clock import MovableClock
from shared.organisation import load_organisation
from shared.settings import Settings
from tests.browser.conftest import CHROMIUM, CHROMIUM_FLAGS, ORGANISATION
from tests.browser.figure_pictures import NOW
from tests.browser.pictures import PICTURES
from tests.browser.serving import served
from tests.browser.staff_member import press
from tests.integration.reporting_cases import investigating, snapshots
from tests.integration.reporting_pages import ReportingPages
from tests.support.foundation import new_store
from tests.support.staff import PASSWORD
from tests.support.submissions import submission

DESK, PHONE = (1280, 1100), (390, 1250)


async def collect(pages: ReportingPages, number: int) -> None:
    """Start one, and have the first snapshots come."""
    rebuild = await pages.rebuilding.start()
    await pages.rebuilding.look()
    for snapshot in snapshots(pages.workflow.cases.values(), rebuild.id)[:number]:
        await pages.counting.collect(snapshot)
    await pages.rebuilding.look()


async def take(browser: Browser, url: str, name: str, size: tuple[int, int]) -> None:
    """Log in, go there and write the file."""
    width, height = size
    context = await browser.new_context(locale="sv-SE", viewport={"width": width, "height": height})
    page = await context.new_page()
    await page.goto(f"{url}/omrakning")
    await page.fill("#user", "förvaltare")
    await page.fill("#password", PASSWORD)
    await press(page)
    await page.screenshot(path=PICTURES / f"{name}.png")
    await context.close()


async def main() -> None:
    """Make them."""
    with TemporaryDirectory() as folder:
        async with new_store(Path(folder) / "store") as store:
            settings = Settings.model_validate({"mongo_url": store.url})
            pages = ReportingPages(settings, load_organisation(ORGANISATION), MovableClock(NOW))
            cases = [submission() for _ in range(40)]
            await pages.count(*cases)
            known = (*cases[:37], *(investigating(case) for case in cases[37:]))
            pages.workflow.knows(*known)
            async with served(pages.app) as url, async_playwright() as playwright:
                browser = await playwright.chromium.launch(
                    executable_path=CHROMIUM, args=CHROMIUM_FLAGS
                )
                await collect(pages, 40)
                await take(browser, url, "rebuild-done", DESK)
                await collect(pages, 26)
                await take(browser, url, "rebuild-phone", PHONE)
                await browser.close()
            await pages.close()


if __name__ == "__main__":
    asyncio.run(main())
