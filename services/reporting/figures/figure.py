"""A figure: what it is called, what it means in words, and how it is reckoned from cases."""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from shared.pages.phrases import Phrase

FigureId = str


class Theme(StrEnum):
    """What a figure is about; figures of one theme are shown together."""

    CASES = "cases"
    TIMES = "times"
    FEEDBACK = "feedback"
    INVESTIGATION = "investigation"
    LEX_SARAH = "lex_sarah"
    CONTROL_POINTS = "control_points"


@dataclass(frozen=True, eq=False)
class Number:
    """How many of the cases it is true of. Where nothing is known of a case, it is not."""

    true_of: pl.Expr


@dataclass(frozen=True, eq=False)
class Share:
    """Of those it could be true of, how many it is true of."""

    true_of: pl.Expr
    among: pl.Expr


@dataclass(frozen=True, eq=False)
class Days:
    """Calendar days from one Swedish day to another; `quantile` 0.5 is the median.

    Of the cases that have both days. The nearest of the days that occur is taken, so that the
    figure is one that a case really took.
    """

    start: str
    end: str
    quantile: float


Measure = Number | Share | Days


@dataclass(frozen=True, eq=False)
class Figure:
    """The id never changes: reports refer to it."""

    id: FigureId
    theme: Theme
    name: Phrase
    definition: Phrase
    measure: Measure
