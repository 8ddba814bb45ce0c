"""Finds every sentence of the pages in templates and code, and keeps the catalogues up to date.

`python -m shared.pages.extraction` adds new sentences, drops unused ones and keeps translations.
A new sentence is at once complete in Swedish, being its own message id; the English is left empty
to be written, and a test fails until it is.
"""

from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from shared.pages.catalogues import catalogue_path, read_catalogue
from shared.pages.languages import Language

ROOT = Path(__file__).parents[2]
FOLDERS = ("shared", "services")

_METHODS = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
_OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false", "encoding": "utf-8"}}
_KEYWORDS: Mapping[str, tuple[int, ...] | None] = {
    "phrase": None,
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
}

_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def sentences_in_use(root: Path = ROOT) -> Catalog:
    """Every message of the templates and the code, with the files it stands in."""
    catalogue = Catalog(domain="lyhord", charset="utf-8", fuzzy=False)
    for folder in FOLDERS:
        for file, line, message, comments, context in extract_from_dir(
            root / folder,
            method_map=_METHODS,
            options_map=_OPTIONS,
            keywords=_KEYWORDS,
        ):
            catalogue.add(
                message, None, [(f"{folder}/{file}", line)], auto_comments=comments, context=context
            )
    return catalogue


def update(language: Language, in_use: Catalog) -> None:
    """Write the language's catalogue anew: what is in use, with the translations there were.

    The messages of `in_use` become the catalogue's own: give each language a fresh one.
    """
    catalogue = read_catalogue(language)
    catalogue.update(in_use, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    if language is Language.SWEDISH:
        for message in catalogue:
            if message.id and not any(message.string or ()):
                message.string = message.id
    with catalogue_path(language).open("wb") as file:
        file.write(_HEADER.format(language=language).encode())
        write_po(
            file, catalogue, width=100, omit_header=True, sort_by_file=True, include_lineno=False
        )


def main() -> None:
    """Bring both catalogues up to date."""
    for language in Language:
        update(language, sentences_in_use())


if __name__ == "__main__":
    main()
