"""The pictures of letters and calls in docs/pictures; `pictures` makes them."""

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from playwright.async_api import Browser

from services.notifications.notices import planned
from services.notifications.printing.press import TEMPLATE, letter_words
from services.notifications.texts.letters import Links
from services.notifications.texts.paper import PaperWriter
from services.notifications.texts.texts import Texts
from services.notifications.watched import WatchedCase
from shared.events.notices import NoticeWay
from shared.events.submissions import Address
from shared.events.vocabulary import Channel
from shared.organisation import load_organisation
from shared.typesetting import typeset
from tests.browser.conftest import ORGANISATION
from tests.browser.contexts import visiting
from tests.browser.staff_member import log_in
from tests.support.by_hand import Desk
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.submissions import submission
from tests.support.system import System

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SITE = "https://synpunkter.exempelkommun.example"
ADDRESS = "Storgatan 1, 123 45 Exempelstad"


def letter() -> bytes:
    """The acknowledgement as it is printed."""
    organisation = load_organisation(ORGANISATION)
    event = submission(
        board="von",
        unit="hemvard-norr",
        channel=Channel.LETTER,
        contact=Address(name="Namn Efternamn", address=ADDRESS),
        diary_number="VON 2026-00047",
        reference="26-7KQ2M-X9D4T",
        received_on=date(2026, 11, 22),
        at=AT,
    )
    case = WatchedCase.from_event(event, organisation.known_board("von"), AT)
    case = case.model_copy(update={"contact": event.content.contact})
    notice = planned.acknowledgement(
        case.case_id,
        at=AT,
        correlation_id=case.case_id,
        causation_id=None,
        next_attempt_at=AT,
    ).by_hand(NoticeWay.LETTER, "von")
    writer = PaperWriter(Texts(), organisation, Links(SITE, SITE))
    written = writer.letter(notice, case, date(2026, 11, 23))
    return typeset(TEMPLATE, letter_words([written]), "png", pixels_per_inch=90)


async def take_by_hand(browser: Browser, folder: Path) -> None:
    """Letters and calls of a whole system, and the letter itself."""
    (folder / "letter.png").write_bytes(letter())
    with TemporaryDirectory() as place:
        async with (
            System(Path(place)) as system,
            httpx.AsyncClient(
                headers=system.headers(), trust_env=False, verify=NO_AUTHORITIES, timeout=60
            ) as client,
        ):
            await _take_pages(browser, Desk(system, client), folder)


async def _take_pages(browser: Browser, desk: Desk, folder: Path) -> None:
    known = {"address": ADDRESS}
    for contact, protected in ((known, False), (known, True), ({}, False)):
        case_id = await desk.handed_in(
            contact, feedback_wish="letter", protected_identity=protected
        )
        await desk.waiting(case_id, "acknowledgement")
    called = await desk.handed_in({"phone": "070-123 45 67"})
    call = await desk.waiting(called, "acknowledgement")
    pages = desk.system.url("notifications")
    for name, path, size in (
        ("letters-desk", "/brev", (1280, 1000)),
        ("letters-phone", "/brev", (360, 1400)),
        ("call-desk", f"/samtal/{call}", (1280, 1500)),
        ("call-phone", f"/samtal/{call}", (360, 1400)),
    ):
        viewport = {"width": size[0], "height": size[1]}
        async with visiting(browser, locale="sv-SE", viewport=viewport) as context:
            page = await context.new_page()
            await page.goto(f"{pages}{path}")
            await log_in(page, desk.system, "registrator-von")
            await page.screenshot(path=folder / f"{name}.png")
