"""What cases are about: versioned lists with ids that never change meaning (R08, R80)."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.events.vocabulary import Kind
from shared.organisation.names import Identifier, Name, folded

Version = Annotated[int, Field(strict=True, ge=1)]


class Category(BaseModel):
    """One category. It is never removed from its list, so that old cases keep their meaning."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["conduct-communication"])
    name: Name
    help: Name | None = None
    """One sentence for the form."""
    kinds: tuple[Kind, ...] = tuple(Kind)
    """Offered for these kinds only; every kind where left out."""
    since: Version = 1
    """The version of the list that it came with."""
    retired_in: Version | None = None
    """The version of the list from which it is no longer offered."""
    replaced_by: Identifier | None = None
    """Where to look for later cases of the same sort."""
    other_names: tuple[str, ...] = ()
    """Spellings found in earlier systems and in imports."""


class CategoryList(BaseModel):
    """A list that one or more boards use."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["socialtjanst"])
    name: Name
    version: Version = Field(examples=[1])
    """Raised whenever a category is added, retired or renamed."""
    valid_from: date = Field(examples=[date(2026, 1, 1)])
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]

    def offered(self, kind: Kind | None = None, version: int | None = None) -> tuple[Category, ...]:
        """What a form shows, in the file's order; by an earlier version of the list if given."""
        wanted = version or self.version
        return tuple(
            category
            for category in self.categories
            if category.since <= wanted
            and (category.retired_in is None or wanted < category.retired_in)
            and (kind is None or kind in category.kinds)
        )

    def find(self, text: str) -> Category | None:
        """The category with this id or name, retired ones too; case and marks do not matter."""
        wanted = folded(text)
        return next(
            (category for category in self.categories if wanted in spellings(category)), None
        )

    @model_validator(mode="after")
    def _versions_reach(self) -> Self:
        newest = max(max(c.since, c.retired_in or 1) for c in self.categories)
        if newest > self.version:
            raise ValueError(
                f"the list is version {self.version}, but a category speaks of version {newest}: "
                f"raise version to {newest}"
            )
        return self


def spellings(category: Category) -> dict[str, str]:
    """Everything the category is found by: folded, and as it is written."""
    words = (category.id, category.name.sv, category.name.en, *category.other_names)
    return {folded(word): word for word in words}
