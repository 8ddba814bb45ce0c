"""Reports over HTTP: made, written in, published, compared, and as files."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response

from services.reporting.reach import boards_of
from services.reporting.report.access import MAKE, READ_DRAFTS, may_read
from services.reporting.report.content import Content
from services.reporting.report.documents import Report, State
from services.reporting.report.freezing import FactsUnreadable
from services.reporting.report.headings import SectionId
from services.reporting.report.outputs.files import FileForm, headers, written
from services.reporting.report.reports import (
    AlreadyPublished,
    Contradicted,
    DraftExists,
    NotPublished,
    ReportChanged,
    Reports,
    TextFaulty,
)
from services.reporting.report.shapes import (
    Corrections,
    CorrectionShown,
    NewReport,
    Objections,
    ObjectionShown,
    ReportList,
    ReportListed,
    ReportShown,
    RerunShown,
    SectionText,
)
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid, NotAllowedNow, NotFound, PreconditionNeeded

IfMatch = Annotated[str | None, Header(description="`seq` of the report as read.")]


def reporting(
    reports: Reports, organisation: Organisation, authentication: Authentication
) -> APIRouter:
    """Drafts for those who make reports, published ones for all who see figures."""
    router = APIRouter(prefix="/reports", tags=["reports"], responses=problems(401, 403, 422, 503))
    Reader = Annotated[Principal, Depends(authentication.one_of(*READ))]  # noqa: N806
    Maker = Annotated[Principal, Depends(authentication.one_of(*MAKE))]  # noqa: N806
    DraftReader = Annotated[  # noqa: N806
        Principal, Depends(authentication.one_of(*READ_DRAFTS))
    ]

    async def visible(principal: Principal, report_id: UUID) -> Report:
        report = await reports.found(str(report_id))
        if report is None or not may_read(principal, report):
            raise NotFound("There is no such report, or it is not yours to see.")
        return report

    async def content(report: Report) -> Content:
        return report.content or (await reports.composed(report)).content

    @router.post("", status_code=201, summary="Make a draft", responses=problems(409))
    async def make(
        principal: Maker, wanted: NewReport, request: Request, response: Response
    ) -> ReportShown:
        board = organisation.board(wanted.board)
        if board is None or board.id not in boards_of(principal, organisation):
            raise Invalid(
                "The board is not one of yours.",
                errors=[
                    FieldProblem(field="board", message=f'There is no board "{wanted.board}".')
                ],
            )
        with _refusals():
            report = await reports.make(principal, board.id, wanted.first, wanted.last)
        response.headers["Location"] = str(request.url_for("show_report", report_id=report.id))
        return _shown(report, await content(report), response)

    @router.get("", summary="The reports that one may see")
    async def every(principal: Reader) -> ReportList:
        found = await reports.of_boards(boards_of(principal, organisation))
        return ReportList(
            items=[ReportListed.of(report) for report in found if may_read(principal, report)]
        )

    @router.get(
        "/{report_id}.{form}",
        summary="The report as a file: html, pdf, docx, xlsx or csv",
        responses=problems(404),
        response_class=Response,
    )
    async def as_file(principal: Reader, report_id: UUID, form: FileForm) -> Response:
        report = await visible(principal, report_id)
        made = await content(report)
        draft = report.state is State.DRAFT
        return Response(
            await written(made, form, draft=draft),
            media_type=form.media_type,
            headers=headers(report, form),
        )

    @router.get("/{report_id}", summary="A report with its content", responses=problems(404))
    async def show_report(principal: Reader, report_id: UUID, response: Response) -> ReportShown:
        report = await visible(principal, report_id)
        return _shown(report, await content(report), response)

    @router.put(
        "/{report_id}/texts/{section}",
        summary="Replace what is written in a section",
        responses=problems(404, 409, 428),
    )
    async def write(
        principal: Maker,
        report_id: UUID,
        section: SectionId,
        given: SectionText,
        response: Response,
        if_match: IfMatch = None,
    ) -> ReportShown:
        expected = _expected(if_match)
        report = await visible(principal, report_id)
        with _refusals():
            changed = await reports.write(principal, report, expected, section, given.text)
        return _shown(changed, await content(changed), response)

    @router.delete(
        "/{report_id}",
        status_code=204,
        summary="Discard a draft",
        responses=problems(404, 409, 428),
    )
    async def discard(principal: Maker, report_id: UUID, if_match: IfMatch = None) -> None:
        expected = _expected(if_match)
        report = await visible(principal, report_id)
        with _refusals():
            await reports.discard(report, expected)

    @router.get(
        "/{report_id}/contradictions",
        summary="What stands against publishing a draft",
        responses=problems(404, 409),
    )
    async def contradictions(principal: DraftReader, report_id: UUID) -> Objections:
        report = await visible(principal, report_id)
        if report.state is State.PUBLISHED:
            raise NotAllowedNow("The report is published: nothing stands against it.")
        found = await reports.objections(report)
        return Objections(contradictions=[ObjectionShown.of(each) for each in found])

    @router.post(
        "/{report_id}/publish",
        summary="Freeze a draft with the figures of now",
        responses=problems(404, 409, 428),
    )
    async def publish(
        principal: Maker, report_id: UUID, response: Response, if_match: IfMatch = None
    ) -> ReportShown:
        expected = _expected(if_match)
        report = await visible(principal, report_id)
        with _refusals():
            published = await reports.publish(principal, report, expected)
        return _shown(published, await content(published), response)

    @router.get(
        "/{report_id}/corrections",
        summary="What the figures of a published report have become since",
        responses=problems(404, 409),
    )
    async def corrections(principal: Reader, report_id: UUID) -> Corrections:
        report = await visible(principal, report_id)
        with _refusals():
            found = await reports.corrections(report)
        return Corrections(
            published_at=report.published_at or report.edited_at,
            corrections=[CorrectionShown.of(each) for each in found],
        )

    @router.get(
        "/{report_id}/rerun",
        summary="A published report made again from the facts as of its date",
        responses=problems(404, 409),
    )
    async def rerun(principal: Reader, report_id: UUID) -> RerunShown:
        report = await visible(principal, report_id)
        with _refusals():
            again = await reports.rerun(report)
        return RerunShown(
            same=again.composed.content == report.content,
            differences=[CorrectionShown.of(each) for each in again.differences],
            content=again.composed.content,
        )

    return router


def _shown(report: Report, content: Content, response: Response) -> ReportShown:
    response.headers["ETag"] = f'"{report.seq}"'
    return ReportShown.whole(report, content)


@contextmanager
def _refusals() -> Iterator[None]:
    """What cannot be done, as problem details."""
    try:
        yield
    except DraftExists as error:
        raise NotAllowedNow(str(error), extra={"report_id": error.report_id}) from error
    except ReportChanged as error:
        raise NotAllowedNow(str(error), extra={"seq": error.seq}) from error
    except (AlreadyPublished, NotPublished) as error:
        raise NotAllowedNow(str(error)) from error
    except FactsUnreadable as error:
        raise NotAllowedNow("The facts that the report was made of are gone.") from error
    except TextFaulty as error:
        raise Invalid(
            str(error),
            errors=[
                FieldProblem(
                    field=f"texts.{error.section}",
                    message=(
                        f"Characters {fault.start}–{fault.end}, {fault.words}: "
                        + say(fault.message, Language.ENGLISH)
                    ),
                )
                for fault in error.faults
            ],
        ) from error
    except Contradicted as error:
        raise NotAllowedNow(
            str(error),
            reasons=[_reason(each) for each in map(ObjectionShown.of, error.objections)],
            extra=_contradictions(error),
        ) from error


def _reason(found: ObjectionShown) -> str:
    return f"{found.heading.en}, characters {found.start}–{found.end}: {found.message.en}"


def _contradictions(error: Contradicted) -> dict[str, Any]:
    return {
        "contradictions": [
            ObjectionShown.of(each).model_dump(mode="json") for each in error.objections
        ]
    }


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
