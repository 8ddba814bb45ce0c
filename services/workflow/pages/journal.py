"""A board's journal of a year, to look in and to print. Decode, call, answer."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.workflow.access import Access
from services.workflow.external_diary.conflicts import Conflicts
from services.workflow.journal import Journal, JournalPage
from services.workflow.pages.frame import DIARY
from services.workflow.pages.journal_form import (
    AFTER,
    BOARD,
    STATES,
    YEAR,
    Asked,
    asked,
)
from services.workflow.pages.journal_lines import line_of
from services.workflow.pages.narrowing import address
from services.workflow.pages.office import Office
from shared.identity.sessions import StaffMember
from shared.pages.choices import Choice


class JournalPages:
    """Three round trips a page, and one more where another system keeps the diary."""

    def __init__(self, office: Office, journal: Journal, conflicts: Conflicts) -> None:
        self._office = office
        self._journal = journal
        self._conflicts = conflicts

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        reader = Depends(self._office.allowed(Access.DIARY))

        @router.get(DIARY)
        async def show(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            return await self._shown(request, member)

        return router

    async def _shown(self, request: Request, member: StaffMember) -> Response:
        office = self._office
        query = request.query_params
        wanted = asked(query, office.organisation, member.principal.board, office.today)
        visible = office.access.visible(member.principal, Access.DIARY)
        page = JournalPage(())
        if wanted.query is not None:
            page = await self._journal.page(wanted.board, wanted.query, visible)
        elsewhere = any(board.external_diary for board in office.organisation.boards)
        return office.frame.answer(
            request,
            member,
            "diary.html",
            status=200 if wanted.query is not None else 422,
            form=wanted.form,
            board=wanted.board,
            year=str(wanted.year),
            boards=[Choice(board.id, board.name) for board in office.boards(member)],
            states=STATES,
            narrowed=wanted.is_narrowed,
            lines=[line_of(line) for line in page.lines],
            conflicts=await self._conflicts.count(visible) if elsewhere else 0,
            elsewhere=elsewhere,
            whole=self._address({BOARD: wanted.board.id, YEAR: str(wanted.year)}),
            first=self._address(_chosen(wanted)) if query.get(AFTER) else "",
            next=self._address({**_chosen(wanted), AFTER: str(page.next)}) if page.next else "",
        )

    def _address(self, parts: Mapping[str, str]) -> str:
        return address(self._office.frame.site.address(DIARY), parts)


def _chosen(wanted: Asked) -> Mapping[str, str]:
    return wanted.form.values
