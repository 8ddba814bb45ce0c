"""Indexes, declared beside the documents they serve."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Index:
    """One index: `keys` are (field, 1 or -1)."""

    name: str
    keys: tuple[tuple[str, int], ...]
    unique: bool = False
    sparse: bool = False
    only_where: Mapping[str, Any] = field(default_factory=dict)
    """Partial index: only documents that match."""
    expire_after: int | None = None
    """Seconds after the first key's instant at which the store deletes the document."""

    def options(self) -> dict[str, Any]:
        """As the driver takes them."""
        options: dict[str, Any] = {"name": self.name}
        if self.unique:
            options["unique"] = True
        if self.sparse:
            options["sparse"] = True
        if self.only_where:
            options["partialFilterExpression"] = dict(self.only_where)
        if self.expire_after is not None:
            options["expireAfterSeconds"] = self.expire_after
        return options
