"""Makes the pictures of learning cards in docs/pictures, of real pages.

python -m tests.browser.learning_card_pictures
"""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Page, async_playwright

from services.reporting.learning_cards.documents import LearningCard, TextField
from shared.events.facts import ActionCounts
from shared.events.handling_words import ActionLevel, Consequence
from shared.events.vocabulary import Cause, Kind, Outcome, Role
from shared.identity.principal import Principal
from shared.organisation import load_organisation
from shared.settings import Settings
from tests.browser.conftest import CHROMIUM, CHROMIUM_FLAGS, ORGANISATION
from tests.browser.pictures import DESK, PHONE, PICTURES
from tests.browser.serving import served
from tests.browser.staff_member import press
from tests.integration.reporting_pages import NORTH, ReportingPages
from tests.support.foundation import new_store
from tests.support.staff import PASSWORD
from tests.support.submissions import submission

CATEGORY = "conduct-communication"
WRITER = Principal(id="kvalitet", roles=frozenset({Role.QUALITY}))
ALARM = {
    TextField.TITLE: "Larmet som ingen hörde",
    TextField.HAPPENED: (
        "En person larmade en kväll och fick vänta länge. Personalen trodde att en kollega hade "
        "gått dit. När någon till slut kom var personen orolig och hade försökt ta sig upp själv."
    ),
    TextField.WHY: (
        "Larmet gick till en enda telefon, och den låg på laddning. Ingen hade fått i uppgift att "
        "ha den på sig."
    ),
    TextField.CHANGED: (
        "Två i personalen bär alltid var sin larmtelefon. Den som tar ett larm säger det högt. "
        "Telefonerna laddas på natten, en i taget."
    ),
    TextField.DISCUSS: (
        "Vem hör larmet hos oss just nu?\nHur vet vi att någon har gått dit?\n"
        "Vad gör vi om telefonen är död?"
    ),
}
KEY = {
    **ALARM,
    TextField.TITLE: "Beskedet som aldrig kom fram",
    TextField.HAPPENED: "En närstående fick veta om en ändrad insats först efteråt.",
}
NAMED = {**ALARM, TextField.HAPPENED: "Vi ringde Stella den 2 mars på 070-123 45 67."}
SHOTS: Sequence[tuple[str, str, str, tuple[int, int]]] = (
    ("learning-cards-list", "verksamhetschef", "/larkort", DESK),
    ("learning-cards-card", "verksamhetschef", "/larkort/{card}", (1280, 1400)),
    ("learning-cards-phone", "kontaktcenter", "/larkort/{card}", PHONE),
    ("learning-cards-form", "enhetschef", "/larkort/{draft}/andra", (1280, 1500)),
    ("learning-cards-form-phone", "enhetschef", "/larkort/nytt", PHONE),
    ("learning-cards-places", "enhetschef", "/larkort/{draft}", (1280, 1900)),
)
"""Name, who looks, where, and size."""


async def _logged_in(browser: Browser, url: str, user: str, size: tuple[int, int]) -> Page:
    width, height = size
    context = await browser.new_context(locale="sv-SE", viewport={"width": width, "height": height})
    page = await context.new_page()
    await page.goto(f"{url}/larkort")
    await page.fill("#user", user)
    await page.fill("#password", PASSWORD)
    await press(page)
    return page


async def filled(pages: ReportingPages) -> dict[str, str]:
    """A published card that is talked about, another, and a draft; their ids by name."""
    cases = [
        submission(
            board="von",
            unit=NORTH,
            category=CATEGORY,
            kind=(Kind.COMPLAINT, Kind.DEVIATION)[number % 2],
            received_on=date(2026, 2, 1 + number),
            severity=3,
            causes=(Cause.ROUTINE_UNKNOWN, Cause.KNOWLEDGE)[: 1 + number % 2],
            consequences=(Consequence.WORRY,),
            action_levels=(ActionLevel.UNIT,),
            actions=ActionCounts(decided=3, done=2, effective=1),
            outcome=Outcome.JUSTIFIED,
        )
        for number in range(12)
    ]
    await pages.count(*cases)
    made: dict[str, LearningCard] = {}
    for number, (name, texts) in enumerate((("other", KEY), ("card", ALARM), ("draft", NAMED))):
        made[name] = await pages.cards.make(WRITER, [str(cases[number].case_id)], texts)
        if name != "draft":
            made[name] = await pages.cards.publish(WRITER, made[name], 1)
    organisation = load_organisation(ORGANISATION)
    for unit_id, present in ((NORTH, 9), ("hemvard-soder", 12)):
        unit = organisation.unit(unit_id)
        if unit is not None:
            await pages.talks.note(
                made["card"],
                unit,
                date(2026, 3, 1),
                present,
                "Vi bestämde att säga högt vem som går.",
                Role.MANAGER,
            )
    pages.clock.advance(timedelta(days=60))
    await pages.count(
        *(
            submission(board="von", unit=NORTH, category=CATEGORY, received_on=date(2026, 4, day))
            for day in range(1, 8)
        )
    )
    return {name: card.id for name, card in made.items()}


async def main() -> None:
    """Make them all."""
    with TemporaryDirectory() as folder:
        async with new_store(Path(folder) / "store") as store:
            settings = Settings.model_validate({"mongo_url": store.url})
            pages = ReportingPages(settings, load_organisation(ORGANISATION))
            await pages.prepare()
            ids = await filled(pages)
            async with served(pages.app) as url, async_playwright() as playwright:
                browser = await playwright.chromium.launch(
                    executable_path=CHROMIUM, args=CHROMIUM_FLAGS
                )
                for name, user, path, size in SHOTS:
                    page = await _logged_in(browser, url, user, size)
                    await page.goto(url + path.format(**ids))
                    await page.screenshot(path=PICTURES / f"{name}.png")
                    await page.context.close()
                await browser.close()
            await pages.close()


if __name__ == "__main__":
    asyncio.run(main())
