"""Labels that are made of what the organisation or a person has written."""

from datetime import date

from services.workflow.pages.posts import Post
from shared.pages.catalogues import say
from shared.pages.formats import Formats
from shared.pages.languages import Language


class PostLabel:
    """A post by its title and place: `Enhetschef, Hemvård norr`."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def in_language(self, language: str) -> str:
        title = say(self._post.title, Language(language))
        return f"{title}, {self._post.place.in_language(language)}"


class OwnWords:
    """What someone has written: the same in every language."""

    def __init__(self, text: str) -> None:
        self._text = text

    def in_language(self, language: str) -> str:  # noqa: ARG002 - every label is asked for one
        return self._text


class DayLabel:
    """A day, written as the language writes it."""

    def __init__(self, day: date) -> None:
        self._day = day

    def in_language(self, language: str) -> str:
        return Formats(Language(language)).day(self._day)
