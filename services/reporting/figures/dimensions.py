"""What cases can be counted by."""

from enum import StrEnum

import polars as pl
from polars.expr.datetime import ExprDateTimeNameSpace

from services.reporting.table.columns import RECEIVED_ON


class Dimension(StrEnum):
    """A property of every case, from its facts. Periods are those of the legal arrival day."""

    BOARD = "board"
    UNIT = "unit"
    KIND = "kind"
    FIRST_KIND = "first_kind"
    CHANNEL = "channel"
    CATEGORY = "category"
    THEME = "theme"
    LAW = "law"
    STATUS = "status"
    SEVERITY = "severity"
    PROBABILITY = "probability"
    RISK = "risk"
    """Severity times probability, 1 to 16."""
    DISCOVERED_BY = "discovered_by"
    ALSO_FOUND_BY = "also_found_by"
    REPORTER_KIND = "reporter_kind"
    GENDER = "gender"
    ACKNOWLEDGEMENT = "acknowledgement"
    FEEDBACK_WISH = "feedback_wish"
    FEEDBACK = "feedback"
    COMPLAINANT_VIEW = "complainant_view"
    OUTCOME = "outcome"
    CAUSE = "cause"
    ACTION_LEVEL = "action_level"
    CONSEQUENCE = "consequence"
    DISMISSED = "dismissed"
    LEX_SARAH = "lex_sarah"
    MISCONDUCT = "misconduct"
    IVO_REFERRED = "ivo_referred"
    INVESTIGATED = "investigated"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def has_several(self) -> bool:
        """Whether a case may have several values and then counts under each of them."""
        return self in _LISTS

    @property
    def expression(self) -> pl.Expr:
        """Its value, as text or number; null where it is not known."""
        day = pl.col(RECEIVED_ON).dt
        match self:
            case Dimension.MONTH:
                value = day.strftime("%Y-%m")
            case Dimension.QUARTER:
                value = _in_year(day, "Q", day.quarter())
            case Dimension.HALF_YEAR:
                value = _in_year(day, "H", (day.month() + 5) // 6)
            case Dimension.YEAR:
                value = day.year()
            case Dimension.RISK:
                value = pl.col("severity") * pl.col("probability")
            case _:
                value = pl.col(_LISTS.get(self, str(self)))
        return value.alias(self)


_LISTS = {
    Dimension.THEME: "themes",
    Dimension.CAUSE: "causes",
    Dimension.ACTION_LEVEL: "action_levels",
    Dimension.CONSEQUENCE: "consequences",
    Dimension.ALSO_FOUND_BY: "also_found_by",
}


def _in_year(day: ExprDateTimeNameSpace, letter: str, number: pl.Expr) -> pl.Expr:
    """For instance `2026-Q1`. Not by `pl.format`: it panics where none of a chunk is chosen."""
    return day.strftime(f"%Y-{letter}") + number.cast(pl.String)
