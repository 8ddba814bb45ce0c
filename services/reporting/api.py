"""Statistics, the facts of a case, and rebuilds, over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from services.reporting.facts_in_use import FactsInUse
from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.figure import Figure
from services.reporting.figures.questions import CasesQuestion, Question, UnknownFilter
from services.reporting.reach import OtherBoard, within_reach
from services.reporting.rebuilding import Rebuilding
from services.reporting.shapes import (
    CaseBehind,
    CaseFactsShown,
    CasesBehind,
    ControlPointsShown,
    FigureShown,
    FiguresShown,
    RebuildAccepted,
    RebuildShown,
    StatisticsShown,
)
from services.reporting.sight import in_sight
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Forbidden, Invalid, NotFound

REBUILDS = (Role.ADMINISTRATOR, Role.SERVICE)


def figures(
    facts: FactsInUse, organisation: Organisation, authentication: Authentication
) -> APIRouter:
    """What is counted. Whoever belongs to a board is answered about that board."""
    router = APIRouter(tags=["figures"], responses=problems(401, 403, 422, 503))
    Reader = Annotated[Principal, Depends(authentication.one_of(*READ))]  # noqa: N806

    def known(figure_id: str) -> Figure:
        if figure_id not in FIGURES:
            raise NotFound(f'There is no figure "{figure_id}". GET /figures lists them.')
        return FIGURES[figure_id]

    Known = Annotated[Figure, Depends(known)]  # noqa: N806

    @router.get("/statistics", summary="How many cases arrived, by what is asked")
    async def statistics(reader: Reader, question: Annotated[Question, Query()]) -> StatisticsShown:
        with filters_known():
            asked = within_reach(question, reader, organisation)
            return StatisticsShown.of(question, await facts.statistics(asked))

    @router.get("/figures", summary="Every figure, with its definition")
    async def all_figures(reader: Reader, question: Annotated[Question, Query()]) -> FiguresShown:
        return await _figures(reader, question, list(FIGURES.values()))

    @router.get("/figures/{figure_id}", summary="One figure", responses=problems(404))
    async def one_figure(
        reader: Reader, figure: Known, question: Annotated[Question, Query()]
    ) -> FiguresShown:
        return await _figures(reader, question, [figure])

    @router.get(
        "/figures/{figure_id}/cases",
        summary="The cases that a figure comes from",
        responses=problems(404),
    )
    async def cases(
        reader: Reader, figure: Known, question: Annotated[CasesQuestion, Query()]
    ) -> CasesBehind:
        after = str(question.after) if question.after else None
        sight = in_sight(reader, organisation)
        with filters_known():
            asked = within_reach(question, reader, organisation)
            behind = await facts.cases_behind(asked, figure, sight, after, question.limit)
        items = [CaseBehind.of(case) for case in behind.cases]
        return CasesBehind(
            total=behind.total,
            seen=behind.seen,
            items=items,
            next=items[-1].case_id if len(items) == question.limit else None,
        )

    @router.get("/control-points", summary="The auditors' eleven control points, in a table")
    async def points(reader: Reader, question: Annotated[Question, Query()]) -> ControlPointsShown:
        with filters_known():
            asked = within_reach(question, reader, organisation)
            return ControlPointsShown.of(question, await facts.control_points(asked))

    async def _figures(reader: Principal, question: Question, wanted: list[Figure]) -> FiguresShown:
        with filters_known():
            found = await facts.figures(within_reach(question, reader, organisation), wanted)
        return FiguresShown(
            first=question.first,
            last=question.last,
            figures=[
                FigureShown.of_cases(figure, each)
                for figure, each in zip(wanted, found, strict=True)
            ],
        )

    @router.get(
        "/cases/{case_id}/facts",
        summary="What is counted of one case",
        responses=problems(404),
    )
    async def case_facts(reader: Reader, case_id: UUID) -> CaseFactsShown:
        case = await facts.case(str(case_id), in_sight(reader, organisation))
        if case is None:
            raise NotFound("No case with this id has been counted yet.")
        return CaseFactsShown.of(case)

    return router


@contextmanager
def filters_known() -> Iterator[None]:
    """Answer 422 with the filter that names what there is not, and 403 for another board."""
    try:
        yield
    except OtherBoard as error:
        raise Forbidden(
            str(error), reasons=["needs an account of that board, or of none"]
        ) from error
    except UnknownFilter as error:
        raise Invalid(
            str(error), errors=[FieldProblem(field=error.field, message=str(error))]
        ) from error


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
