"""The table that auditors make of the eleven control points (R67): how many cases answer each.

Where a case need not answer, since the complainant wants no feedback or is anonymous, it is said so
beside, as auditors do, and not counted as answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from services.reporting.table.columns import POINTS
from shared.events.vocabulary import ComplainantView, ControlPoint, Feedback, Wish


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point; the three numbers add up to the cases that were looked at."""

    point: ControlPoint
    answered: int
    not_applicable: int
    missing: int
    words: Mapping[str, int]
    """How the cases answer, by the words of the property that the point asks about."""

    @property
    def cases(self) -> int:
        return self.answered + self.not_applicable + self.missing


BY_WORDS = {
    ControlPoint.HOW_RECEIVED: "channel",
    ControlPoint.CATEGORY: "category",
    ControlPoint.FEEDBACK_WISH: "feedback_wish",
    ControlPoint.ACKNOWLEDGEMENT: "acknowledgement",
    ControlPoint.FEEDBACK: "feedback",
    ControlPoint.COMPLAINANT_VIEW: "complainant_view",
}
"""The column whose values tell more than yes and no."""

_UNWANTED = pl.col("feedback_wish") == Wish.NO.value
_ANONYMOUS = pl.col("anonymous").fill_null(value=False)
_EXCUSED = {
    ControlPoint.FEEDBACK_WISH: _ANONYMOUS & (pl.col("feedback_wish") == Wish.UNKNOWN.value),
    ControlPoint.FEEDBACK: _UNWANTED & (pl.col("feedback") == Feedback.DUE.value),
    ControlPoint.COMPLAINANT_VIEW: (_UNWANTED | _ANONYMOUS)
    & (pl.col("complainant_view") == ComplainantView.NOT_ASKED.value),
}
"""Fulfilled by there being nothing to ask."""


def control_point_table(cases: pl.LazyFrame) -> tuple[PointLine, ...]:
    """The eleven lines, in the auditors' order."""
    facts = cases.select(*POINTS.values(), *BY_WORDS.values(), "anonymous").collect()
    return tuple(_line(facts, point) for point in ControlPoint)


def _line(facts: pl.DataFrame, point: ControlPoint) -> PointLine:
    fulfilled = facts[POINTS[point]].fill_null(value=False)
    excused = (
        facts.select(_EXCUSED[point].fill_null(value=False)).to_series() & fulfilled
        if point in _EXCUSED
        else pl.Series([False] * facts.height, dtype=pl.Boolean)
    )
    column = BY_WORDS.get(point)
    found = facts.group_by(column).len().iter_rows() if column else ()
    return PointLine(
        point=point,
        answered=int((fulfilled & ~excused).sum()),
        not_applicable=int(excused.sum()),
        missing=int((~fulfilled).sum()),
        words={str(word): number for word, number in sorted(found, key=str) if word is not None},
    )
