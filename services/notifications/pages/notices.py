"""What was sent and what waits: of a case, and the newest of all. Decode, call, answer."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.notifications import access
from services.notifications.notices.states import NoticeState
from services.notifications.pages.frame import HOME, NOTICES
from services.notifications.pages.notice_view import line_of
from services.notifications.pages.notice_words import STATES
from services.notifications.pages.office import Office
from services.notifications.proof.noticed import NoticeCursor, NoticeCursorWrong, NoticeLists
from services.notifications.proof.sight import may_see
from services.notifications.watched import WatchedCase
from shared.identity.sessions import StaffMember
from shared.pages.choices import Choice
from shared.pages.forms import FormState
from shared.store.versioned import VersionedCollection

A_PAGE = 50
STATE, BOARD, CASE, AFTER = "lage", "namnd", "arende", "efter"


class NoticePages:
    """A case's page takes two round trips; the list those of `NoticeLists`."""

    def __init__(
        self, office: Office, lists: NoticeLists, cases: VersionedCollection[WatchedCase]
    ) -> None:
        self._office = office
        self._lists = lists
        self._cases = cases

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        reader = Depends(self._office.allowed(*access.NOTICES))

        @router.get("/")
        async def start() -> Response:
            return RedirectResponse(self._office.frame.site.address(HOME), 303)

        @router.get(NOTICES)
        async def newest(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            case_id = request.query_params.get(CASE, "")
            if case_id:
                return await self._of_case(request, member, _id(case_id))
            return await self._newest(request, member)

        @router.get(f"{NOTICES}/arenden/{{case_id}}")
        async def of_case(
            request: Request, case_id: UUID, member: Annotated[StaffMember, reader]
        ) -> Response:
            return await self._of_case(request, member, case_id)

        return router

    async def _of_case(self, request: Request, member: StaffMember, case_id: UUID) -> Response:
        office = self._office
        case = await self._cases.get(str(case_id))
        if case is None or not may_see(member.principal, case.facts):
            raise HTTPException(404)
        now = office.clock.now()
        found = await self._lists.of_case(case_id)
        return office.frame.answer(
            request,
            member,
            "notices_of_case.html",
            number=case.facts.diary_number or case.facts.reference,
            case_page=office.case_page(case_id),
            lines=[line_of(each, case, office.organisation, now) for each in found],
            deadlines=office.deadlines(case, now),
        )

    async def _newest(self, request: Request, member: StaffMember) -> Response:
        office, query = self._office, request.query_params
        boards = office.boards(member)
        state, board = _state(query.get(STATE, "")), query.get(BOARD, "")
        chosen = [each.id for each in boards if board in ("", each.id)]
        of_no_board = [None] if member.principal.board is None and not board else []
        cursor = _cursor(query.get(AFTER, ""))
        items, following = await self._lists.page([*chosen, *of_no_board], state, cursor, A_PAGE)
        now = office.clock.now()
        kept = {STATE: state.value if state else "", BOARD: board}
        return office.frame.answer(
            request,
            member,
            "notices.html",
            form=FormState.of(kept),
            states=[Choice(each.value, words) for each, words in STATES.items()],
            boards=[Choice(each.id, each.name) for each in boards] if len(boards) > 1 else [],
            narrowed=state is not None or bool(board),
            lines=[
                line_of(each.notice, each.case, office.organisation, now)
                for each in items
                if each.case is None or may_see(member.principal, each.case.facts)
            ],
            whole=self._address({}),
            first=self._address(kept) if cursor else "",
            next=self._address({**kept, AFTER: str(following)}) if following else "",
        )

    def _address(self, parts: Mapping[str, str]) -> str:
        path = self._office.frame.site.address(NOTICES)
        kept = {name: value for name, value in parts.items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise HTTPException(404) from error


def _state(text: str) -> NoticeState | None:
    return NoticeState(text) if text in set(NoticeState) else None


def _cursor(text: str) -> NoticeCursor | None:
    """Where to go on; from the beginning for anything but what a list has given."""
    try:
        return NoticeCursor.read(text) if text else None
    except NoticeCursorWrong:
        return None
