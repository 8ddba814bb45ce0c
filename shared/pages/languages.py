"""Which language a page is in: asked for in the address, remembered, or the browser's own."""

from enum import StrEnum

PARAMETER = "lang"
COOKIE = "lyhord_lang"


class Language(StrEnum):
    """A language that every page exists in."""

    SWEDISH = "sv"
    ENGLISH = "en"

    @property
    def own_name(self) -> str:
        """What the language calls itself, for those who read no other."""
        return {Language.SWEDISH: "Svenska", Language.ENGLISH: "English"}[self]


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
