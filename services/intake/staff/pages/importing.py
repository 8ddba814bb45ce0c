"""Taking over earlier cases from a list, on a page: begun here, and looked at while it goes on."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from starlette.datastructures import UploadFile

from services.intake.access import SORTERS
from services.intake.imports.api import as_csv
from services.intake.imports.documents import ImportRecord, ImportState
from services.intake.imports.importing import Imports
from services.intake.imports.order import Order
from services.intake.imports.reading import Form
from services.intake.imports.row_fault import RowRemark
from services.intake.imports.running import PIECE, RunningImports
from services.intake.staff.pages.desk import Desk
from shared.identity.sessions import StaffMember
from shared.identity.staff_frame import StaffLink
from shared.ids import new_id
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase

PATH = "/personal/importer"
LINK = StaffLink(PATH, phrase("Ärenden från ett äldre system"), SORTERS)
SHOWN = 50
_SOURCE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SOURCE = 60
_FORMS = {".csv": Form.CSV, ".jsonl": Form.JSON_LINES, ".ndjson": Form.JSON_LINES}

STATES: Mapping[ImportState, Phrase] = {
    ImportState.RUNNING: phrase("Pågår"),
    ImportState.DONE: phrase("Klar"),
    ImportState.REFUSED: phrase("Inget togs emot"),
    ImportState.STOPPED: phrase("Listan gick inte att läsa till slutet"),
    ImportState.INTERRUPTED: phrase("Avbruten"),
}
TONES: Mapping[ImportState, str] = {
    ImportState.RUNNING: "info",
    ImportState.DONE: "good",
    ImportState.REFUSED: "attention",
    ImportState.STOPPED: "attention",
    ImportState.INTERRUPTED: "attention",
}


class ImportPages:
    def __init__(self, desk: Desk, importing: Imports, running: RunningImports) -> None:
        self._desk = desk
        self._importing = importing
        self._running = running

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=PATH, include_in_schema=False)
        importer = Depends(self._desk.authentication.staff_page(*SORTERS))

        @router.get("")
        async def listed(request: Request, member: Annotated[StaffMember, importer]) -> Response:
            return await self._listed(request, member, FormState.of({"dry_run": "1"}))

        @router.post("")
        async def begin(request: Request, member: Annotated[StaffMember, importer]) -> Response:
            return await self._begin(request, member)

        @router.get("/{import_id}")
        async def show(
            request: Request, import_id: UUID, member: Annotated[StaffMember, importer]
        ) -> Response:
            return await self._shown(request, member, await self._known(import_id))

        @router.get("/{import_id}/anmarkningar.csv")
        async def remarks(
            import_id: UUID, _member: Annotated[StaffMember, importer]
        ) -> StreamingResponse:
            record = await self._known(import_id)
            return StreamingResponse(
                as_csv(self._importing.remarks(record)),
                media_type="text/csv; charset=utf-8",
                headers={"Content-Disposition": 'attachment; filename="anmarkningar.csv"'},
            )

        return router

    async def _known(self, import_id: UUID) -> ImportRecord:
        record = await self._importing.found(import_id)
        if record is None:
            raise HTTPException(404)
        return record

    async def _listed(
        self, request: Request, member: StaffMember, form: FormState, status: int = 200
    ) -> Response:
        return self._desk.frame.answer(
            request,
            member,
            "imports.html",
            status=status,
            form=form,
            imports=await self._importing.recent(),
            states=STATES,
            tones=TONES,
        )

    async def _begin(self, request: Request, member: StaffMember) -> Response:
        posted = await request.form()
        form = FormState.posted(posted.multi_items())
        given = posted.get("list")
        upload = given if isinstance(given, UploadFile) and given.filename else None
        source = form.value("source").strip()
        written = _form_of(upload.filename if upload else None)
        errors: dict[str, Phrase] = {}
        if not _SOURCE.fullmatch(source) or len(source) > _LONGEST_SOURCE:
            errors["source"] = phrase(
                "Skriv systemets namn med små bokstäver, siffror och bindestreck: lifecare."
            )
        if upload is None:
            errors["list"] = phrase("Välj listan.")
        elif written is None:
            errors["list"] = phrase("Listan ska vara en fil som slutar på .csv eller .jsonl.")
        if errors or upload is None or written is None:
            return await self._listed(request, member, FormState(form.typed, errors), 422)
        order = Order(
            import_id=new_id(),
            source=source,
            form=written,
            by=member.principal.acting(*SORTERS),
            dry_run=bool(form.value("dry_run")),
            strict=bool(form.value("strict")),
            all_or_nothing=bool(form.value("all_or_nothing")),
        )
        await self._running.begin(order, _pieces(upload))
        return RedirectResponse(self._desk.frame.site.address(f"{PATH}/{order.import_id}"), 303)

    async def _shown(self, request: Request, member: StaffMember, record: ImportRecord) -> Response:
        first: list[RowRemark] = []
        async for remark in self._importing.remarks(record):
            first.append(remark)
            if len(first) == SHOWN:
                break
        answer = self._desk.frame.answer(
            request,
            member,
            "import.html",
            record=record,
            running=record.state is ImportState.RUNNING,
            first=first,
            states=STATES,
            tones=TONES,
        )
        if record.state is ImportState.RUNNING:
            answer.headers["Refresh"] = "3"
        return answer


def _form_of(name: str | None) -> Form | None:
    ending = (name or "").lower()
    return next((form for tail, form in _FORMS.items() if ending.endswith(tail)), None)


async def _pieces(upload: UploadFile) -> AsyncIterator[bytes]:
    while piece := await upload.read(PIECE):
        yield piece
