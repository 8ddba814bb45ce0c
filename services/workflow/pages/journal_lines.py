"""A line of the journal as it is read: what stands, and what stood before. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.workflow.diary import DiaryCorrection
from services.workflow.journal import JournalCase
from shared.pages.phrases import Phrase
from shared.pages.words import ROLES


@dataclass(frozen=True)
class Stood:
    """What stood in a place of the line until somebody put it right."""

    text: str
    day: date | None
    """The same, where it is a day."""
    at: datetime
    by: Phrase
    reason: str


@dataclass(frozen=True)
class Line:
    """One line with what was corrected in it, by the field's name."""

    line: JournalCase
    stood: dict[str, tuple[Stood, ...]]

    def before(self, field: str) -> Sequence[Stood]:
        """The oldest first."""
        return self.stood.get(field, ())


def line_of(case: JournalCase) -> Line:
    """The line with its corrections in the order in which they were made."""
    stood: dict[str, tuple[Stood, ...]] = {}
    for correction in case.diary.corrections:
        earlier = stood.get(correction.field, ())
        stood[correction.field] = (*earlier, _stood(correction))
    return Line(case, stood)


def _stood(correction: DiaryCorrection) -> Stood:
    return Stood(
        text=correction.stood,
        day=_day(correction.stood) if correction.field.endswith("_on") else None,
        at=correction.at,
        by=ROLES[correction.by.role],
        reason=correction.reason,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
