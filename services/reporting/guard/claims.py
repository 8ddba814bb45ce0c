"""What a sentence claims of cases."""

from dataclasses import dataclass
from enum import StrEnum

from services.reporting.guard.bounds import Bound
from services.reporting.periods import Period
from shared.events.vocabulary import Gender, Kind

Filters = tuple[tuple[str, str], ...]
"""Dimensions of the statistics with the value that is meant: `(("channel", "phone"),)`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Which number a text may mean. Without kinds: of cases of any kind."""

    kinds: tuple[Kind, ...]
    figure: str = "received"
    filters: Filters = ()
    denied: bool = False
    """The cases of which it is not true."""
    concerned: bool = False
    """Of the cases that the figure could be true of: those, or what is left of them."""
    at_most: bool = False
    """Some of these, by a property that no figure has: they are no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Where it stands in the whole text, and of which period and units it is."""

    start: int
    end: int
    period: Period | None = None
    """None where the sentence names none: then it is the report's."""
    base: Period | None = None
    """What the sentence compares with, where it says so."""
    units: tuple[str, ...] = ()
    """The ids of the units that the sentence names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Claim):
    """So many cases: true if it is by any of the readings."""

    value: int
    readings: tuple[Reading, ...]
    bound: Bound = Bound.EXACT
    said_of_them: str | None = None
    """By what cases are divided, where the text divides all of them: `handlar om`."""

    whole: bool = False
    """Of these a part is told, perhaps of a shorter period: `7 av 12 klagomål kom i mars`."""
    of_them: bool = False
    """Of the cases that the sentence before spoke of."""

    @property
    def is_part(self) -> bool:
        """Whether no figure says what it is, so that it can only be too much."""
        return all(reading.at_most for reading in self.readings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided(Claim):
    """A number and the parts that a sentence says it is made of."""

    whole: int
    parts: tuple[int, ...]
    complete: bool
    """Whether these are all parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent(Claim):
    """This part of the cases: 0 to 100, give or take `within`. True if it is by any reading."""

    value: float
    within: float
    readings: tuple[Reading, ...]
    whole: tuple[tuple[Kind, ...], ...]
    """Of which kinds it may be a part, beside each reading's own."""
    bound: Bound = Bound.EXACT


class Direction(StrEnum):
    """How a number has changed since the period before."""

    UP = "up"
    DOWN = "down"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Claim):
    """There were more, or fewer, than in the period before; and by how much, where it is said."""

    kinds: tuple[tuple[Kind, ...], ...]
    """Any of these may be meant."""
    direction: Direction | None = None
    denied: bool = False
    """The text says that they did not become so."""
    was: int | None = None
    now: int | None = None
    by: int | None = None
    by_percent: float | None = None
    times: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(Claim):
    """It is true of every case, by figures that are shares."""

    kinds: tuple[tuple[Kind, ...], ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreOf(Claim):
    """More of the cases came from one gender than from the other."""

    kinds: tuple[Kind, ...]
    gender: Gender
    than: Gender
