"""Learning cards in the store, and the staff meetings that have talked about them."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from shared.events.facts import ActionCounts
from shared.events.handling_words import ActionLevel, Consequence
from shared.events.vocabulary import Kind, Outcome, Role
from shared.store.documents import Document, Versioned
from shared.store.index import Index


class TextField(StrEnum):
    """What people write on a card."""

    TITLE = "title"
    HAPPENED = "happened"
    WHY = "why"
    CHANGED = "changed"
    DISCUSS = "discuss"


LONGEST: dict[TextField, int] = {
    TextField.TITLE: 80,
    TextField.HAPPENED: 800,
    TextField.WHY: 500,
    TextField.CHANGED: 500,
    TextField.DISCUSS: 500,
}
"""Characters: together they fit on one page of A4."""
LONGEST_REASON = 400
LONGEST_OUTCOME = 600
MOST_CASES = 20
MOST_PRESENT = 500


class State(StrEnum):
    """Where a card stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class CardFacts(BaseModel):
    """What a card tells of its cases by their facts; of several cases, of all together."""

    model_config = ConfigDict(frozen=True)

    cases: int
    kinds: tuple[Kind, ...] = ()
    categories: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    action_levels: tuple[ActionLevel, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    severity: int | None = None
    """The highest."""
    actions: ActionCounts = ActionCounts()
    periods: tuple[str, ...] = ()
    """Of arrival: `2026-Q1`, `2026-H1` or `2026`; none where even the year has too few cases."""
    units: tuple[str, ...] = ()
    """Only where the card is to show them, and they have enough cases."""


class Change(BaseModel):
    """Which texts became others, in which state of the card. Nobody's name."""

    model_config = ConfigDict(frozen=True)

    seq: int
    at: datetime
    """UTC."""
    fields: tuple[str, ...]


class Confirmed(BaseModel):
    """Words that someone has said point out nobody."""

    model_config = ConfigDict(frozen=True)

    field: str
    rule: str
    words: str


class LearningCard(Versioned):
    """One card. Instants are UTC; `*_by` are opaque account ids.

    `cases`, `unit` and `units` are never shown to readers. A case that has been erased is taken
    out of `cases`.
    """

    collection: ClassVar[str] = "learning_cards"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("board", (("board", 1), ("state", 1))),
        Index("cases", (("cases", 1),)),
    )

    board: str
    unit: str | None = None
    """The unit that all its cases are of, or the nearest above them: who may write it."""
    units: tuple[str, ...] = ()
    """The cases' own."""
    cases: tuple[str, ...]
    facts: CardFacts
    texts: dict[TextField, str] = Field(default_factory=dict)
    show_unit: bool = False
    state: State = State.DRAFT
    made_at: datetime
    made_by: str | None = None
    edited_at: datetime
    changes: tuple[Change, ...] = ()
    """The latest."""
    confirmed: tuple[Confirmed, ...] = ()
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_because: str = ""

    def text(self, field: TextField) -> str:
        """What stands there; empty where nothing does."""
        return self.texts.get(field, "")


class Talk(Document):
    """That a staff meeting has talked about a card, by card, unit and day. Nobody's name."""

    collection: ClassVar[str] = "learning_card_talks"
    indexes: ClassVar[tuple[Index, ...]] = (Index("card", (("card", 1), ("held_on", -1))),)

    card: str
    board: str
    unit: str
    held_on: date
    """A Swedish day."""
    present: int
    """How many people."""
    outcome: str = ""
    role: Role
    noted_at: datetime
    """UTC."""
