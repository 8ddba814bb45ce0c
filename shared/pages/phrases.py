"""Sentences named in code and said later, in the reader's language."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Bilingual(Protocol):
    """A name that the organisation's files give in both languages."""

    def in_language(self, language: str) -> str: ...


@dataclass(frozen=True)
class Phrase:
    """A message id with the values that stand in it.

    Pure code (a form's rules, a label) gives phrases; only the page that shows one knows the
    language. Whole numbers and days among the values are written as the language writes them.
    """

    text: str
    values: tuple[tuple[str, "Value"], ...] = ()

    def __str__(self) -> str:
        """For logs and errors: in Swedish, the language it is written in."""
        return self.text % dict(self.values) if self.values else self.text


Value = str | int | date | Phrase
"""A phrase among the values is said in the same language."""


def phrase(text: str, **values: Value) -> Phrase:
    """Name a message: `phrase("Skriv högst %(limit)s tecken.", limit=200)`.

    `text` must be a literal, since the catalogues are made from these calls.
    """
    return Phrase(text, tuple(values.items()))


Label = Phrase | Bilingual
"""What something is called on a page."""
