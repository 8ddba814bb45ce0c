"""Reports on pages: made, written in section by section beside the figures, published, fetched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.reporting.pages.frame import REPORTS as PATH
from services.reporting.pages.office import Office
from services.reporting.reach import boards_of
from services.reporting.report.access import MAKE, READ_DRAFTS, may_read
from services.reporting.report.correcting import Correction
from services.reporting.report.documents import Report, State
from services.reporting.report.guarding import Objection
from services.reporting.report.headings import HEADINGS, SectionId
from services.reporting.report.outputs.files import FileForm, headers, written
from services.reporting.report.reports import (
    AlreadyPublished,
    Contradicted,
    DraftExists,
    ReportChanged,
    Reports,
    TextFaulty,
)
from services.reporting.report.shapes import LONGEST_TEXT, NewReport
from services.reporting.report.spans import in_words
from shared.identity.roles import READ
from shared.identity.sessions import StaffMember
from shared.pages.choices import Choice
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase

TEXT, SEQ = "text", "seq"
BOARD, FIRST, LAST = "board", "from", "to"
_CHANGED = phrase("Någon annan har ändrat rapporten. Läs den igen, och spara sedan.")
_FROZEN = phrase("Rapporten är publicerad och ändras inte. Gör en ny.")


@dataclass(frozen=True)
class Listed:
    """A report in the list."""

    report: Report
    board: str
    period: str


class ReportPages:
    """The list costs one round trip; a draft those of the table of facts besides."""

    def __init__(self, office: Office, reports: Reports) -> None:
        self._office = office
        self._reports = reports

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=PATH, include_in_schema=False)
        Reader = Annotated[StaffMember, Depends(self._office.allowed(*READ))]  # noqa: N806
        Maker = Annotated[StaffMember, Depends(self._office.allowed(*MAKE))]  # noqa: N806

        @router.get("")
        async def every(request: Request, member: Reader) -> Response:
            return await self._list(request, member, self._new_form())

        @router.post("")
        async def make(request: Request, member: Maker) -> Response:
            return await self._make(request, member, await _posted(request))

        @router.get("/{report_id}.{form}")
        async def as_file(member: Reader, report_id: UUID, form: FileForm) -> Response:
            return await self._file(await self._visible(member, report_id), form)

        @router.get("/{report_id}")
        async def show(request: Request, member: Reader, report_id: UUID) -> Response:
            return await self._show(request, member, await self._visible(member, report_id))

        @router.post("/{report_id}/text/{section}")
        async def write(
            request: Request, member: Maker, report_id: UUID, section: SectionId
        ) -> Response:
            report = await self._visible(member, report_id)
            return await self._write(request, member, report, section, await _posted(request))

        @router.post("/{report_id}/publicera")
        async def publish(request: Request, member: Maker, report_id: UUID) -> Response:
            report = await self._visible(member, report_id)
            return await self._publish(request, member, report, await _posted(request))

        @router.post("/{report_id}/kasta")
        async def discard(request: Request, member: Maker, report_id: UUID) -> Response:
            report = await self._visible(member, report_id)
            return await self._discard(request, member, report, await _posted(request))

        return router

    async def _visible(self, member: StaffMember, report_id: UUID) -> Report:
        report = await self._reports.found(str(report_id))
        if report is None or not may_read(member.principal, report):
            raise HTTPException(404)
        return report

    def _new_form(self) -> FormState:
        """The year that is over, as most reports are of it."""
        year = self._office.today.year - 1
        return FormState.of({FIRST: f"{year}-01-01", LAST: f"{year}-12-31"})

    async def _list(
        self, request: Request, member: StaffMember, form: FormState, status: int = 200
    ) -> Response:
        boards = boards_of(member.principal, self._office.organisation)
        found = await self._reports.of_boards(boards)
        names = {board.id: board.name.sv for board in self._office.organisation.boards}
        return self._office.frame.answer(
            request,
            member,
            "reports.html",
            status=status,
            form=form,
            boards=[Choice(board.id, board.name) for board in self._office.boards(member)],
            reports=[
                Listed(report, names[report.board], in_words(report.span.period))
                for report in found
                if may_read(member.principal, report)
            ],
            may_make=member.principal.has(*MAKE),
        )

    async def _make(self, request: Request, member: StaffMember, form: FormState) -> Response:
        errors: dict[str, Phrase] = {}
        days: dict[str, date] = {}
        for name in (FIRST, LAST):
            try:
                days[name] = date.fromisoformat(form.value(name).strip())
            except ValueError:
                errors[name] = phrase("Skriv en dag som 2026-01-31.")
        board = next(
            (each.id for each in self._office.boards(member) if each.id == form.value(BOARD)), None
        )
        if board is None:
            errors = {BOARD: phrase("Välj en nämnd."), **errors}
        if not errors and board is not None:
            try:
                new = NewReport(board=board, first=days[FIRST], last=days[LAST])
                report = await self._reports.make(member.principal, board, new.first, new.last)
            except ValidationError:
                errors[LAST] = phrase("Den sista dagen är inte före den första, och högst tre år.")
            except DraftExists as error:
                return self._to(error.report_id)
            else:
                return self._to(report.id)
        return await self._list(request, member, FormState(form.typed, errors), 422)

    async def _show(
        self,
        request: Request,
        member: StaffMember,
        report: Report,
        *,
        status: int = 200,
        typed: Mapping[SectionId, str] | None = None,
        told: Mapping[SectionId, Sequence[Phrase]] | None = None,
        objections: Sequence[Objection] = (),
        problem: Phrase | None = None,
    ) -> Response:
        draft = report.state is State.DRAFT
        content = report.content or (await self._reports.composed(report)).content
        corrections: Sequence[Correction] = ()
        if not draft:
            corrections = await self._reports.corrections(report)
        return self._office.frame.answer(
            request,
            member,
            "report.html",
            status=status,
            report=report,
            content=content,
            draft=draft,
            headings=HEADINGS,
            texts={**report.texts, **(typed or {})},
            told=told or {},
            objections=objections,
            problem=problem,
            corrections=corrections,
            forms=list(FileForm),
            may_edit=draft and member.principal.has(*MAKE),
            may_check=draft and member.principal.has(*READ_DRAFTS),
            longest=LONGEST_TEXT,
            path=f"{PATH}/{report.id}",
        )

    async def _write(
        self,
        request: Request,
        member: StaffMember,
        report: Report,
        section: SectionId,
        form: FormState,
    ) -> Response:
        text = form.value(TEXT)
        told: list[Phrase] = []
        if len(text) > LONGEST_TEXT:
            told = [phrase("Skriv högst %(limit)s tecken.", limit=LONGEST_TEXT)]
        else:
            try:
                await self._reports.write(member.principal, report, _seq(form), section, text)
            except TextFaulty as error:
                told = [
                    phrase("%(words)s: %(why)s", words=each.words, why=each.message)
                    for each in error.faults
                ]
            except ReportChanged:
                told = [_CHANGED]
            except AlreadyPublished:
                told = [_FROZEN]
        if told:
            return await self._show(
                request, member, report, status=422, typed={section: text}, told={section: told}
            )
        return self._to(report.id, f"#{section}")

    async def _publish(
        self, request: Request, member: StaffMember, report: Report, form: FormState
    ) -> Response:
        try:
            await self._reports.publish(member.principal, report, _seq(form))
        except Contradicted as error:
            return await self._show(
                request, member, report, status=422, objections=error.objections
            )
        except ReportChanged:
            return await self._show(request, member, report, status=422, problem=_CHANGED)
        except AlreadyPublished:
            return self._to(report.id)
        return self._to(report.id)

    async def _discard(
        self, request: Request, member: StaffMember, report: Report, form: FormState
    ) -> Response:
        try:
            await self._reports.discard(report, _seq(form))
        except ReportChanged:
            return await self._show(request, member, report, status=422, problem=_CHANGED)
        except AlreadyPublished:
            return await self._show(request, member, report, status=422, problem=_FROZEN)
        return RedirectResponse(self._office.frame.site.address(PATH), 303)

    async def _file(self, report: Report, form: FileForm) -> Response:
        content = report.content or (await self._reports.composed(report)).content
        return Response(
            await written(content, form, draft=report.state is State.DRAFT),
            media_type=form.media_type,
            headers=headers(report, form),
        )

    def _to(self, report_id: str, place: str = "") -> Response:
        address = self._office.frame.site.address(f"{PATH}/{report_id}")
        return RedirectResponse(f"{address}{place}", 303)


async def _posted(request: Request) -> FormState:
    return FormState.posted((await request.form()).multi_items())


def _seq(form: FormState) -> int:
    text = form.value(SEQ)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
