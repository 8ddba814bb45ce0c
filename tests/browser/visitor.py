"""What a visitor does on the public pages."""

from dataclasses import dataclass

from playwright.async_api import FilePayload, Page

OWN_WORDS = (
    "Hemtjänsten kom inte på söndagen. Min mamma fick vänta till kvällen på sin mat och ingen "
    "ringde.\n\nJag vill veta varför, och att någon hör av sig nästa gång."
)
EMAIL = "anhorig@post.example"

PDF: FilePayload = {
    "name": "brev.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n",
}
PROGRAM: FilePayload = {
    "name": "program.pdf",
    "mimeType": "application/pdf",
    "buffer": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(200),
}
"""Refused, whatever it calls itself."""
EMPTY: FilePayload = {"name": "tom.txt", "mimeType": "text/plain", "buffer": b""}


@dataclass(frozen=True)
class Keys:
    """What stands on a receipt."""

    reference: str
    secret: str


async def fill_in(page: Page, email: str = EMAIL) -> None:
    """Fill in the form that is open."""
    await page.check("#kind")
    await page.fill("#text", OWN_WORDS)
    await choose_unit(page, "von", "hemvard-norr")
    await page.fill("#occurred_on", "2026-09-13")
    await page.check("#answer")
    await page.fill("#email", email)


async def choose_unit(page: Page, board: str, unit: str) -> None:
    """Find the unit in the tree of its board."""
    await page.click(f"#branch-{board} > summary")
    await page.check(f"#branch-{board} [value='{board}/{unit}']")


async def press_main_button(page: Page) -> None:
    """Press what the page is there for, and wait for the page that follows."""
    main = page.locator("main button.button:not(.button-quiet)")
    button = main if await main.count() else page.locator("main button.button")
    async with page.expect_navigation():
        await button.first.click()


async def read_receipt(page: Page) -> Keys:
    """Reference and code of the receipt that is open, as they are read from the screen."""
    shown = page.locator(".keys dd")
    return Keys(await shown.nth(0).inner_text(), await shown.nth(1).inner_text())


async def send_in(page: Page) -> None:
    """From the form that is filled in, past the review step, to the receipt."""
    await press_main_button(page)
    await press_main_button(page)


async def hand_in(page: Page, address: str) -> Keys:
    """Hand in a complaint and stand at its receipt."""
    await page.goto(f"{address}/lamna")
    await fill_in(page)
    await send_in(page)
    return await read_receipt(page)


async def follow(page: Page, address: str, keys: Keys) -> None:
    """Open the case with what stood on the receipt."""
    await page.goto(f"{address}/folj")
    await page.fill("#reference", keys.reference)
    await page.fill("#secret", keys.secret)
    await press_main_button(page)
