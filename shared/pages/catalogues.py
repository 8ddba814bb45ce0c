"""The gettext catalogues, read from their `.po` files as they are in the repository."""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from shared.pages.formats import Formats
from shared.pages.languages import Language, catalogue_path
from shared.pages.phrases import Label, Phrase


def read_catalogue(language: str) -> Catalog:
    """The catalogue with its comments and places, as an editor sees it."""
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=str(language), domain="lyhord", abort_invalid=True)


@cache
def translations(language: Language) -> GNUTranslations:
    """What `gettext` looks sentences up in. Read once for each process."""
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def say(said: Label, language: Language) -> str:
    """The phrase, or the organisation's own name, in that language."""
    if not isinstance(said, Phrase):
        return said.in_language(language)
    text = translations(language).gettext(said.text)
    formats = Formats(language)
    return (
        text
        % {
            name: say(value, language) if isinstance(value, Phrase) else formats.value(value)
            for name, value in said.values
        }
        if said.values
        else text
    )
