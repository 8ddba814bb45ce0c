"""What the API tells partners."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel

from services.intake.partners.changes import Changes, PartnerCase
from services.intake.shapes import CaseProgress


class PartnerCaseItems(BaseModel):
    """Cases; with `more`, ask again at once with `next`, otherwise when it suits."""

    items: Sequence[CaseProgress]
    next: str | None
    """Send it as `changed_since` the next time. Null where cases were asked for by reference."""
    more: bool

    @classmethod
    def of(cls, changes: Changes) -> Self:
        return cls(
            items=[told(case) for case in changes.cases],
            next=str(changes.next),
            more=changes.more,
        )


def told(case: PartnerCase) -> CaseProgress:
    """The case as its partner is told of it: nothing personal but the partner's own reference."""
    return CaseProgress.of(case.handed_in.case_id, case.facts, case.handed_in.external_reference)
