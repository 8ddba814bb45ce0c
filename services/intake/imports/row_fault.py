"""What is to be said of a row: by number and column, never with what stands in it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.errors import PermanentError


class Effect(StrEnum):
    """What follows for the row."""

    REJECTED = "rejected"
    """It is not taken: something in it is wrong."""
    DIFFERS = "differs"
    """It is not taken: its case is there already, and says otherwise."""
    REMARK = "remark"
    """It is taken all the same."""


class RowRemark(BaseModel):
    """One thing about one row; `column` is None where it is the row as a whole."""

    model_config = ConfigDict(frozen=True)

    row: int
    """As in the file: the header of a CSV list is 1, the first line of JSON lines too."""
    column: str | None = None
    effect: Effect
    what: str
    """What is wrong; follows the column's name in a sentence."""
    allowed: str | None = None


class Fault(BaseModel):
    """What is wrong with one column of a row."""

    model_config = ConfigDict(frozen=True)

    column: str | None
    what: str
    allowed: str | None = None

    def of_row(self, row: int, effect: Effect = Effect.REJECTED) -> RowRemark:
        """The same with the row's number."""
        return RowRemark(
            row=row, column=self.column, effect=effect, what=self.what, allowed=self.allowed
        )


class RowRejected(PermanentError):
    """The row cannot be taken; `faults` name all that is wrong with it."""

    slug: ClassVar[str] = "row_rejected"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.column}: {fault.what}" for fault in faults))
        self.faults = tuple(faults)
