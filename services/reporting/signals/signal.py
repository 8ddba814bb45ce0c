"""A signal: what is striking, where, in which period, and the evidence for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from services.reporting.periods import Period
from shared.ids import derived_id


class SignalKind(StrEnum):
    """What a signal is about, in the order of lists. `docs/signals.md` tells how it is reckoned."""

    SILENT = "silent"
    """A unit that used to have cases has none (R70)."""
    RISE = "rise"
    FALL = "fall"
    CLUSTER = "cluster"
    """Cases that are alike, at one unit and in one month, more than chance gives (R69)."""
    GROWING_CAUSE = "growing_cause"
    RECURRENCE = "recurrence"
    """The same again after a measure was judged to have had effect (R63)."""
    LATE = "late"
    """More cases without answer after a month than in the rest of the board (R45)."""
    LOW_POINTS = "low_points"
    """More cases that fulfil few control points than in the rest of the board (R67)."""
    UNDER_REPORTING = "under_reporting"
    """Far fewer cases than its part of the board's units leads to expect (R71)."""
    UNREPORTED = "unreported"
    """Reviews find more that the unit had not reported than in the rest of the board (R71, R84)."""
    FEW_DEVIATIONS = "few_deviations"
    """Complaints come in, and hardly any deviation is reported by those who work there (R71)."""
    SILENT_YEAR = "silent_year"
    """A unit without a single case for a year, whatever was to be expected (R70)."""


class Aspect(StrEnum):
    """Of which property cases are alike."""

    CATEGORY = "category"
    CAUSE = "cause"
    THEME = "theme"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where: a board, one of its units with everything below it, cases of one sort."""

    board: str
    unit: str | None = None
    aspect: Aspect | None = None
    value: str | None = None
    """A word of the code list that the aspect has."""


Numbers = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Signal:
    """One of a kind for each scope and period, whoever reckons it and however often."""

    kind: SignalKind
    scope: Scope
    period: Period
    numbers: Numbers = field(default_factory=lambda: MappingProxyType({}))
    """What the words of the signal are made of; `by_chance` is a probability."""
    cases: tuple[str, ...] = ()
    """Ids of the cases behind it, the latest first; at most `CASES`."""

    @property
    def id(self) -> UUID:
        """The same for every copy of the service."""
        scope = self.scope
        return derived_id(
            "signal",
            self.kind,
            scope.board,
            scope.unit or "",
            scope.aspect or "",
            scope.value or "",
            self.period.first,
            self.period.last,
        )


CASES = 200
"""How many cases a signal names; its numbers count them all."""
