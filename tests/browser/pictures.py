"""Makes the pictures of the workflow's pages in docs/pictures, of real pages with real cases.

python -m tests.browser.pictures
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Page, async_playwright

from shared.settings import Settings
from tests.browser.case_pictures import PATHS, address, with_life
from tests.browser.conftest import CHROMIUM, CHROMIUM_FLAGS, ORGANISATION
from tests.browser.staff_member import press
from tests.conftest import RETRY_DELAYS
from tests.support.foundation import new_broker, new_store
from tests.support.staff import PASSWORD
from tests.support.workflow_desk import WorkflowDesk, workflow_desk
from tests.support.worklist_cases import samples

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
USER = "enhetschef"
PHONE, DESK = (360, 780), (1280, 760)


@dataclass(frozen=True)
class Picture:
    """A page as it is seen; `words` are searched for where the page is the search."""

    name: str
    path: str
    size: tuple[int, int] = DESK
    dark: bool = False
    words: str = ""


WORK = (
    Picture("worklist-desk", "/arbete"),
    Picture("worklist-dark", "/arbete", dark=True),
    Picture("worklist-phone", "/arbete?visa=late", PHONE),
    Picture("worklist-search", "/sok", words="söndag"),
    Picture("worklist-diary", "/diarium"),
)


@asynccontextmanager
async def desk_with_cases() -> AsyncIterator[WorkflowDesk]:
    """A workflow of the example municipality's with cases of every sort."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        async with new_broker(root / "broker") as broker, new_store(root / "store") as store:
            settings = Settings.model_validate(
                {
                    "amqp_url": broker.url,
                    "mongo_url": store.url,
                    "queue_type": "classic",
                    "retry_delays": RETRY_DELAYS,
                    "organisation": ORGANISATION,
                }
            )
            async with workflow_desk(root, settings) as desk:
                await desk.take_in(*samples())
                yield desk


async def take(browser: Browser, desk: WorkflowDesk, picture: Picture) -> None:
    """Log in, go there and write the file."""
    width, height = picture.size
    context = await browser.new_context(
        locale="sv-SE",
        color_scheme="dark" if picture.dark else "light",
        viewport={"width": width, "height": height},
    )
    page = await context.new_page()
    await page.goto(f"{desk.url}{picture.path}")
    await _log_in(page)
    if picture.words:
        await page.fill("#ord", picture.words)
        await press(page)
    await page.screenshot(path=PICTURES / f"{picture.name}.png")
    await context.close()


async def _log_in(page: Page) -> None:
    await page.fill("#user", USER)
    await page.fill("#password", PASSWORD)
    await press(page)


async def main() -> None:
    """Make them all."""
    async with desk_with_cases() as desk, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for picture in WORK:
            await take(browser, desk, picture)
        cases = await with_life(desk)
        for name, path, size, dark in PATHS:
            await take(browser, desk, Picture(name, address(path, cases), size, dark))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
