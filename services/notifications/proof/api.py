"""The internal control for other systems: the counts, and the cases behind each."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from services.notifications import access
from services.notifications.proof.control import Acknowledged, Answered
from services.notifications.proof.controlling import Class, Controlling, Period
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid


class ControlFilters(BaseModel):
    """Which cases are looked at; Swedish days of arrival, both included."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    board: str | None = Field(default=None, max_length=300, description="Id, code or name.")
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    acknowledged: Acknowledged | None = Field(default=None, description="List these.")
    answered: Answered | None = Field(default=None, description="List these.")
    offset: int = Field(default=0, ge=0, description="Of the list.")
    limit: int = Field(default=100, ge=1, le=500, description="Of the list.")


class ControlledShown(BaseModel):
    """A case behind a count."""

    case_id: UUID
    reference: str
    diary_number: str | None
    board: str
    unit: str | None
    received_on: date
    acknowledged: Acknowledged
    answered: Answered


class ControlShown(BaseModel):
    """Each case stands in one class of each, so that both add up to `received`."""

    boards: list[str]
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    looked_at: datetime
    received: int
    as_the_routine_says: bool
    """Nothing is late, and nothing is missing."""
    acknowledged: dict[Acknowledged, int]
    answered: dict[Answered, int]
    cases: list[ControlledShown]
    """Of the classes that were asked for; none where no class was."""


def controlling_routes(
    controlling: Controlling, authentication: Authentication, organisation: Organisation
) -> APIRouter:
    """The control of a period, within the caller's board."""
    caller = Depends(authentication.one_of(*access.CONTROL, Role.SERVICE))
    router = APIRouter(tags=["notifications"], responses=problems(401, 403, 422, 503))

    @router.get("/control", summary="Internal control: all answered, per routine")
    async def control(
        filters: Annotated[ControlFilters, Query()], principal: Annotated[Principal, caller]
    ) -> ControlShown:
        period = Period(filters.first, filters.last)
        if not period.is_in_order:
            wrong = FieldProblem(field="to", message="not before from, and within 400 days")
            raise Invalid("The period is wrong.", errors=[wrong])
        boards = _boards(filters.board, principal, organisation)
        asked = Class(filters.acknowledged, filters.answered)
        found = await controlling.run(boards, period, None if asked == Class() else asked)
        shown = found.listed[filters.offset : filters.offset + filters.limit]
        return ControlShown(
            boards=boards,
            first=period.first,
            last=period.last,
            looked_at=found.looked_at,
            received=found.counts.received,
            as_the_routine_says=found.counts.as_the_routine_says,
            acknowledged={each: found.counts.acknowledged[each] for each in Acknowledged},
            answered={each: found.counts.answered[each] for each in Answered},
            cases=[
                ControlledShown(
                    case_id=each.case.case_id,
                    reference=each.case.facts.reference,
                    diary_number=each.case.facts.diary_number,
                    board=each.case.facts.board,
                    unit=each.case.facts.unit,
                    received_on=each.case.facts.received_on,
                    acknowledged=each.judged.acknowledged,
                    answered=each.judged.answered,
                )
                for each in shown
            ],
        )

    return router


def _boards(asked: str | None, principal: Principal, organisation: Organisation) -> list[str]:
    """Those that are asked for and that the caller may look at."""
    board = organisation.board(asked) if asked is not None else None
    return [
        each.id
        for each in organisation.boards
        if principal.board in (None, each.id) and (asked is None or each is board)
    ]
