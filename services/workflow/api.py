"""The caseworkers' API."""

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Body, Depends, Header, Query, Response
from fastapi.openapi.models import Example

from services.workflow.access import Access
from services.workflow.access_table import roles_that_may
from services.workflow.case import Case
from services.workflow.commands import COMMANDS
from services.workflow.correspondence import Correspondence
from services.workflow.cursors import Cursor, CursorWrong, WorkCursor
from services.workflow.handling import CaseUnknown, Stale, shown_changes
from services.workflow.journal import Journal, JournalQuery
from services.workflow.listing import CaseLists, Filters, ListedCase
from services.workflow.permitted import PermittedCases
from services.workflow.search import Search
from services.workflow.shapes import (
    CasePage,
    CaseShown,
    CaseSummary,
    DiaryLine,
    DiaryPage,
    PaperList,
    SearchHit,
    SearchPage,
    SearchRequest,
    SnapshotRequest,
    SnapshotsPromised,
    Worklist,
    WorkQuery,
)
from services.workflow.snapshots import Snapshots
from services.workflow.step_examples import EXAMPLES
from services.workflow.stepping import StepRefused
from services.workflow.steps.command import Command
from services.workflow.worklists import WorkLists
from shared.identity.principal import Principal
from shared.identity.web import Authenticate, Authentication
from shared.metrics import STEPS
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid, NotAllowedNow, NotFound, PreconditionNeeded


def reading(
    cases: PermittedCases,
    lists: CaseLists,
    authentication: Authentication,
) -> APIRouter:
    """Cases and lists."""
    router = APIRouter(tags=["cases"], responses=problems(401, 403, 422, 503))
    Reader = Annotated[Principal, Depends(allowed(authentication, Access.READ))]  # noqa: N806
    Lister = Annotated[Principal, Depends(allowed(authentication, Access.LISTS))]  # noqa: N806

    @router.get("/cases", summary="Cases, newest first")
    async def list_cases(
        lister: Lister,
        filters: Annotated[Filters, Query()],
    ) -> CasePage:
        page = await lists.page(lister, filters, _read(Cursor, filters.cursor), filters.limit)
        return CasePage(
            items=[CaseSummary.of(case) for case in page.items],
            next=str(page.next) if page.next else None,
        )

    @router.get("/cases/{case_id}", summary="One case", responses=problems(404))
    async def show_case(case_id: str, reader: Reader, response: Response) -> CaseShown:
        case = await known(reader, case_id)
        response.headers["ETag"] = f'"{case.seq}"'
        return CaseShown.of(case)

    @router.get(
        "/cases/{case_id}/correspondence",
        summary="What the complainant may see: the answer, and messages both ways",
        responses=problems(404),
    )
    async def show_correspondence(case_id: str, reader: Reader) -> Correspondence:
        return Correspondence.of(await known(reader, case_id))

    async def known(reader: Principal, case_id: str) -> Case:
        try:
            return await cases.case(reader, case_id)
        except CaseUnknown as error:
            raise NotFound(str(error)) from error

    return router


def working(work: WorkLists, search: Search, authentication: Authentication) -> APIRouter:
    """Work lists and search."""
    router = APIRouter(tags=["cases"], responses=problems(401, 403, 422, 503))
    Reader = Annotated[Principal, Depends(allowed(authentication, Access.READ))]  # noqa: N806
    Lister = Annotated[Principal, Depends(allowed(authentication, Access.LISTS))]  # noqa: N806

    @router.get("/worklist", summary="What there is to do, by due day")
    async def worklist(lister: Lister, asked: Annotated[WorkQuery, Query()]) -> Worklist:
        cursor = _read(WorkCursor, asked.cursor)
        page = await work.page(asked.view, lister, asked, cursor, asked.limit)
        return Worklist(
            view=asked.view,
            total=page.total,
            counts=page.counts,
            items=[CaseSummary.of(case) for case in page.items],
            next=str(page.next) if page.next else None,
        )

    @router.post(
        "/search", summary="Cases by number, words and names, newest first", responses=problems(400)
    )
    async def find(reader: Reader, asked: SearchRequest) -> SearchPage:
        page = await search.find(reader, asked.text, _read(Cursor, asked.cursor), asked.limit)
        return SearchPage(
            items=[
                SearchHit(**dict(CaseSummary.of(found.case)), matched=found.matched)
                for found in page.items
            ],
            next=str(page.next) if page.next else None,
        )

    return router


def diary(
    cases: PermittedCases,
    journal: Journal,
    organisation: Organisation,
    authentication: Authentication,
) -> APIRouter:
    """The boards' journals, and the documents of a case."""
    router = APIRouter(tags=["diary"], responses=problems(401, 403, 422, 503))
    Reader = Annotated[Principal, Depends(allowed(authentication, Access.DIARY))]  # noqa: N806

    @router.get("/diary", summary="A board's journal by date and number")
    async def read(reader: Reader, asked: Annotated[JournalQuery, Query()]) -> DiaryPage:
        board = organisation.board(asked.board)
        if board is None:
            names = ", ".join(each.id for each in organisation.boards)
            raise Invalid(
                "There is no such board.",
                errors=[FieldProblem(field="board", message=f"is one of: {names}")],
            )
        page = await journal.page(board, asked, cases.access.visible(reader, Access.DIARY))
        return DiaryPage(
            items=[DiaryLine.of(line) for line in page.lines],
            next=page.next,
            kept_elsewhere=board.external_diary,
        )

    @router.get(
        "/diary/{case_id}/papers",
        summary="Every document of a case, and what is missing",
        responses=problems(404),
    )
    async def papers(case_id: str, reader: Reader) -> PaperList:
        try:
            case = await cases.case(reader, case_id, Access.DIARY)
        except CaseUnknown as error:
            raise NotFound(str(error)) from error
        return PaperList.of(case, organisation.known_board(case.facts.board))

    return router


def allowed(authentication: Authentication, action: str) -> Authenticate:
    """A dependency that lets through whoever may do it with some case; which, the case says."""
    return authentication.one_of(*roles_that_may(action))


def stepping(cases: PermittedCases, authentication: Authentication) -> APIRouter:
    """One `POST` for each step."""
    router = APIRouter(tags=["steps"], responses=problems(400, 401, 403, 404, 409, 422, 428, 503))
    for command in COMMANDS:
        _add_step(router, command, cases, authentication)
    return router


def _add_step(
    router: APIRouter,
    command_class: type[Command],
    cases: PermittedCases,
    authentication: Authentication,
) -> None:
    async def take(
        case_id: str,
        command: Any,
        handler: Annotated[Principal, Depends(allowed(authentication, command_class.name))],
        response: Response,
        if_match: Annotated[str | None, Header(description="`seq` of the case as read.")] = None,
    ) -> CaseShown | CaseSummary:
        expected = _expected(if_match)
        try:
            case = await cases.take(handler, case_id, expected, command)
        except CaseUnknown as error:
            raise NotFound(str(error)) from error
        except Stale as error:
            STEPS.labels(step=command.name, outcome="stale").inc()
            raise NotAllowedNow(
                "Somebody else has changed the case. Read it again, then decide.",
                reasons=[str(error)],
                extra={"seq": error.current, "changes": shown_changes(error.since)},
            ) from error
        except StepRefused as error:
            STEPS.labels(step=command.name, outcome="refused").inc()
            raise NotAllowedNow(
                f"The case cannot take the step {command.name} now.",
                reasons=[say(reason, Language.ENGLISH) for reason in error.reasons],
            ) from error
        response.headers["ETag"] = f'"{case.seq}"'
        if cases.access.may(handler, Access.READ, case):
            return CaseShown.of(case)
        return CaseSummary.of(ListedCase.of(case))

    example = Example(value=EXAMPLES[command_class.name])
    take.__annotations__["command"] = Annotated[
        command_class, Body(openapi_examples={"example": example})
    ]
    router.post(
        f"/cases/{{case_id}}/{command_class.name}",
        summary=(command_class.__doc__ or "").splitlines()[0],
        operation_id=f"{command_class.name}_case",
    )(take)


def upkeep(snapshots: Snapshots, authentication: Authentication) -> APIRouter:
    """What other services and operations ask for."""
    router = APIRouter(tags=["upkeep"], responses=problems(400, 401, 403, 422, 503))
    Asker = Annotated[Principal, Depends(allowed(authentication, Access.SNAPSHOTS))]  # noqa: N806

    @router.post("/snapshots", status_code=202, summary="Publish the facts of every case again")
    async def ask(_asker: Asker, request: SnapshotRequest) -> SnapshotsPromised:
        return SnapshotsPromised(total=await snapshots.ask(request.rebuild))

    return router


AnyCursor = TypeVar("AnyCursor", Cursor, WorkCursor)


def _read(kind: type[AnyCursor], text: str | None) -> AnyCursor | None:
    """The cursor of a page. Raises Invalid."""
    if text is None:
        return None
    try:
        return kind.read(text)
    except CursorWrong as error:
        raise Invalid(
            "The cursor is wrong.", errors=[FieldProblem(field="cursor", message=str(error))]
        ) from error


def _expected(if_match: str | None) -> int:
    if if_match is None:
        raise PreconditionNeeded('Send If-Match with the seq you have read, for instance "3".')
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Invalid(
            "If-Match is wrong.",
            errors=[FieldProblem(field="If-Match", message='is the seq, for instance "3"')],
        )
    return int(text)
