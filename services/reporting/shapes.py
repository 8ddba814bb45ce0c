"""What the API answers with."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.counted_case import CountedCase
from services.reporting.dimensions import Dimension
from services.reporting.questions import Question
from services.reporting.rebuild import Differences, Rebuild, RebuildState
from services.reporting.statistics import Row, Statistics, Value
from shared.events.facts import CaseFacts


class StatisticsShown(BaseModel):
    """How many cases arrived in the period; the rows add up to the total."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    total: int
    rows: list[dict[str, Value]]
    """One for each combination of values that occurs, with `count`; null is not known."""
    first: date | None = Field(alias="from")
    last: date | None = Field(alias="to")
    group_by: list[Dimension]

    @classmethod
    def of(cls, question: Question, statistics: Statistics) -> Self:
        """The answer to the question."""
        return cls(
            total=statistics.total,
            rows=[_shown(row, statistics.dimensions) for row in statistics.rows],
            first=question.first,
            last=question.last,
            group_by=list(question.group_by),
        )


class CaseFactsShown(BaseModel):
    """What is counted of one case."""

    case_id: UUID
    seq: int
    counted_at: datetime
    """When it was first counted (UTC)."""
    facts: CaseFacts

    @classmethod
    def of(cls, case: CountedCase) -> Self:
        """The case as it is counted."""
        return cls(
            case_id=UUID(case.id), seq=case.seq, counted_at=case.counted_at, facts=case.facts
        )


class RebuildAccepted(BaseModel):
    """A rebuild has begun; `status_url` tells how it goes."""

    rebuild_id: UUID
    status_url: str


class RebuildShown(BaseModel):
    """A rebuild as it stands; instants are UTC."""

    rebuild_id: UUID
    state: RebuildState
    requested_at: datetime
    received: int
    """Of how many cases a snapshot has come."""
    total: int | None
    """How many will come; null until the workflow has answered."""
    differences: Differences | None
    """Where the facts in use were wrong, or behind; null until all have come."""
    swapped_at: datetime | None
    reason: str | None
    """Why it failed, and what to do."""

    @classmethod
    def of(cls, rebuild: Rebuild) -> Self:
        """The rebuild as it stands."""
        return cls(
            rebuild_id=UUID(rebuild.id),
            state=rebuild.state,
            requested_at=rebuild.requested_at,
            received=rebuild.received,
            total=rebuild.total,
            differences=rebuild.differences,
            swapped_at=rebuild.swapped_at,
            reason=rebuild.reason,
        )


def _shown(row: Row, dimensions: tuple[Dimension, ...]) -> dict[str, Value]:
    values = {str(name): value for name, value in zip(dimensions, row.values, strict=True)}
    return {**values, "count": row.count}
