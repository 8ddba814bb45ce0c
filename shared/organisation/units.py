"""The units that cases are about: a tree for each board."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from shared.organisation.names import Identifier, Name, Text, folded
from shared.organisation.roles import RoleAccount


class UnitSettings(BaseModel):
    """A unit as its file has it. What it lacks of leaders, the unit above has for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier = Field(examples=["hemvard-norr"])
    """Unique in the municipality, and never reused: cases keep it."""
    name: Name
    parent: Identifier | None = None
    manager: RoleAccount | None = None
    """The nearest manager, who answers for the unit's cases (R41)."""
    coordinator: RoleAccount | None = None
    head_of_operations: RoleAccount | None = None
    """Takes what is too overarching for one unit's manager (R42)."""
    public: bool = Field(default=True, strict=True)
    """Offered in the public form; staff can choose every unit."""
    other_names: tuple[Text, ...] = ()
    """What people also call it: found by search and in imports."""
    closed_on: date | None = None
    """The first day (Swedish time) it no longer exists; kept for the cases it had."""


class Unit(UnitSettings):
    """One unit of a board."""

    board: Identifier

    def is_open(self, on: date) -> bool:
        """Whether the unit still exists on that day."""
        return self.closed_on is None or on < self.closed_on


def spellings(unit: UnitSettings) -> dict[str, str]:
    """Everything the unit is found by: folded, and as it is written."""
    words = (unit.id, unit.name.sv, unit.name.en, *unit.other_names)
    return {folded(word): word for word in words}
