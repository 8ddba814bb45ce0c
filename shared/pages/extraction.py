"""Finds every sentence of the pages in templates and code, and keeps the catalogues up to date.

`python -m shared.pages.extraction` adds new sentences, drops unused ones and keeps translations.
A new sentence is at once complete in Swedish, being its own message id; the English is left empty
to be written, and a test fails until it is. `python -m shared.pages.extraction fi` begins a
catalogue in a further language, which is all that pages need to exist in it.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from shared.pages.catalogues import read_catalogue
from shared.pages.languages import Language, catalogue_path

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

_TWO_FORMS = "nplurals=2; plural=(n != 1);"
_HEADER = f"""\
msgid ""
msgstr ""
"Language: {{language}}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {_TWO_FORMS}\\n"

"""


def sentences_in_use(root: Path = ROOT) -> Catalog:
    """Every message of the templates and the code, with the files it stands in."""
    catalogue = Catalog(domain="lyhord", charset="utf-8", fuzzy=False)
    for folder in FOLDERS:
        found = extract_from_dir(
            root / folder,
            method_map=_METHODS,
            options_map=_OPTIONS,
            keywords=_KEYWORDS,
        )
        # Files come in the order of the disk, which is another on every machine.
        for file, line, message, comments, context in sorted(found, key=lambda each: each[:2]):
            catalogue.add(
                message, None, [(f"{folder}/{file}", line)], auto_comments=comments, context=context
            )
    return catalogue


def update(language: str, in_use: Catalog) -> None:
    """Write the language's catalogue anew: what is in use, with the translations there were.

    The messages of `in_use` become the catalogue's own: give each language a fresh one.
    """
    catalogue = read_catalogue(language)
    catalogue.update(in_use, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    if language == Language.SWEDISH:
        for message in catalogue:
            if message.id and not any(message.string or ()):
                message.string = message.id
    _write(language, catalogue)


def begin(language: str) -> None:
    """An empty catalogue in a further language. Raises ValueError for a tag that is none."""
    if not catalogue_path(language).exists():
        _write(language, Catalog(locale=language, domain="lyhord"))


def main(further: list[str]) -> None:
    """Bring every catalogue up to date, and begin those in `further` languages."""
    for language in further:
        begin(language)
    for language in (*Language, *further):
        update(language, sentences_in_use())


def _write(language: str, catalogue: Catalog) -> None:
    header = _HEADER.format(language=language).replace(_TWO_FORMS, f"{catalogue.plural_forms}")
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(header.encode())
        write_po(
            file, catalogue, width=100, omit_header=True, sort_by_file=True, include_lineno=False
        )


if __name__ == "__main__":
    main(sys.argv[1:])
