"""The Jinja2 environment: one for each language, with its catalogue and formats built in."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from shared.pages.catalogues import say, translations
from shared.pages.formats import Formats
from shared.pages.languages import Language
from shared.pages.site import Site

TEMPLATE_FOLDER = Path(__file__).parent / "templates"
SHARED = "pages"
"""Shared templates are named `pages/base.html`; a service's own have no folder before them."""


def page_environment(
    language: Language,
    site: Site,
    folders: Sequence[Path],
    asset_path: Callable[[str], str],
) -> Environment:
    """Templates of a service and the shared ones, in one language.

    Filters: `say` (a phrase, or a name of the organisation's), `day`, `time`, `instant`,
    `number`. Functions: `address(path)` for the service's own pages, `asset(name)` and
    `in_language(other, phrase)`. A name that is not defined is an error, never empty.
    """
    environment = Environment(
        loader=ChoiceLoader(
            [
                PrefixLoader({SHARED: FileSystemLoader(TEMPLATE_FOLDER)}),
                FileSystemLoader(list(folders)),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    # The i18n extension adds this method at run time.
    cast("Any", environment).install_gettext_translations(translations(language), newstyle=True)
    formats = Formats(language)
    environment.filters.update(
        say=lambda said: say(said, language),
        day=formats.day,
        time=formats.time,
        instant=formats.instant,
        number=formats.number,
    )
    environment.globals.update(
        site=site,
        language=language,
        languages=tuple(Language),
        address=site.address,
        asset=lambda name: site.address(asset_path(name)),
        in_language=lambda other, said: say(said, other),
    )
    return environment
