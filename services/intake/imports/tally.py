"""What became of the rows so far, and what is to be said of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from services.intake.imports.row_fault import Effect, RowRemark


class Outcome(StrEnum):
    """What became of a row; in a dry run, what would."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    """Its case is there, and says the same."""
    DIFFERS = "differs"
    """Its case is there, and says otherwise: it is left as it is."""
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row's outcome, and what is said of it."""

    row: int
    outcome: Outcome
    remarks: tuple[RowRemark, ...] = ()


@dataclass
class Tally:
    """Counts of one pass through a list, and what was said of its rows."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    remarks: int = 0
    unwritten: list[RowRemark] = field(default_factory=list)
    """Remarks that are not written down yet."""
    repeats: bool = False
    """Whether another pass has made the same remarks of rows that can be taken."""

    def add(self, results: Iterable[RowResult]) -> None:
        """Count rows, in the order of the list."""
        for result in results:
            self.counts[result.outcome] += 1
            said = [
                remark
                for remark in result.remarks
                if not (self.repeats and remark.effect is Effect.REMARK)
            ]
            self.remarks += len(said)
            self.unwritten += said

    def for_second_pass(self) -> "Tally":
        """Counts from nought; what was said stays said."""
        return Tally(remarks=self.remarks, unwritten=self.unwritten, repeats=True)

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def all_can_be(self) -> bool:
        """Whether no row was, or would be, left out."""
        return not self.counts[Outcome.REJECTED] and not self.counts[Outcome.DIFFERS]
