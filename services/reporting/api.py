"""Statistics, the facts of a case, and rebuilds, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from services.reporting.facts_in_use import FactsInUse
from services.reporting.questions import Question, UnknownFilter
from services.reporting.rebuilding import Rebuilding
from services.reporting.shapes import (
    CaseFactsShown,
    RebuildAccepted,
    RebuildShown,
    StatisticsShown,
)
from shared.events.vocabulary import Role
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid, NotFound

REBUILDS = (Role.ADMINISTRATOR, Role.SERVICE)


def figures(facts: FactsInUse, authentication: Authentication) -> APIRouter:
    """What is counted."""
    router = APIRouter(
        tags=["figures"],
        responses=problems(401, 403, 422, 503),
        dependencies=[Depends(authentication.one_of(*READ))],
    )

    @router.get("/statistics", summary="How many cases arrived, by what is asked")
    async def statistics(question: Annotated[Question, Query()]) -> StatisticsShown:
        try:
            return StatisticsShown.of(question, await facts.statistics(question))
        except UnknownFilter as error:
            raise Invalid(
                str(error), errors=[FieldProblem(field=error.field, message=str(error))]
            ) from error

    @router.get(
        "/cases/{case_id}/facts",
        summary="What is counted of one case",
        responses=problems(404),
    )
    async def case_facts(case_id: UUID) -> CaseFactsShown:
        case = await facts.case(str(case_id))
        if case is None:
            raise NotFound("No case with this id has been counted yet.")
        return CaseFactsShown.of(case)

    return router


def rebuilds(rebuilding: Rebuilding, authentication: Authentication) -> APIRouter:
    """Having everything counted anew."""
    router = APIRouter(
        tags=["rebuilds"],
        responses=problems(401, 403, 422, 503),
        dependencies=[Depends(authentication.one_of(*REBUILDS))],
    )

    @router.post(
        "/rebuilds",
        status_code=202,
        summary="Count everything anew; a rebuild under way is cancelled",
    )
    async def start(request: Request, response: Response) -> RebuildAccepted:
        rebuild = await rebuilding.start()
        url = str(request.url_for("show_rebuild", rebuild_id=rebuild.id))
        response.headers["Location"] = url
        return RebuildAccepted(rebuild_id=UUID(rebuild.id), status_url=url)

    @router.get("/rebuilds/{rebuild_id}", summary="How a rebuild goes", responses=problems(404))
    async def show_rebuild(rebuild_id: UUID) -> RebuildShown:
        rebuild = await rebuilding.found(str(rebuild_id))
        if rebuild is None:
            raise NotFound("There is no such rebuild among the latest.")
        return RebuildShown.of(rebuild)

    return router
