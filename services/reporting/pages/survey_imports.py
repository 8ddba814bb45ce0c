"""Others' surveys taken in on a page: chosen, looked through, stored, and removed again (R87)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from services.reporting.pages.frame import SURVEY
from services.reporting.pages.frame import SURVEY_IMPORTS as PATH
from services.reporting.pages.office import Office
from services.reporting.reach import boards_of
from services.reporting.survey_results.api import LONGEST_SOURCE
from services.reporting.survey_results.carrying import LIST_LIMIT, NotCarried, packed, unpacked
from services.reporting.survey_results.kept import NationalResults, SurveyImport
from services.reporting.survey_results.national import (
    COLUMNS,
    OPTIONAL,
    Fault,
    ListFaulty,
    NationalAnswer,
    read_list,
)
from shared.events.vocabulary import Role
from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState
from shared.pages.phrases import Label, Phrase, phrase
from shared.pages.words import ROLES

IMPORTERS = (Role.QUALITY, Role.ADMINISTRATOR)
SOURCE, LIST, ROWS, REASON = "kalla", "lista", "rader", "skal"
SHOWN = 100
"""Questions that a preview shows."""
_SHORTEST, _LONGEST = 5, 500

MEANINGS: Mapping[str, Phrase] = {
    "year": phrase("När frågan ställdes: 2026."),
    "board": phrase("Nämndens id eller namn."),
    "unit": phrase("Enhetens id eller namn, om svaren är en enhets. Kolumnen kan utelämnas."),
    "question": phrase("Frågans text."),
    "answer": phrase("Ett av svaren på frågan: en rad för varje svar."),
    "percent": phrase("Hur stor del som svarade så, från 0 till 100."),
    "respondents": phrase("Hur många som svarade på frågan: samma tal på alla rader om den."),
}


@dataclass(frozen=True)
class ReadQuestion:
    """A question of the list as it was read. `known` where it has been taken in before."""

    text: str
    year: int
    place: Label
    respondents: int
    answers: Sequence[tuple[str, float]]
    known: bool


class SurveyImportPages:
    """The preview stores nothing: the list goes along in the form, and is read once more."""

    def __init__(self, office: Office, national: NationalResults) -> None:
        self._office = office
        self._national = national

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=PATH, include_in_schema=False)
        importer = Depends(self._office.allowed(*IMPORTERS))
        Importer = Annotated[StaffMember, importer]  # noqa: N806

        @router.get("")
        async def every(request: Request, member: Importer) -> Response:
            return await self._list(request, member, FormState())

        @router.post("")
        async def look(request: Request, member: Importer) -> Response:
            posted = await request.form()
            given = posted.get(LIST)
            upload = given if isinstance(given, UploadFile) and given.filename else None
            return await self._look(request, member, FormState.posted(posted.multi_items()), upload)

        @router.get("/exempel.csv")
        async def example(_member: Importer) -> Response:
            return Response(
                self._example().encode("utf-8-sig"),
                media_type="text/csv; charset=utf-8",
                headers={"Content-Disposition": 'attachment; filename="exempel.csv"'},
            )

        @router.post("/spara")
        async def store(request: Request, member: Importer) -> Response:
            form = FormState.posted((await request.form()).multi_items())
            return await self._store(request, member, form)

        @router.get("/{import_id}")
        async def show(request: Request, member: Importer, import_id: UUID) -> Response:
            return await self._show(request, member, await self._own(member, import_id))

        @router.post("/{import_id}/bort")
        async def remove(request: Request, member: Importer, import_id: UUID) -> Response:
            form = FormState.posted((await request.form()).multi_items())
            return await self._remove(request, member, await self._own(member, import_id), form)

        return router

    async def _list(
        self,
        request: Request,
        member: StaffMember,
        form: FormState,
        *,
        status: int = 200,
        faults: Sequence[Fault] = (),
        file: str = "",
    ) -> Response:
        return self._office.frame.answer(
            request,
            member,
            "survey_imports.html",
            status=status,
            form=form,
            faults=[(fault, _column(fault.column)) for fault in faults],
            file=file,
            columns=[
                (words[1], MEANINGS[name], name in OPTIONAL) for name, words in COLUMNS.items()
            ],
            imports=[each for each in await self._national.imports() if self._sees(member, each)],
            limit=LIST_LIMIT // (1024 * 1024),
            longest_source=LONGEST_SOURCE,
        )

    async def _look(
        self, request: Request, member: StaffMember, form: FormState, upload: UploadFile | None
    ) -> Response:
        errors = self._source_errors(form)
        faults: Sequence[Fault] = ()
        data = await upload.read(LIST_LIMIT + 1) if upload else b""
        name = (upload.filename or "") if upload else ""
        rows: list[NationalAnswer] = []
        if upload is None:
            errors[LIST] = phrase("Välj filen med resultaten.")
        elif len(data) > LIST_LIMIT:
            errors[LIST] = phrase(
                "”%(file)s” är för stor: högst %(limit)s MB.",
                file=name,
                limit=LIST_LIMIT // (1024 * 1024),
            )
        else:
            try:
                rows = self._read(member, data)
            except ListFaulty as error:
                faults = error.faults
                errors[LIST] = phrase(
                    "”%(file)s” är inte inläst: rätta felen nedan i filen och välj den igen.",
                    file=name,
                )
        if errors:
            return await self._list(
                request,
                member,
                FormState(form.typed, errors),
                status=422,
                faults=faults,
                file=name,
            )
        questions = await self._questions(rows)
        return self._office.frame.answer(
            request,
            member,
            "survey_preview.html",
            source=form.value(SOURCE).strip(),
            file=name,
            rows=len(rows),
            questions=questions[:SHOWN],
            more=max(len(questions) - SHOWN, 0),
            replaced=sum(each.known for each in questions),
            total=len(questions),
            packed=packed(data),
        )

    async def _store(self, request: Request, member: StaffMember, form: FormState) -> Response:
        errors = self._source_errors(form)
        faults: Sequence[Fault] = ()
        try:
            rows = self._read(member, unpacked(form.value(ROWS)))
        except NotCarried:
            errors[LIST] = phrase("Filen följde inte med: välj den igen.")
        except ListFaulty as error:
            faults = error.faults
            errors[LIST] = phrase("Filen är inte inläst: rätta felen nedan och välj den igen.")
        if errors:
            return await self._list(
                request, member, FormState(form.typed, errors), status=422, faults=faults
            )
        by = member.principal.acting(*IMPORTERS)
        taken, new = await self._national.take(rows, form.value(SOURCE).strip(), by)
        return self._to(taken, "?sparad=1" if new else "?sparad=fanns")

    async def _show(
        self,
        request: Request,
        member: StaffMember,
        found: SurveyImport,
        form: FormState | None = None,
        status: int = 200,
    ) -> Response:
        organisation = self._office.organisation
        return self._office.frame.answer(
            request,
            member,
            "survey_import.html",
            status=status,
            form=form or FormState(),
            found=found,
            boards=[organisation.known_board(board).name for board in found.boards],
            roles=ROLES,
            told=request.query_params.get("sparad", ""),
            results=f"{SURVEY}?ar={found.years[-1]}",
        )

    async def _remove(
        self, request: Request, member: StaffMember, found: SurveyImport, form: FormState
    ) -> Response:
        reason = form.value(REASON).strip()
        if not _SHORTEST <= len(reason) <= _LONGEST:
            error = phrase(
                "Skriv med några ord varför, med högst %(limit)s tecken.", limit=_LONGEST
            )
            return await self._show(
                request, member, found, FormState(form.typed, {REASON: error}), 422
            )
        await self._national.remove(found.id, reason, member.principal.acting(*IMPORTERS))
        return self._to(found, "?sparad=borta")

    async def _own(self, member: StaffMember, import_id: UUID) -> SurveyImport:
        found = await self._national.imported(str(import_id))
        if found is None or not self._sees(member, found):
            raise HTTPException(404)
        return found

    def _sees(self, member: StaffMember, found: SurveyImport) -> bool:
        """Those of a board, what is of that board alone."""
        return set(found.boards) <= set(boards_of(member.principal, self._office.organisation))

    def _read(self, member: StaffMember, data: bytes) -> list[NationalAnswer]:
        """Raises ListFaulty, also for rows of boards that are not the member's."""
        organisation = self._office.organisation
        rows = read_list(data, organisation)
        own = boards_of(member.principal, organisation)
        if foreign := sorted({row.board for row in rows} - set(own)):
            raise ListFaulty(
                [Fault(1, "board", phrase("Du hör till en annan nämnd."), ", ".join(foreign))]
            )
        return rows

    async def _questions(self, rows: Sequence[NationalAnswer]) -> list[ReadQuestion]:
        years = [row.year for row in rows]
        boards = sorted({row.board for row in rows})
        stored = await self._national.of(boards, min(years), max(years))
        known = {each.question_key for each in stored}
        ordered = sorted(rows, key=lambda row: row.question_key)
        return [
            self._question(list(answers), known=key in known)
            for key, answers in groupby(ordered, key=lambda row: row.question_key)
        ]

    def _question(self, rows: Sequence[NationalAnswer], *, known: bool) -> ReadQuestion:
        first, organisation = rows[0], self._office.organisation
        unit = organisation.unit(first.unit) if first.unit else None
        return ReadQuestion(
            first.question,
            first.year,
            unit.name if unit else organisation.known_board(first.board).name,
            first.respondents,
            [(row.answer, row.percent) for row in rows],
            known,
        )

    def _example(self) -> str:
        board = self._office.organisation.boards[0].id
        heading = "år;nämnd;enhet;fråga;svar;procent;antal svarande"
        asked = f"{self._office.today.year};{board};;Vet du vart du vänder dig med klagomål?"
        rows = [f"{asked};{answer};412" for answer in ("Ja;61", "Delvis;24", "Nej;15")]
        return "".join(f"{line}\r\n" for line in (heading, *rows))

    @staticmethod
    def _source_errors(form: FormState) -> dict[str, Phrase]:
        source = form.value(SOURCE).strip()
        if not source:
            return {SOURCE: phrase("Skriv vilken undersökning det är.")}
        if len(source) > LONGEST_SOURCE:
            return {SOURCE: phrase("Skriv högst %(limit)s tecken.", limit=LONGEST_SOURCE)}
        return {}

    def _to(self, found: SurveyImport, query: str) -> Response:
        address = self._office.frame.site.address(f"{PATH}/{found.id}")
        return RedirectResponse(f"{address}{query}", 303)


def _column(name: str) -> str:
    """As the example file calls it; what was typed where it is no column of ours."""
    words = COLUMNS.get(name)
    return words[1] if words else name
