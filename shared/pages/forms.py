"""A form as it stands: what was typed in it and what is wrong with that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from shared.pages.phrases import Phrase


@dataclass(frozen=True)
class FormState:
    """Given to the field macros, which show what was typed and the error beside it.

    `errors` are by field name, in the order of the fields on the page.
    """

    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, Phrase] = field(default_factory=dict)

    @classmethod
    def of(cls, typed: Mapping[str, str], errors: Mapping[str, Phrase] | None = None) -> Self:
        """A form in which each field has one value."""
        return cls({name: (value,) for name, value in typed.items()}, errors or {})

    @classmethod
    def posted(cls, pairs: Iterable[tuple[str, object]]) -> Self:
        """What a browser sent. Files among it are left out."""
        typed: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            if isinstance(value, str):
                typed[name] = (*typed.get(name, ()), value.replace("\r\n", "\n"))
        return cls(typed)

    def value(self, name: str) -> str:
        """What stands in a field of one value; empty where nothing does."""
        return next(iter(self.chosen(name)), "")

    @property
    def values(self) -> Mapping[str, str]:
        """Every field of one value."""
        return {name: self.value(name) for name in self.typed}

    def chosen(self, name: str) -> tuple[str, ...]:
        """Every value of a field, as of check boxes."""
        return self.typed.get(name, ())

    def error(self, name: str) -> Phrase | None:
        """What is wrong with the field."""
        return self.errors.get(name)
