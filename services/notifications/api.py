"""What others may read of notices and deadlines, and who they are."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from services.notifications.listing import Cursor, CursorWrong, DeadlineLists, Filters
from services.notifications.notices.states import NoticeState
from services.notifications.proof.noticed import NoticeCursor, NoticeCursorWrong, NoticeLists
from services.notifications.proof.sight import may_see
from services.notifications.shapes import (
    DeadlinePage,
    DeadlineShown,
    DeadlinesOfCase,
    NoticePage,
    NoticeShown,
    NoticesOfCase,
)
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.store.versioned import VersionedCollection
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid, NotFound


class NoticeFilters(BaseModel):
    """Which notices."""

    model_config = ConfigDict(extra="forbid")

    board: str | None = Field(default=None, max_length=300, description="Id, code or name.")
    state: NoticeState | None = None
    cursor: str | None = Field(default=None, description="`next` of the page before.")
    limit: int = Field(default=50, ge=1, le=200, description="Items a page.")


def reading(
    cases: VersionedCollection[WatchedCase],
    notices: NoticeLists,
    lists: DeadlineLists,
    authentication: Authentication,
    organisation: Organisation,
    clock: Clock,
) -> APIRouter:
    """Notices and deadlines of one case, and deadlines over all cases."""
    caller = Depends(authentication.one_of(*READ))
    router = APIRouter(
        tags=["notifications"],
        dependencies=[caller],
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
        found = await notices.of_case(case.case_id)
        return NoticesOfCase(items=[NoticeShown.of(notice) for notice in found])

    @router.get("/notices", summary="Notices over all cases, the newest first")
    async def newest(
        filters: Annotated[NoticeFilters, Query()], principal: Annotated[Principal, caller]
    ) -> NoticePage:
        items, following = await notices.page(
            _boards(filters.board, principal, organisation),
            filters.state,
            _notice_cursor(filters.cursor),
            filters.limit,
        )
        seen = [each for each in items if each.case is None or may_see(principal, each.case.facts)]
        return NoticePage(
            items=[NoticeShown.of(each.notice) for each in seen],
            next=str(following) if following else None,
        )

    @router.get("/cases/{case_id}/deadlines", summary="A case's deadlines", responses=problems(404))
    async def deadlines_of_case(case: Known) -> DeadlinesOfCase:
        now = clock.now()
        return DeadlinesOfCase(items=[DeadlineShown.of(each, now) for each in case.deadlines])

    @router.get("/deadlines", summary="Deadlines over all cases, case by case")
    async def deadlines(filters: Annotated[Filters, Query()]) -> DeadlinePage:
        items, following = await lists.page(filters, _cursor(filters.cursor))
        return DeadlinePage(items=items, next=str(following) if following else None)

    return router


def _boards(
    asked: str | None, principal: Principal, organisation: Organisation
) -> list[str | None]:
    """Whose notices: the caller's own board's, or all and those of no board."""
    own = principal.board
    if asked is not None:
        board = organisation.board(asked)
        return [board.id] if board is not None and own in (None, board.id) else []
    return [own] if own else [*(board.id for board in organisation.boards), None]


def _notice_cursor(text: str | None) -> NoticeCursor | None:
    if text is None:
        return None
    try:
        return NoticeCursor.read(text)
    except NoticeCursorWrong as error:
        raise Invalid(
            "The cursor is wrong.", errors=[FieldProblem(field="cursor", message=str(error))]
        ) from error


def _cursor(text: str | None) -> Cursor | None:
    if text is None:
        return None
    try:
        return Cursor.read(text)
    except CursorWrong as error:
        raise Invalid(
            "The cursor is wrong.", errors=[FieldProblem(field="cursor", message=str(error))]
        ) from error
