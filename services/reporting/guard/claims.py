"""What a sentence claims of cases."""

from dataclasses import dataclass
from enum import StrEnum

from services.reporting.periods import Period
from shared.events.vocabulary import Gender, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Of which cases, and where in the whole text. Without kinds: cases of any kind."""

    kinds: tuple[Kind, ...]
    start: int
    end: int
    period: Period | None = None
    """None where the sentence names none: then it is the report's."""
    unit: str | None = None
    """The id of the unit that the sentence names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Claim):
    """So many cases there were."""

    value: int
    gender: Gender | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Claim):
    """So many of the cases are something."""

    value: int
    said_of_them: str | None = None
    """By what they are divided, where the text divides all of them: `handlar om`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent(Claim):
    """This part of the cases, in whole percent, by a figure that is a share."""

    value: int
    figure: str


class Direction(StrEnum):
    """How a number has changed since the period before."""

    UP = "up"
    DOWN = "down"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend(Claim):
    """There were more, or fewer, than in the period before."""

    direction: Direction
    denied: bool = False
    """The text says that they did not become so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(Claim):
    """It is true of every case, by figures that are shares."""

    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreOf(Claim):
    """More of the cases came from one gender than from the other."""

    gender: Gender
    than: Gender
