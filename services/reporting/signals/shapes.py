"""What the API of signals answers with."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.reporting.shapes import InWords
from services.reporting.signals.kept import KeptSignal, Sighting, State
from services.reporting.signals.signal import Aspect, SignalKind
from services.reporting.signals.wording import ADVICE, NAMES, Words, sentence
from services.reporting.signals.zeros import UnitMonth
from shared.events.vocabulary import Role
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language


class SightingShown(BaseModel):
    """That someone has seen it. `by` is an account's id."""

    by: str | None
    role: Role
    at: datetime
    reason: str

    @classmethod
    def of(cls, sighting: Sighting) -> Self:
        """As it was noted."""
        return cls(**sighting.model_dump())


class SignalShown(BaseModel):
    """One signal with its evidence. Instants are UTC, days Swedish, both ends counted in."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    id: UUID
    kind: SignalKind
    state: State
    board: str
    unit: str | None
    aspect: Aspect | None
    value: str | None
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    name: InWords
    text: InWords
    advice: InWords
    numbers: dict[str, float | None]
    cases: list[UUID]
    """The latest of those behind it."""
    raised_at: datetime
    reckoned_at: datetime
    lapsed_at: datetime | None
    seen: list[SightingShown]

    @classmethod
    def of(cls, kept: KeptSignal, organisation: Organisation) -> Self:
        """The signal as it stands."""
        return cls(
            id=UUID(kept.id),
            kind=kept.kind,
            state=kept.state,
            board=kept.board,
            unit=kept.unit,
            aspect=kept.aspect,
            value=kept.value,
            first=kept.first,
            last=kept.last,
            name=InWords.of(NAMES[kept.kind]),
            text=text_of(kept, organisation),
            advice=InWords.of(ADVICE[kept.kind]),
            numbers=kept.numbers,
            cases=[UUID(case) for case in kept.cases],
            raised_at=kept.raised_at,
            reckoned_at=kept.reckoned_at,
            lapsed_at=kept.lapsed_at,
            seen=[SightingShown.of(each) for each in kept.seen],
        )


class SignalsShown(BaseModel):
    """A page of them, the newest first. `next` is None on the last."""

    total: int
    items: list[SignalShown]
    next: UUID | None


class SeenBecause(BaseModel):
    """Why it is as it is. No names: it is kept with the figures."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)
    ] = Field(examples=["Enheten var stängd för ombyggnad."])


class SignalsReckoned(BaseModel):
    """How many hold now."""

    holding: int


class ZeroSigned(BaseModel):
    """For which month."""

    model_config = ConfigDict(extra="forbid")

    month: str = Field(examples=["2026-10"])


class ZeroShown(BaseModel):
    """A unit in a month, with everything below it. `contradicted`: cases came after all."""

    unit: str
    month: str
    cases: int
    signed_at: datetime | None
    signed_by: str | None
    contradicted: bool

    @classmethod
    def of(cls, found: UnitMonth) -> Self:
        """As it stands."""
        signed = found.signed
        return cls(
            unit=found.unit.id,
            month=found.month,
            cases=found.cases,
            signed_at=signed.signed_at if signed else None,
            signed_by=signed.signed_by if signed else None,
            contradicted=found.contradicted,
        )


class ZerosShown(BaseModel):
    """Every unit of today."""

    items: list[ZeroShown]


def text_of(kept: KeptSignal, organisation: Organisation) -> InWords:
    """The sentence in both languages, each with names and numbers as it writes them."""
    said = {
        language: say(
            sentence(kept.kind, kept.scope, kept.numbers, Words(organisation, language)), language
        )
        for language in (Language.SWEDISH, Language.ENGLISH)
    }
    return InWords(sv=said[Language.SWEDISH], en=said[Language.ENGLISH])
