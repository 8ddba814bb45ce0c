"""What a member of staff does on the staff's pages."""

from playwright.async_api import Page

from tests.support.system import System

WORDS = "Hemtjänsten kom inte på söndagen och mamma fick ingen mat förrän på kvällen."


async def log_in(page: Page, system: System, user: str = "enhetschef") -> None:
    """Log in with the password of the example account, and stand where the login leads."""
    accounts = system.assembly.credentials.accounts
    password = next(account.password for account in accounts if account.user == user)
    await page.fill("#user", user)
    await page.fill("#password", password)
    await press(page)


async def log_in_at(page: Page, system: System, path: str, user: str = "enhetschef") -> None:
    """Ask for a page without being logged in, log in, and stand at it."""
    await page.goto(f"{system.url('intake')}{path}")
    await log_in(page, system, user)


async def press(page: Page, button: str = "main form button.button >> nth=0") -> None:
    """Press a button that leads to another page, and wait for that."""
    async with page.expect_navigation():
        await page.click(button)


async def save(page: Page) -> None:
    """Press Save on a form."""
    await press(page, "form.staff-form button.button")


async def fill_in_call(page: Page, phone: str) -> None:
    """Fill in the form for calls, or the contact centre's, that is open."""
    await page.fill("#place", "Hemvård norr")
    await page.check("#kind")
    await page.fill("#text", WORDS)
    await page.check("#answer")
    await page.fill("#phone", phone)
