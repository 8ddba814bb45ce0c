"""The page of a case, its print, and its files. Decode, call, answer."""

from typing import Annotated, NoReturn
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import StreamingResponse

from services.workflow.access import Access
from services.workflow.case import Case
from services.workflow.case_files import FileNotHandedOut, FilesUnavailable, files_of
from services.workflow.handling import CaseUnknown
from services.workflow.pages.case_office import CaseOffice
from services.workflow.pages.forms.definitions import BY_PATH
from services.workflow.pages.not_permitted import not_permitted
from services.workflow.pages.tables import TABLES
from shared.events.vocabulary import Scan
from shared.identity.sessions import StaffMember
from shared.pages.phrases import Phrase
from shared.web.problems import Forbidden

DONE = "klart"
"""The word in the address that says which step was just taken."""


class CasePages:
    """Two reads at most: the case, and the cases that it is linked with."""

    def __init__(self, desk: CaseOffice) -> None:
        self._desk = desk

    def routes(self) -> APIRouter:
        router = APIRouter(prefix="/arenden", include_in_schema=False)
        reader = Depends(self._desk.office.allowed(Access.READ))

        @router.get("/{case_id}")
        async def show(
            request: Request,
            case_id: UUID,
            member: Annotated[StaffMember, reader],
            klart: str = "",
        ) -> Response:
            return await self._shown(request, member, case_id, "case.html", _done(klart))

        @router.get("/{case_id}/utskrift")
        async def printed(
            request: Request, case_id: UUID, member: Annotated[StaffMember, reader]
        ) -> Response:
            return await self._shown(request, member, case_id, "case_print.html")

        @router.get("/{case_id}/filer/{attachment_id}")
        async def download(
            request: Request,
            case_id: UUID,
            attachment_id: UUID,
            member: Annotated[StaffMember, reader],
        ) -> Response:
            return await self._file(request, member, case_id, attachment_id)

        return router

    async def _shown(
        self,
        request: Request,
        member: StaffMember,
        case_id: UUID,
        template: str,
        done: Phrase | None = None,
    ) -> Response:
        case = await self._case(request, member, case_id)
        if isinstance(case, Response):
            return case
        view = await self._desk.view(member.principal, case)
        return self._desk.office.frame.answer(
            request,
            member,
            template,
            view=view,
            case=case,
            done=done,
            words=self._desk.views.words,
            scans=Scan,
            tables=TABLES,
            printed_at=self._desk.office.clock.now(),
        )

    async def _file(
        self, request: Request, member: StaffMember, case_id: UUID, attachment_id: UUID
    ) -> Response:
        case = await self._case(request, member, case_id)
        if isinstance(case, Response):
            return case
        if all(file.id != attachment_id for file in files_of(case)):
            raise HTTPException(404)
        try:
            file = await self._desk.files.open(attachment_id)
        except FileNotHandedOut as error:
            raise HTTPException(404) from error
        except FilesUnavailable as error:
            raise HTTPException(503) from error
        return StreamingResponse(
            file.content(),
            headers={**file.headers, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
        )

    async def _case(self, request: Request, member: StaffMember, case_id: UUID) -> Case | Response:
        """The case, or the page that says why not. Raises HTTPException 404."""
        try:
            return await self._desk.permitted.case(member.principal, str(case_id))
        except CaseUnknown as error:
            _gone(error)
        except Forbidden:
            return not_permitted(request, member, self._desk.office, Access.READ)


def _done(path: str) -> Phrase | None:
    form = BY_PATH.get(path)
    return form.done if form else None


def _gone(error: CaseUnknown) -> NoReturn:
    raise HTTPException(404) from error
