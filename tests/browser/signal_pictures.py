"""Makes the pictures of signals, zeros, goals and the survey in docs/pictures, of real pages.

python -m tests.browser.signal_pictures
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, async_playwright

from services.reporting.signals.signal import SignalKind
from shared.organisation import load_organisation
from shared.settings import Settings
from tests.browser.conftest import CHROMIUM, CHROMIUM_FLAGS, ORGANISATION
from tests.browser.pictures import DESK, PHONE, PICTURES
from tests.browser.serving import served
from tests.browser.staff_member import press
from tests.support.foundation import new_store
from tests.support.reporting_pages import BUSY, SignalDesk
from tests.support.staff import PASSWORD

PATHS: Sequence[tuple[str, str, str, tuple[int, int]]] = (
    ("signals-desk", "omradeschef", "/signaler", DESK),
    ("signals-rise", "omradeschef", "/signaler/{rise}", (1280, 1220)),
    ("signals-phone", "omradeschef", "/signaler", PHONE),
    ("signals-zeros", "omradeschef", "/nollrapport", PHONE),
    ("signals-goals", "kvalitet", "/mal", DESK),
    ("survey-imports", "kvalitet", "/undersokning/inlasning", (1280, 1300)),
    ("survey-imports-phone", "kvalitet", "/undersokning/inlasning", (390, 1900)),
    ("signals-survey", "omradeschef", "/undersokning", DESK),
)
"""Name, who looks, where, and size."""


async def take(
    browser: Browser, url: str, name: str, user: str, path: str, size: tuple[int, int]
) -> None:
    """Log in, go there and write the file."""
    width, height = size
    context = await browser.new_context(locale="sv-SE", viewport={"width": width, "height": height})
    page = await context.new_page()
    await page.goto(f"{url}{path}")
    await page.fill("#user", user)
    await page.fill("#password", PASSWORD)
    await press(page)
    await page.screenshot(path=PICTURES / f"{name}.png")
    await context.close()


async def main() -> None:
    """Make them all."""
    with TemporaryDirectory() as folder:
        async with new_store(Path(folder) / "store") as store:
            settings = Settings.model_validate({"mongo_url": store.url})
            desk = SignalDesk(lambda: settings, load_organisation(ORGANISATION))
            await desk.prepare()
            await desk.fill()
            (rise, *_) = await desk.register.listed(["von"], [BUSY], [SignalKind.RISE])
            async with served(desk.app) as url, async_playwright() as playwright:
                browser = await playwright.chromium.launch(
                    executable_path=CHROMIUM, args=CHROMIUM_FLAGS
                )
                for name, user, path, size in PATHS:
                    await take(browser, url, name, user, path.format(rise=rise.id), size)
                await browser.close()
            await desk.close()


if __name__ == "__main__":
    asyncio.run(main())
