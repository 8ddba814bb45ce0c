"""What the API takes and answers with about the use of learning cards: meetings, and effect."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.reporting.learning_cards.documents import LONGEST_OUTCOME, MOST_PRESENT, Talk
from services.reporting.learning_cards.effect import Counted, Effect
from services.reporting.learning_cards.shapes import Publishing
from services.reporting.shapes import InWords


class NewTalk(Publishing):
    """A staff meeting that has talked about the card. Nobody's name."""

    unit: Annotated[str, Field(max_length=300, description="Id or name.")]
    held_on: Annotated[date, Field(description="Swedish day, not in the future.")]
    present: Annotated[int, Field(ge=1, le=MOST_PRESENT, description="How many people.")]
    outcome: Annotated[str, Field(max_length=LONGEST_OUTCOME)] = ""


class TalkShown(BaseModel):
    """A meeting that has talked about a card."""

    id: UUID
    unit: str
    held_on: date
    present: int
    outcome: str
    noted_at: datetime

    @classmethod
    def of(cls, talk: Talk) -> Self:
        """As it was noted."""
        return cls.model_validate(talk.model_dump(include=set(cls.model_fields)))


class TalkList(BaseModel):
    """The latest meeting first."""

    items: list[TalkShown]


class CountedShown(BaseModel):
    """Cases before and since; null is a small number that is not shown."""

    before: int | None
    since: int | None
    by_chance: float | None
    conclusive: bool

    @classmethod
    def of(cls, counted: Counted) -> Self:
        """As it was counted."""
        return cls(
            before=counted.before,
            since=counted.since,
            by_chance=counted.by_chance,
            conclusive=counted.conclusive,
        )


class NoteShown(BaseModel):
    """In what the periods are not alike."""

    id: str
    text: InWords


class EffectShown(BaseModel):
    """Cases of the card's categories before it was published and since, equally many days.

    Null, all of it but `known`, while fewer than 28 days have passed, or without a category.
    """

    known: bool
    before_from: date | None = None
    before_to: date | None = None
    since_from: date | None = None
    since_to: date | None = None
    board: CountedShown | None = None
    unit: CountedShown | None = None
    """Of the card's units: for those who may write it, and where it names them."""
    notes: list[NoteShown] = []

    @classmethod
    def of(cls, effect: Effect | None) -> Self:
        """As it was reckoned."""
        if effect is None:
            return cls(known=False)
        return cls(
            known=True,
            before_from=effect.before.first,
            before_to=effect.before.last,
            since_from=effect.since.first,
            since_to=effect.since.last,
            board=CountedShown.of(effect.board),
            unit=CountedShown.of(effect.unit) if effect.unit else None,
            notes=[NoteShown(id=each.id, text=InWords.of(each.text)) for each in effect.notes],
        )
