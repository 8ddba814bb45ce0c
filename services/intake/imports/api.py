"""Imports over HTTP. Decode, call, answer."""

import csv
import json
from collections.abc import AsyncIterator, Sequence
from email.message import Message
from io import StringIO
from typing import Annotated, ClassVar
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from services.intake.imports.documents import ImportRecord
from services.intake.imports.importing import Imports
from services.intake.imports.list_fault import ListFault
from services.intake.imports.order import ImportIdUsed, Order
from services.intake.imports.reading import Form
from services.intake.imports.row_fault import RowRemark
from services.intake.imports.shapes import ImportShown
from shared.errors import TransientError
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.identity.web import Authentication
from shared.ids import new_id
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid, NotFound, Refusal

IMPORTERS = (Role.REGISTRAR, Role.ADMINISTRATOR, Role.SERVICE)
IMPORT_PATHS = "/api/v1/imports"
ERRORS_SHOWN = 1000

_FORMS = {
    "text/csv": Form.CSV,
    "application/csv": Form.CSV,
    "application/x-ndjson": Form.JSON_LINES,
    "application/jsonl": Form.JSON_LINES,
    "application/x-jsonlines": Form.JSON_LINES,
}
_BODY = {
    "requestBody": {
        "required": True,
        "description": "The list, streamed. docs/import.md has its columns.",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/x-ndjson": {"schema": {"type": "string"}},
        },
    }
}
Source = Annotated[
    str,
    Query(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        description="The earlier system: small letters, digits and hyphens. External ids are "
        "its own.",
    ),
]


class WrongMediaType(Refusal):
    """The body is of a type that is not read."""

    slug: ClassVar[str] = "media_type"
    status: ClassVar[int] = 415
    title: ClassVar[str] = "Unsupported media type"


class ImportIdUsedRefusal(Refusal):
    """Another import has the id."""

    slug: ClassVar[str] = ImportIdUsed.slug
    status: ClassVar[int] = 409
    title: ClassVar[str] = "Id used before"


class ImportInterrupted(Refusal):
    """Something that the import needs stopped answering."""

    slug: ClassVar[str] = "import_interrupted"
    status: ClassVar[int] = 503
    title: ClassVar[str] = "Interrupted"


class BrokenOff(TransientError):
    """The caller went away before the list had come to its end."""

    slug: ClassVar[str] = "broken_off"


def imports(importing: Imports, authentication: Authentication) -> APIRouter:
    """Taking over earlier cases, and how that went."""
    router = APIRouter(tags=["imports"], responses=problems(401, 403, 422, 503))
    Importer = Annotated[Principal, Depends(authentication.one_of(*IMPORTERS))]  # noqa: N806

    async def known(_importer: Importer, import_id: UUID) -> ImportRecord:
        record = await importing.found(import_id)
        if record is None:
            raise NotFound("There is no such import.")
        return record

    Known = Annotated[ImportRecord, Depends(known)]  # noqa: N806

    async def shown(record: ImportRecord, request: Request) -> ImportShown:
        first: list[RowRemark] = []
        async for remark in importing.remarks(record):
            first.append(remark)
            if len(first) == ERRORS_SHOWN:
                break
        url = str(request.url_for("import_errors", import_id=record.id))
        return ImportShown.of(record, first, url)

    @router.post(
        "/imports",
        summary="Take over cases of an earlier system from a list",
        openapi_extra=_BODY,
        responses=problems(400, 409, 413, 415),
    )
    async def take_over(
        request: Request,
        importer: Importer,
        source: Source,
        *,
        dry_run: Annotated[bool, Query(description="Only say what would become of it.")] = False,
        strict: Annotated[
            bool, Query(description="Unknown columns refuse the list, unknown units their row.")
        ] = False,
        all_or_nothing: Annotated[
            bool, Query(description="Take nothing unless every row can be taken.")
        ] = False,
        import_id: Annotated[
            UUID | None, Query(description="The id it is to have, so that it can be looked at.")
        ] = None,
    ) -> ImportShown:
        """Answers when the list has been read. Rows that are right are taken though others are
        wrong. The same list again takes what is missing, and changes nothing else."""
        form, charset = _form(request)
        order = Order(
            import_id=import_id or new_id(),
            source=source,
            form=form,
            charset=charset,
            by=importer.acting(*IMPORTERS),
            dry_run=dry_run,
            strict=strict,
            all_or_nothing=all_or_nothing,
        )
        try:
            record = await importing.run(order, _body(request))
        except ListFault as error:
            raise Invalid(
                "The list cannot be read.", errors=[FieldProblem(field="body", message=str(error))]
            ) from error
        except ImportIdUsed as error:
            raise ImportIdUsedRefusal(str(error)) from error
        except TransientError as error:
            raise ImportInterrupted(
                "What was taken stays taken. Send the same list again: what is missing is taken.",
                headers={"Retry-After": "5"},
                extra={"import_id": str(order.import_id)},
            ) from error
        return await shown(record, request)

    @router.get("/imports", summary="Imports, newest first")
    async def recent(_importer: Importer, request: Request) -> Sequence[ImportShown]:
        """The latest fifty, each without what there is to say of its rows."""
        return [
            ImportShown.of(record, (), str(request.url_for("import_errors", import_id=record.id)))
            for record in await importing.recent()
        ]

    @router.get(
        "/imports/{import_id}", summary="How an import goes or went", responses=problems(404)
    )
    async def show(record: Known, request: Request) -> ImportShown:
        return await shown(record, request)

    @router.get(
        "/imports/{import_id}/errors",
        summary="All that there is to say of an import's rows",
        response_class=StreamingResponse,
        responses={
            **problems(404),
            200: {
                "content": {
                    "text/csv": {"schema": {"type": "string"}},
                    "application/x-ndjson": {"schema": {"type": "string"}},
                }
            },
        },
    )
    async def import_errors(
        record: Known,
        form: Annotated[
            Form, Query(alias="format", description="How it is to be written.")
        ] = Form.CSV,
    ) -> StreamingResponse:
        """Kept for ninety days."""
        remarks = importing.remarks(record)
        if form is Form.CSV:
            return StreamingResponse(as_csv(remarks), media_type="text/csv; charset=utf-8")
        return StreamingResponse(_as_json_lines(remarks), media_type="application/x-ndjson")

    return router


def _form(request: Request) -> tuple[Form, str | None]:
    """How the body is written, by its content type, and in what charset. Raises WrongMediaType."""
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    form = _FORMS.get(header.get_content_type())
    if form is None:
        raise WrongMediaType("Send the list as text/csv or as application/x-ndjson.")
    return form, header.get_content_charset()


async def _body(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect as error:
        raise BrokenOff("the caller went away before the list had come to its end") from error


async def as_csv(remarks: AsyncIterator[RowRemark]) -> AsyncIterator[str]:
    """Remarks as lines of CSV, with a header."""
    yield _csv_line(list(RowRemark.model_fields))
    async for remark in remarks:
        yield _csv_line(list(remark.model_dump(mode="json").values()))


def _csv_line(cells: list[object]) -> str:
    line = StringIO()
    csv.writer(line).writerow(["" if cell is None else cell for cell in cells])
    return line.getvalue()


async def _as_json_lines(remarks: AsyncIterator[RowRemark]) -> AsyncIterator[str]:
    async for remark in remarks:
        yield json.dumps(remark.model_dump(mode="json"), ensure_ascii=False) + "\n"
