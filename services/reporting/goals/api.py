"""Goals, over HTTP."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from services.reporting.goals.forecasting import Forecast
from services.reporting.goals.goals import Goals
from services.reporting.goals.standing import Measured, Reach, Standing
from services.reporting.reach import boards_of
from services.reporting.shapes import InWords
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.organisation import Direction, Name, Organisation
from shared.web.openapi import problems


class ForecastShown(BaseModel):
    """Where it ends, and between what in four cases of five, if it goes on as it has begun."""

    low: float
    value: float
    high: float

    @classmethod
    def of(cls, forecast: Forecast) -> Self:
        """As it was reckoned."""
        return cls(low=forecast.low, value=forecast.value, high=forecast.high)


class GoalShown(BaseModel):
    """A goal in one period. Values are per cent, days or cases, as `measured` says."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    id: str
    board: str
    name: InWords
    basis: InWords | None
    figure: str | None
    question: str | None
    target: float
    direction: Direction
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    measured: Measured
    value: float | None
    of: int
    """From how many cases, or answers, it is reckoned."""
    forecast: ForecastShown | None
    reach: Reach

    @classmethod
    def standing(cls, found: Standing) -> Self:
        """The goal as it stands."""
        goal = found.goal
        return cls(
            id=goal.id,
            board=found.board.id,
            name=_both(goal.name),
            basis=_both(goal.basis) if goal.basis else None,
            figure=goal.figure,
            question=goal.question,
            target=goal.target,
            direction=goal.direction,
            first=found.period.first,
            last=found.period.last,
            measured=found.measured,
            value=found.value,
            of=found.of,
            forecast=ForecastShown.of(found.forecast) if found.forecast else None,
            reach=found.reach,
        )


class GoalsShown(BaseModel):
    """Those of the boards that whoever asks may see."""

    items: list[GoalShown]


def goals(
    measuring: Goals, organisation: Organisation, authentication: Authentication
) -> APIRouter:
    """What boards want to reach."""
    router = APIRouter(tags=["goals"], responses=problems(401, 403, 422, 503))

    @router.get("/goals", summary="Each goal: what it is now, where it ends, whether it is reached")
    async def listed(
        principal: Annotated[Principal, Depends(authentication.one_of(*READ))],
        on: Annotated[date | None, Query(description="A day of the period; today.")] = None,
    ) -> GoalsShown:
        found = await measuring.standing(boards_of(principal, organisation), on)
        return GoalsShown(items=[GoalShown.standing(each) for each in found])

    return router


def _both(name: Name) -> InWords:
    return InWords(sv=name.sv, en=name.en)
