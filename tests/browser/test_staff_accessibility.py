"""No page for staff breaks a rule that axe knows, overflows a phone, or is hard to hit."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiosmtplib
import pytest
from playwright.async_api import Browser, Page

from services.intake.staff.forms.definitions import FORMS
from services.intake.staff.forms.found_forms import DEVIATION
from services.intake.staff.forms.question import StaffForm
from services.intake.staff.forms.sent_forms import LETTER
from shared.ids import new_id
from tests.browser.axe import broken_rules
from tests.browser.contexts import on_screen
from tests.browser.layout import overflow, small_targets
from tests.browser.staff_member import fill_in_call, log_in, press, save
from tests.integration.intake_process import INBOX, SENDER, mail
from tests.support.system import System

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280
LIST = Path(__file__).parents[2] / "docs" / "examples" / "import.csv"


async def _every_page(
    page: Page, system: System, language: str, forms: tuple[StaffForm, ...]
) -> AsyncIterator[str]:
    """Stand at each page in turn; its name is given."""
    for part in (
        _login_and_start(page, system, language),
        _forms(page, system, forms),
        _set_aside(page, system),
    ):
        async for name in part:
            yield name


async def _login_and_start(page: Page, system: System, language: str) -> AsyncIterator[str]:
    intake = system.url("intake")
    await page.goto(f"{intake}/personal/registrera/telefon?lang={language}")
    yield "login"
    await press(page)
    yield "login with an error"
    await log_in(page, system, "kontaktcenter")
    await page.context.clear_cookies(name="lyhord_session")
    await save(page)
    yield "login with what was typed"
    await log_in(page, system, "registrator")
    yield "going on"
    await page.goto(f"{intake}/personal")
    yield "start"
    await page.goto(f"{intake}/personal/maste-registreras")
    yield "guidance"
    await page.goto(f"{intake}/personal/rutin")
    yield "routines"
    await page.goto(f"{intake}/personal/information")
    yield "information"
    await press(page, "main form button.button >> nth=-1")
    yield "information with errors"
    await page.check("input[name=to]")
    await page.check("input[name=how]")
    await press(page, "main form button.button >> nth=-1")
    yield "proof of information"
    await page.goto(f"{intake}/personal/importer")
    yield "lists"
    await page.fill("input[name=source]", "lifecare")
    await page.set_input_files("input[type=file]", LIST)
    await press(page, "main form button.button >> nth=-1")
    yield "a list"
    await page.goto(f"{intake}/personal/kvitto/01a201e7-7913-7442-9577-97240c997c59")
    yield "receipt that is gone"


async def _forms(page: Page, system: System, forms: tuple[StaffForm, ...]) -> AsyncIterator[str]:
    intake = system.url("intake")
    for form in forms:
        await page.goto(f"{intake}/personal/registrera/{form.id}")
        for summary in await page.locator("summary").all():
            await summary.click()
        yield form.id
    await save(page)
    yield "form with nothing in it"
    await page.goto(f"{intake}/personal/registrera/avvikelse")
    await page.check("#child_concern")
    await page.check("#data_breach")
    yield "what yes leads to"
    for _ in range(2):
        await page.goto(f"{intake}/personal/registrera/kontaktcenter")
        await fill_in_call(page, "08-555 77 88")
        await save(page)
        yield "receipt, or similar cases"
    if await page.locator("button[name=decision]").count() == 1:
        await press(page, "button[name=decision]")
        await page.goto(f"{intake}/personal/registrera/kontaktcenter")
        await fill_in_call(page, "08-555 77 88")
        await save(page)
    await press(page, "section button[name=decision] >> nth=0")
    yield "added"


async def _parked(system: System) -> str:
    """The id of a mail that was set aside."""
    message_id = f"{new_id()}@post.example"
    sent = mail("Är borta till måndag.", message_id=message_id, Auto_Submitted="auto-replied")
    async with aiosmtplib.SMTP(
        hostname="127.0.0.1", port=system.smtp_in, start_tls=False
    ) as connection:
        await connection.sendmail(SENDER, [INBOX], sent)
    record = await system.documents("intake", "mails").find_one({"message_id": message_id})
    return str(record["_id"])


async def _set_aside(page: Page, system: System) -> AsyncIterator[str]:
    intake = system.url("intake")
    links = " ".join(f"https://a{n}.example/" for n in range(9))
    held = await page.request.post(
        f"{intake}/api/v1/cases",
        data={"board": "sn", "kind": "view", "channel": "web", "text": f"Köp {links}"},
    )
    case_id = (await held.json())["case_id"]
    await page.goto(f"{intake}/personal/mejl")
    yield "mails"
    await page.goto(f"{intake}/personal/mejl?message_id=none@post.example")
    yield "no such mail"
    await page.goto(f"{intake}/personal/mejl/{await _parked(system)}")
    yield "one mail"
    await press(page, "form.section button")
    yield "mail without a reason"
    for state in ("waiting", "spam"):
        await page.goto(f"{intake}/personal/sparrade?visa={state}")
        yield f"held: {state}"
    await page.goto(f"{intake}/personal/sparrade/{case_id}")
    yield "one that is held"
    await press(page, "form.section button")
    yield "held without a reason"
    await page.context.clear_cookies(name="lyhord_session")
    await page.goto(f"{intake}/personal")
    await log_in(page, system, "revisor")
    yield "no access"


@pytest.mark.parametrize(
    ("language", "scheme", "forms"),
    [
        ("sv", "light", FORMS),
        # One engine makes them all: these have every sort of question.
        ("en", "dark", (LETTER, DEVIATION)),
    ],
)
async def test_staff_pages_keep_the_rules(
    browser: Browser, system: System, language: str, scheme: str, forms: tuple[StaffForm, ...]
) -> None:
    """Each page is looked at twice as it stands: on a phone, and on a desk."""
    problems: list[str] = []
    titles: dict[str, str] = {}
    async with on_screen(browser, DESK, scheme) as page:
        async for name in _every_page(page, system, language, forms):
            for width in (PHONE, DESK):
                await page.set_viewport_size({"width": width, "height": 800})
                found = (
                    *await broken_rules(page),
                    *await overflow(page),
                    *await small_targets(page),
                )
                problems += [f"{name}, {width} px: {problem}" for problem in found]
            titles[name] = await page.title()
            assert await page.locator("h1").count() == 1, name
    assert problems == []
    assert len({titles[form.id] for form in forms}) == len(forms)
