"""Documents as pydantic models, and as the store keeps them.

Instants are kept as BSON dates (UTC, milliseconds), days as `YYYY-MM-DD`, ids and words as text.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.store.index import Index

Bson = dict[str, Any]


class Document(BaseModel):
    """What a collection holds. `indexes` are created at start-up.

    What checks a field is made when the first document is read, as with events.
    """

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="ignore", defer_build=True)

    collection: ClassVar[str]
    indexes: ClassVar[tuple[Index, ...]] = ()

    id: str = Field(alias="_id")

    def to_bson(self) -> Bson:
        """The document as the store keeps it."""
        return {name: as_bson(value) for name, value in self.model_dump(by_alias=True).items()}

    @classmethod
    def from_bson(cls, stored: Mapping[str, Any]) -> Self:
        """The document as it was kept."""
        return cls.model_validate(stored)


class Versioned(Document):
    """A document that changes; `seq` counts its states."""

    seq: int


def as_bson(value: Any) -> Any:
    """A value as the store keeps it."""
    match value:
        case None | bool() | int() | float() | bytes() | datetime():
            return value
        case Enum():
            return value.value
        case str():
            return value
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return {str(as_bson(key)): as_bson(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [as_bson(item) for item in value]
        case _:
            raise TypeError(f"a document cannot hold a {type(value).__name__}")
