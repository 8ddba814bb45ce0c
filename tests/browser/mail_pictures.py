"""The pictures of the mails in docs/pictures, as a telephone shows them; `pictures` makes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser

from services.notifications.texts.checking import load_texts
from services.notifications.texts.previews import Previews
from services.notifications.texts.texts import TextName
from shared.organisation import load_organisation
from shared.pages.languages import Language

WIDTH = 360
_LEAST_HEIGHT = 200


@dataclass(frozen=True)
class MailPicture:
    """A mail's page."""

    name: str
    html: str
    dark: bool = False


def mails(folder: Path) -> Iterator[MailPicture]:
    """One of each text in Swedish, one in English, one in the dark, and a board's own."""
    organisation = load_organisation(folder)
    previews = Previews(load_texts(folder, organisation), organisation)

    def page(name: TextName, board: str, language: Language = Language.SWEDISH) -> str:
        found = previews.preview(name, language, organisation.known_board(board))
        if found is None or found.text is None:
            raise LookupError(f"there is no text {name} in {language}")
        return found.text.html

    for name in TextName:
        yield MailPicture(f"mail-{name.replace('_', '-')}", page(name, "sn"))
    english = page(TextName.ACKNOWLEDGEMENT, "sn", Language.ENGLISH)
    yield MailPicture("mail-acknowledgement-english", english)
    dark = page(TextName.ACKNOWLEDGEMENT, "sn")
    yield MailPicture("mail-acknowledgement-dark", dark, dark=True)
    yield MailPicture("mail-closed-own-text", page(TextName.CLOSED, "von"))


async def take_mails(browser: Browser, organisation: Path, pictures: Path) -> None:
    """Write a file of each."""
    for mail in mails(organisation):
        context = await browser.new_context(
            viewport={"width": WIDTH, "height": _LEAST_HEIGHT},
            color_scheme="dark" if mail.dark else "light",
            java_script_enabled=False,
        )
        page = await context.new_page()
        await page.set_content(mail.html)
        await page.screenshot(path=pictures / f"{mail.name}.png", full_page=True)
        await context.close()
