"""The caseworkers' API."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Response

from services.workflow.case import Case
from services.workflow.correspondence import Correspondence
from services.workflow.handling import CaseUnknown, Handling, Stale, shown_changes
from services.workflow.listing import CaseLists, Cursor, CursorWrong, Filters, View
from services.workflow.shapes import (
    CasePage,
    CaseShown,
    CaseSummary,
    DiaryLine,
    DiaryPage,
    SnapshotRequest,
    SnapshotsPromised,
    Worklist,
)
from services.workflow.snapshots import Snapshots
from services.workflow.stepping import StepRefused
from services.workflow.steps import COMMANDS, Command
from shared.clock import Clock, local_date
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.identity.roles import HANDLE, READ
from shared.identity.web import Authentication
from shared.metrics import STEPS
from shared.organisation import Organisation
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid, NotAllowedNow, NotFound, PreconditionNeeded

Limit = Annotated[int, Query(ge=1, le=200, description="Items a page.")]
CursorText = Annotated[str | None, Query(description="`next` of the page before.")]


def reading(
    handling: Handling,
    lists: CaseLists,
    organisation: Organisation,
    authentication: Authentication,
    clock: Clock,
) -> APIRouter:
    """Cases, lists and the diary."""
    router = APIRouter(tags=["cases"], responses=problems(401, 403, 422, 503))
    Reader = Annotated[Principal, Depends(authentication.one_of(*READ))]  # noqa: N806

    @router.get("/cases", summary="Cases, newest first")
    async def list_cases(
        _reader: Reader,
        filters: Annotated[Filters, Query()],
    ) -> CasePage:
        page = await lists.page(filters, read_cursor(filters.cursor), filters.limit)
        return CasePage(
            items=[CaseSummary.of(case) for case in page.items],
            next=str(page.next) if page.next else None,
        )

    @router.get("/cases/{case_id}", summary="One case", responses=problems(404))
    async def show_case(case_id: str, _reader: Reader, response: Response) -> CaseShown:
        case = await known(case_id)
        response.headers["ETag"] = f'"{case.seq}"'
        return CaseShown.of(case)

    @router.get(
        "/cases/{case_id}/correspondence",
        summary="What the complainant may see: the answer, and messages both ways",
        responses=problems(404),
    )
    async def show_correspondence(case_id: str, _reader: Reader) -> Correspondence:
        return Correspondence.of(await known(case_id))

    async def known(case_id: str) -> Case:
        try:
            return await handling.case(case_id)
        except CaseUnknown as error:
            raise NotFound(str(error)) from error

    @router.get("/worklist", summary="What there is to do")
    async def worklist(
        reader: Reader,
        view: View = View.OPEN,
        cursor: CursorText = None,
        limit: Limit = 50,
    ) -> Worklist:
        page, total = await lists.worklist(view, reader, read_cursor(cursor), limit)
        return Worklist(
            view=view,
            total=total,
            items=[CaseSummary.of(case) for case in page.items],
            next=str(page.next) if page.next else None,
        )

    @router.get("/diary", summary="A board's journal by number")
    async def diary(
        _reader: Reader,
        board: Annotated[str, Query(max_length=80, description="Id, code or name.")],
        year: Annotated[int | None, Query(ge=2000, le=2099)] = None,
        after: Annotated[int, Query(ge=0, le=10**9, description="Continue after.")] = 0,
        limit: Limit = 100,
    ) -> DiaryPage:
        known = organisation.board(board)
        if known is None:
            names = ", ".join(each.id for each in organisation.boards)
            raise Invalid(
                "There is no such board.",
                errors=[FieldProblem(field="board", message=f"is one of: {names}")],
            )
        found = await lists.diary(known.id, year or local_date(clock.now()).year, after, limit)
        lines = [
            DiaryLine(case_id=case.id, **case.diary.model_dump()) for case in found if case.diary
        ]
        return DiaryPage(items=lines, next=lines[-1].serial if len(lines) == limit else None)

    return router


def stepping(handling: Handling, authentication: Authentication) -> APIRouter:
    """One `POST` for each step."""
    router = APIRouter(tags=["steps"], responses=problems(401, 403, 404, 409, 422, 428, 503))
    for command in COMMANDS:
        _add_step(router, command, handling, authentication)
    return router


def _add_step(
    router: APIRouter,
    command_class: type[Command],
    handling: Handling,
    authentication: Authentication,
) -> None:
    async def take(
        case_id: str,
        command: Any,
        handler: Annotated[Principal, Depends(authentication.one_of(*HANDLE))],
        response: Response,
        if_match: Annotated[str | None, Header(description="`seq` of the case as read.")] = None,
    ) -> CaseShown:
        expected = _expected(if_match)
        try:
            case = await handling.take(case_id, expected, command, handler.acting(*HANDLE))
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
                f"The case cannot take the step {command.name} now.", reasons=error.reasons
            ) from error
        response.headers["ETag"] = f'"{case.seq}"'
        return CaseShown.of(case)

    take.__annotations__["command"] = command_class
    router.post(
        f"/cases/{{case_id}}/{command_class.name}",
        summary=(command_class.__doc__ or "").splitlines()[0],
        operation_id=f"{command_class.name}_case",
    )(take)


def upkeep(snapshots: Snapshots, authentication: Authentication) -> APIRouter:
    """What other services and operations ask for."""
    router = APIRouter(tags=["upkeep"], responses=problems(401, 403, 422, 503))
    Asker = Annotated[  # noqa: N806
        Principal, Depends(authentication.one_of(Role.SERVICE, Role.ADMINISTRATOR))
    ]

    @router.post("/snapshots", status_code=202, summary="Publish the facts of every case again")
    async def ask(_asker: Asker, request: SnapshotRequest) -> SnapshotsPromised:
        return SnapshotsPromised(total=await snapshots.ask(request.rebuild))

    return router


def read_cursor(text: str | None) -> Cursor | None:
    """The cursor of a page. Raises Invalid."""
    if text is None:
        return None
    try:
        return Cursor.read(text)
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
