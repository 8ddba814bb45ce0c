"""Makes the pictures of staff's pages and of mails in docs/pictures, of real pages and real cases.

python -m tests.browser.pictures            # all
python -m tests.browser.pictures notices    # one of by_hand, figures, mails, notices, reports, work
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Page, async_playwright

from shared.settings import Settings
from tests.browser import figure_pictures
from tests.browser.by_hand_pictures import take_by_hand
from tests.browser.case_pictures import PATHS, address, with_life
from tests.browser.conftest import CHROMIUM, CHROMIUM_FLAGS, ORGANISATION
from tests.browser.figure_pictures import pages_of_figures
from tests.browser.mail_pictures import take_mails
from tests.browser.report_pictures import take_reports
from tests.browser.staff_member import press
from tests.conftest import RETRY_DELAYS
from tests.support.foundation import new_broker, new_store
from tests.support.notices_desk import every_sort, late_one, notices_desk
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
NOTICES = (
    ("notices-list", "/utskick", (1280, 900)),
    ("notices-case", "/utskick/arenden/{late}", (1280, 1200)),
    ("notices-alarms", "/larm", (1280, 1200)),
    ("notices-alarms-phone", "/larm", (360, 1100)),
    ("notices-control", "/internkontroll?visa=besvarade-missing", (1280, 1200)),
    ("notices-text", "/texter/closed?namnd=von", (1280, 1100)),
)
"""Name, path and size."""


@asynccontextmanager
async def desk_with_cases() -> AsyncIterator[WorkflowDesk]:
    """A workflow of the example municipality's with cases of every sort."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        async with (
            new_broker(root / "broker") as broker,
            new_store(root / "store") as store,
            workflow_desk(root, _settings(broker.url, store.url)) as desk,
        ):
            await desk.take_in(*samples())
            yield desk


def _settings(amqp_url: str, mongo_url: str) -> Settings:
    return Settings.model_validate(
        {
            "amqp_url": amqp_url,
            "mongo_url": mongo_url,
            "queue_type": "classic",
            "retry_delays": RETRY_DELAYS,
            "organisation": ORGANISATION,
        }
    )


async def take(browser: Browser, url: str, picture: Picture, user: str = USER) -> None:
    """Log in, go there and write the file."""
    width, height = picture.size
    context = await browser.new_context(
        locale="sv-SE",
        color_scheme="dark" if picture.dark else "light",
        viewport={"width": width, "height": height},
    )
    page = await context.new_page()
    await page.goto(f"{url}{picture.path}")
    await _log_in(page, user)
    if picture.words:
        await page.fill("#ord", picture.words)
        await press(page)
    await page.screenshot(path=PICTURES / f"{picture.name}.png")
    await context.close()


async def _log_in(page: Page, user: str) -> None:
    await page.fill("#user", user)
    await page.fill("#password", PASSWORD)
    await press(page)


async def _work(browser: Browser) -> None:
    async with desk_with_cases() as desk:
        for picture in WORK:
            await take(browser, desk.url, picture)
        cases = await with_life(desk)
        for name, path, size, dark in PATHS:
            await take(browser, desk.url, Picture(name, address(path, cases), size, dark))


async def _notices(browser: Browser) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        async with (
            new_broker(root / "broker") as broker,
            new_store(root / "store") as store,
            notices_desk(root, _settings(broker.url, store.url)) as desk,
        ):
            events = every_sort()
            await desk.tell(*events)
            await desk.settled()
            for name, path, size in NOTICES:
                where = path.format(late=late_one(events).case_id)
                await take(browser, desk.url, Picture(name, where, size), "registrator")


async def _mails(browser: Browser) -> None:
    await take_mails(browser, ORGANISATION, PICTURES)


async def _by_hand(browser: Browser) -> None:
    await take_by_hand(browser, PICTURES)


async def _figures(browser: Browser) -> None:
    async with pages_of_figures() as url:
        for name, path, size, dark in figure_pictures.PATHS:
            await take(browser, url, Picture(name, path, size, dark), figure_pictures.USER)


async def _reports(browser: Browser) -> None:
    await take_reports(browser, PICTURES)


SORTS = {
    "by_hand": _by_hand,
    "figures": _figures,
    "mails": _mails,
    "notices": _notices,
    "reports": _reports,
    "work": _work,
}


async def main(wanted: list[str]) -> None:
    """Make those of these sorts; all if none is named."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for sort in wanted or SORTS:
            await SORTS[sort](browser)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
