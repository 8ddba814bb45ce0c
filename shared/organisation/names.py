"""Names in two languages, and telling whether two spellings mean the same."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Identifier = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60),
    Field(description="small letters a-z, digits and hyphens"),
]


class Name(BaseModel):
    """A name or a sentence in Swedish and English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sv: Text = Field(examples=["Hemvård"])
    en: Text = Field(examples=["Home care"])

    def in_language(self, language: str) -> str:
        """English for `en` and its variants (`en-GB`), Swedish for every other language."""
        return self.en if language.lower().split("-")[0] == "en" else self.sv


def folded(text: str) -> str:
    """The letters and digits alone, small and without marks: `Hemvård Norr` is `hemvardnorr`."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in parts if character.isalnum())


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy: the known word most like `word`, or all of them where none is like it."""
    choices = {folded(choice): choice for choice in known}
    near = get_close_matches(folded(word), choices, n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{choices[near[0]]}"?'
    if not choices:
        return "None is defined yet."
    return "Use one of " + ", ".join(f'"{choice}"' for choice in sorted(choices.values())) + "."
