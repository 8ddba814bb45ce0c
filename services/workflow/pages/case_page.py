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
from shared.events.vocabulary import Kind, Scan, Status
from shared.identity.roles import HANDLE
from shared.identity.sessions import StaffMember
from shared.pages.phrases import Phrase
from shared.web.problems import Forbidden

DONE = "klart"
"""The word in the address that says which step was just taken."""
CONTACT = "kontakt"
"""Asks to see name and contact of someone whose identity is protected."""
PRINT = "case_print.html"
CLOSED = frozenset({Status.CLOSED, Status.FOLLOWED_UP})


class CasePages:
    """Three reads at most: the case, those it is linked with, and those that may be the same."""

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
            visa: str = "",
        ) -> Response:
            done = _done(klart)
            return await self._shown(request, member, case_id, "case.html", done, visa == CONTACT)

        @router.get("/{case_id}/utskrift")
        async def printed(
            request: Request,
            case_id: UUID,
            member: Annotated[StaffMember, reader],
            visa: str = "",
        ) -> Response:
            shown = visa == CONTACT
            return await self._shown(request, member, case_id, PRINT, contact_shown=shown)

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
        contact_shown: bool = False,
    ) -> Response:
        case = await self._case(request, member, case_id)
        if isinstance(case, Response):
            return case
        view = await self._desk.view(member.principal, case)
        is_print = template == PRINT
        return self._desk.office.frame.answer(
            request,
            member,
            template,
            view=view,
            proposed=() if is_print else await self._desk.proposed(member.principal, case),
            case=case,
            done=done,
            contact_shown=contact_shown or not case.facts.protected_identity,
            closing_talk=self._closing_talk(member, case),
            words=self._desk.views.words,
            scans=Scan,
            tables=TABLES,
            notices=f"{self._desk.notices}/{case.id}",
            printed_at=self._desk.office.clock.now(),
        )

    def _closing_talk(self, member: StaffMember, case: Case) -> str | None:
        """Where what was said in the closing talk is entered, for those who have it."""
        if self._desk.closing_talk is None or not member.principal.has(*HANDLE):
            return None
        asked = case.facts.status in CLOSED and case.facts.kind is not Kind.LEX_SARAH
        return f"{self._desk.closing_talk}/{case.id}" if asked else None

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
