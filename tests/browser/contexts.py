"""A browser's contexts: visitors of their own, patient with a busy machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, expect

PATIENCE_MILLISECONDS = 120_000


@asynccontextmanager
async def visiting(browser: Browser, **options: Any) -> AsyncIterator[BrowserContext]:
    """A visitor with these options of `Browser.new_context`, gone at the end."""
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    context = await browser.new_context(**options)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    try:
        yield context
    finally:
        await context.close()


@asynccontextmanager
async def on_screen(
    browser: Browser, width: int, scheme: str, height: int = 800
) -> AsyncIterator[Page]:
    """The page of a visitor with a screen of so many pixels, who wants it `light` or `dark`."""
    size = {"width": width, "height": height}
    async with visiting(browser, viewport=size, color_scheme=scheme) as context:
        yield await context.new_page()
