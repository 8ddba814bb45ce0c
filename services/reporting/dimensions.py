"""What cases can be counted by."""

from enum import StrEnum
from typing import Any


class Dimension(StrEnum):
    """A property of every case, from its facts. `month` is that of the legal arrival day."""

    BOARD = "board"
    UNIT = "unit"
    KIND = "kind"
    CHANNEL = "channel"
    CATEGORY = "category"
    STATUS = "status"
    SEVERITY = "severity"
    ACKNOWLEDGEMENT = "acknowledgement"
    FEEDBACK = "feedback"
    LEX_SARAH = "lex_sarah"
    MONTH = "month"
    GENDER = "gender"
    OUTCOME = "outcome"

    @property
    def expression(self) -> Any:
        """Its value, as the store's aggregation computes it from a counted case."""
        if self is Dimension.MONTH:
            return {"$substrCP": ["$facts.received_on", 0, len("2026-01")]}
        return f"$facts.{self}"
