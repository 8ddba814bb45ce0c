"""Which language a page is in: asked for in the address, remembered, or the browser's own."""

from enum import StrEnum
from pathlib import Path

from babel import Locale

PARAMETER = "lang"
COOKIE = "lyhord_lang"
LOCALE_FOLDER = Path(__file__).parent / "locale"


def catalogue_path(tag: str) -> Path:
    """Where the sentences of a language are."""
    return LOCALE_FOLDER / tag / "LC_MESSAGES" / "lyhord.po"


class Language(StrEnum):
    """A language that pages exist in: the two of the product, and each that has a catalogue."""

    _ignore_ = ["found", "tag"]  # noqa: RUF012 - enum reads it, and makes no member of it

    SWEDISH = "sv"
    ENGLISH = "en"

    found = vars()
    for tag in sorted(folder.name for folder in LOCALE_FOLDER.iterdir()):
        if tag not in ("sv", "en") and catalogue_path(tag).exists():
            found[tag.upper()] = tag

    @property
    def own_name(self) -> str:
        """What the language calls itself, for those who read no other."""
        name = Locale.parse(self).get_language_name() or str(self)
        return name[:1].upper() + name[1:]

    @property
    def direction(self) -> str:
        """`ltr`, or `rtl` for one that is written from right to left."""
        return str(Locale.parse(self).text_direction)


def named(tag: str | None) -> Language | None:
    """The language of a tag such as `en` or `en-GB`; None when pages do not exist in it."""
    try:
        return Language((tag or "").strip().lower().split("-")[0])
    except ValueError:
        return None


def chosen_language(asked: str | None, remembered: str | None, accepted: str | None) -> Language:
    """The address decides, then the cookie, then `Accept-Language`; Swedish when none says."""
    return named(asked) or named(remembered) or _most_wanted(accepted or "") or Language.SWEDISH


def _most_wanted(header: str) -> Language | None:
    wanted: list[tuple[float, Language]] = []
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        language = named(tag)
        if language is not None:
            wanted.append((_quality(weight), language))
    # max() keeps the first of equals, which is the one the browser put first.
    quality, language = max(wanted, key=lambda entry: entry[0], default=(0.0, None))
    return language if quality > 0 else None


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
