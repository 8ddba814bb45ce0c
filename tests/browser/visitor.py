"""What a visitor does on the public pages."""

from dataclasses import dataclass

from playwright.async_api import Page

OWN_WORDS = (
    "Hemtjänsten kom inte på söndagen. Min mamma fick vänta till kvällen på sin mat och ingen "
    "ringde.\n\nJag vill veta varför, och att någon hör av sig nästa gång."
)
EMAIL = "anhorig@post.example"


@dataclass(frozen=True)
class Keys:
    """What stands on a receipt."""

    reference: str
    secret: str


async def fill_in(page: Page, email: str = EMAIL) -> None:
    """Fill in the form that is open."""
    await page.check("#kind")
    await page.fill("#text", OWN_WORDS)
    await page.fill("#occurred_on", "2026-09-13")
    await page.select_option("#place", "von/hemvard-norr")
    await page.check("#answer")
    await page.fill("#email", email)


async def press_main_button(page: Page) -> None:
    """Press what the page is there for, and wait for the page that follows."""
    async with page.expect_navigation():
        await page.click("main button.button")


async def read_receipt(page: Page) -> Keys:
    """Reference and code of the receipt that is open, as they are read from the screen."""
    shown = page.locator("dl.keys dd")
    return Keys(await shown.nth(0).inner_text(), await shown.nth(1).inner_text())


async def hand_in(page: Page, address: str) -> Keys:
    """Hand in a complaint and stand at its receipt."""
    await page.goto(f"{address}/lamna")
    await fill_in(page)
    await press_main_button(page)
    return await read_receipt(page)


async def follow(page: Page, address: str, keys: Keys) -> None:
    """Open the case with what stood on the receipt."""
    await page.goto(f"{address}/folj")
    await page.fill("#reference", keys.reference)
    await page.fill("#secret", keys.secret)
    await press_main_button(page)
