"""What others may read of notices and deadlines, and who they are."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from services.notifications.listing import Cursor, CursorWrong, DeadlineLists, Filters
from services.notifications.notices import Notice
from services.notifications.shapes import (
    DeadlinePage,
    DeadlineShown,
    DeadlinesOfCase,
    NoticeShown,
    NoticesOfCase,
)
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.store.versioned import VersionedCollection
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid, NotFound


def reading(
    cases: VersionedCollection[WatchedCase],
    notices: VersionedCollection[Notice],
    lists: DeadlineLists,
    authentication: Authentication,
    clock: Clock,
) -> APIRouter:
    """Notices and deadlines of one case, and deadlines over all cases."""
    router = APIRouter(
        tags=["notifications"],
        dependencies=[Depends(authentication.one_of(*READ))],
        responses=problems(401, 403, 422, 503),
    )

    async def known(case_id: UUID) -> WatchedCase:
        case = await cases.get(str(case_id))
        if case is None:
            raise NotFound("There is no such case, or nothing of it has come here yet.")
        return case

    Known = Annotated[WatchedCase, Depends(known)]  # noqa: N806

    @router.get(
        "/cases/{case_id}/notices", summary="What was sent of a case", responses=problems(404)
    )
    async def notices_of_case(case: Known) -> NoticesOfCase:
        found = await notices.find({"case_id": case.id})
        found.sort(key=lambda notice: (notice.created_at, notice.id))
        return NoticesOfCase(items=[NoticeShown.of(notice) for notice in found])

    @router.get("/cases/{case_id}/deadlines", summary="A case's deadlines", responses=problems(404))
    async def deadlines_of_case(case: Known) -> DeadlinesOfCase:
        now = clock.now()
        return DeadlinesOfCase(items=[DeadlineShown.of(each, now) for each in case.deadlines])

    @router.get("/deadlines", summary="Deadlines over all cases, case by case")
    async def deadlines(filters: Annotated[Filters, Query()]) -> DeadlinePage:
        items, following = await lists.page(filters, _cursor(filters.cursor))
        return DeadlinePage(items=items, next=str(following) if following else None)

    return router


def _cursor(text: str | None) -> Cursor | None:
    if text is None:
        return None
    try:
        return Cursor.read(text)
    except CursorWrong as error:
        raise Invalid(
            "The cursor is wrong.", errors=[FieldProblem(field="cursor", message=str(error))]
        ) from error
