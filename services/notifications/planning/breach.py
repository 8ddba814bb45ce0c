"""The record that a target was missed; inserting it is what makes it told once."""

from datetime import date, datetime
from typing import ClassVar, Self
from uuid import UUID

from shared.deadlines.deadline import Deadline
from shared.ids import derived_id
from shared.store.documents import Document


class Breach(Document):
    """A target of the board that passed its day unmet.

    Its id is derived from case, deadline and day.
    """

    collection: ClassVar[str] = "breaches"

    case_id: UUID
    rule: str
    measure: int | None = None
    due: date
    recorded_at: datetime

    @classmethod
    def of(cls, case_id: UUID, deadline: Deadline, recorded_at: datetime) -> Self:
        """The one record of it."""
        return cls(
            id=str(derived_id("breach", case_id, deadline.key, deadline.due.isoformat())),
            case_id=case_id,
            rule=deadline.rule,
            measure=deadline.measure,
            due=deadline.due,
            recorded_at=recorded_at,
        )
