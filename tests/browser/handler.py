"""What those who handle cases do on the workflow's pages, without scripts."""

import re

import httpx
from playwright.async_api import Page, expect

from tests.browser.staff_member import log_in, press
from tests.support.system import System
from tests.support.waiting import until


class Handler:
    """One of the example accounts with a browser, at one case."""

    def __init__(self, page: Page, system: System, case_id: str) -> None:
        self.page = page
        self.case_id = case_id
        self._system = system

    @property
    def address(self) -> str:
        return f"{self._system.url('workflow')}/arenden/{self.case_id}"

    async def arrive(self, user: str) -> None:
        """Log in as this user, whoever was logged in before, and stand at the case."""
        await self.page.context.clear_cookies(name="lyhord_session")
        await self.page.goto(self.address)
        await log_in(self.page, self._system, user)
        await expect(self.page).to_have_url(re.compile(f"/arenden/{self.case_id}$"))

    async def find_in_list(self, user: str, number: str) -> None:
        """Log in at the work list and go to the case from there."""
        await self.page.context.clear_cookies(name="lyhord_session")
        await self.page.goto(f"{self._system.url('workflow')}/arbete?visa=all")
        await log_in(self.page, self._system, user)
        await self.page.get_by_role("link", name=number, exact=True).click()
        await expect(self.page).to_have_url(re.compile(f"/arenden/{self.case_id}$"))

    async def next_is(self, step: str) -> None:
        """The page says that this is what there is to do."""
        first = self.page.locator(".next a.button").first
        await expect(first).to_have_text(step)

    async def take_next(self) -> None:
        """Follow what the page says is next."""
        await self.page.locator(".next a.button").first.click()

    async def open(self, step: str) -> None:
        """Choose a step in the list of all."""
        steps = self.page.get_by_role("navigation", name="Alla steg")
        await steps.get_by_role("link", name=step, exact=True).click()
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(step)

    async def send(self, told: str) -> None:
        """Send the form, and read on the case's page that it is done."""
        await press(self.page, "form.step-form button.button >> nth=0")
        await expect(self.page.get_by_role("status")).to_have_text(told)

    async def has_status(self, status: str) -> None:
        await expect(self.page.locator(".case-badges .badge").first).to_have_text(status)


async def known_case(system: System, body: dict[str, object], token: str = "staff") -> str:
    """Hand in a case by the API and wait until the workflow has it; its id."""
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        taken = await client.post(
            f"{system.url('intake')}/api/v1/cases", json=body, headers=system.headers(token)
        )
        assert taken.status_code == 202, taken.text
        case_id = str(taken.json()["case_id"])
        await registered(system, case_id)
    return case_id


async def uploaded(system: System, content: bytes, token: str = "staff") -> str:
    """Upload a file for a case that is to be handed in; its id."""
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        taken = await client.post(
            f"{system.url('intake')}/api/v1/attachments",
            content=content,
            headers={**system.headers(token), "Content-Type": "application/pdf"},
        )
        assert taken.status_code == 201, taken.text
        return str(taken.json()["attachment_id"])


async def registered(system: System, case_id: str) -> None:
    """Return once the workflow has the case, with its number."""
    cases = system.documents("workflow", "cases")

    async def there() -> bool:
        found = await cases.find_one({"_id": case_id})
        return found is not None and found["facts"]["diary_number"] is not None

    await until(there, "the workflow has the case")


async def facts_of(system: System, case_id: str) -> dict[str, object]:
    """What is stored of the case."""
    found = await system.documents("workflow", "cases").find_one({"_id": case_id})
    assert found is not None
    return dict(found["facts"])
