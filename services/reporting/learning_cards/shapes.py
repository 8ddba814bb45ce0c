"""What the API takes and answers with about learning cards."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.learning_cards.documents import (
    LONGEST,
    LONGEST_REASON,
    MOST_CASES,
    CardFacts,
    Confirmed,
    LearningCard,
    State,
    TextField,
)
from services.reporting.learning_cards.objecting import Objection
from services.reporting.shapes import InWords

MOST_CONFIRMED = 200
Number = Annotated[str, Field(min_length=1, max_length=80)]


class Texts(BaseModel):
    """What people write. A draft may lack some; a card that is published has them all."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(max_length=LONGEST[TextField.TITLE])] = ""
    happened: Annotated[
        str,
        Field(
            max_length=LONGEST[TextField.HAPPENED],
            description="What happened, without names, days and places.",
        ),
    ] = ""
    why: Annotated[str, Field(max_length=LONGEST[TextField.WHY])] = ""
    changed: Annotated[
        str, Field(max_length=LONGEST[TextField.CHANGED], description="What has been changed.")
    ] = ""
    discuss: Annotated[
        str, Field(max_length=LONGEST[TextField.DISCUSS], description="What to talk about.")
    ] = ""

    @property
    def by_field(self) -> dict[TextField, str]:
        """Each by its field."""
        return {field: getattr(self, field) for field in TextField}


class NewCard(Texts):
    """A card of one case, or of several of one board."""

    cases: Annotated[
        tuple[Number, ...],
        Field(
            min_length=1,
            max_length=MOST_CASES,
            description="Diary numbers, references or ids.",
        ),
    ]


class CardTexts(Texts):
    """All texts of a draft anew."""

    show_unit: Annotated[
        bool,
        Field(description="Name the unit: only where it has at least five cases of the category."),
    ] = False


class ConfirmedShown(BaseModel):
    """Words that someone says point out nobody: the `field`, `rule` and `words` of a place."""

    model_config = ConfigDict(extra="forbid")

    field: Annotated[str, Field(max_length=20)]
    rule: Annotated[str, Field(max_length=30)]
    words: Annotated[str, Field(max_length=1000)]

    @property
    def confirmed(self) -> Confirmed:
        """As it is kept."""
        return Confirmed(field=self.field, rule=self.rule, words=self.words)


Confirmations = Annotated[tuple[ConfirmedShown, ...], Field(max_length=MOST_CONFIRMED)]


class Publishing(BaseModel):
    """What is confirmed when a card is published."""

    model_config = ConfigDict(extra="forbid")

    confirmed: Confirmations = ()


class Withdrawing(Publishing):
    """Why a card is taken back: readers see it."""

    reason: Annotated[str, Field(min_length=3, max_length=LONGEST_REASON)]
    remove_texts: Annotated[
        bool, Field(description="Destroy the texts, where they should never have been written.")
    ] = False


class PlaceShown(BaseModel):
    """A place in a text that may point out a person; characters are counted from 0."""

    field: str
    start: int
    end: int
    words: str
    rule: str
    certain: bool
    """Nobody can confirm it away."""
    reason: InWords

    @classmethod
    def of(cls, found: Objection) -> Self:
        """The place in both languages."""
        place = found.place
        return cls(
            field=found.field,
            start=place.start,
            end=place.end,
            words=place.words,
            rule=str(place.rule),
            certain=place.certain,
            reason=InWords.of(place.reason),
        )


class Places(BaseModel):
    """What stands against publishing; empty where nothing does."""

    places: list[PlaceShown]


class CardListed(BaseModel):
    """A card as lists show it; the title of a withdrawn one only to those who may write it."""

    id: UUID
    seq: int
    board: str
    state: State
    title: str
    facts: CardFacts
    published_at: datetime | None
    units_talked: int
    """How many units' meetings have talked about it."""

    @classmethod
    def of(cls, card: LearningCard, units_talked: int, *, writes: bool) -> Self:
        """The card for a reader, or for one who may write it."""
        told = writes or card.state is not State.WITHDRAWN
        return cls(
            id=UUID(card.id),
            seq=card.seq,
            board=card.board,
            state=card.state,
            title=card.text(TextField.TITLE) if told else "",
            facts=card.facts,
            published_at=card.published_at,
            units_talked=units_talked,
        )


class CardList(BaseModel):
    """The newest first."""

    total: int
    items: list[CardListed]
    next: UUID | None
    """Give it as `after` for the next page."""


class CardShown(CardListed):
    """The whole card. Never a diary number; case ids only to whoever made it."""

    texts: dict[TextField, str]
    show_unit: bool
    made_at: datetime
    edited_at: datetime
    withdrawn_at: datetime | None
    withdrawn_because: str
    cases: list[UUID] | None
    """Null for everyone but whoever made the card; without those that have been erased."""

    @classmethod
    def whole(
        cls, card: LearningCard, units_talked: int, *, writes: bool, sees_cases: bool
    ) -> Self:
        """The card with its texts; those of a withdrawn one only for who may write it."""
        told = writes or card.state is not State.WITHDRAWN
        return cls(
            **CardListed.of(card, units_talked, writes=writes).model_dump(),
            texts=card.texts if told else {},
            show_unit=card.show_unit,
            made_at=card.made_at,
            edited_at=card.edited_at,
            withdrawn_at=card.withdrawn_at,
            withdrawn_because=card.withdrawn_because,
            cases=[UUID(case) for case in card.cases] if sees_cases else None,
        )
