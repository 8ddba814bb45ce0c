"""Attachments by HTTP: files come in and go out as streams, and are never shown in the browser."""

from collections.abc import Mapping
from typing import Annotated, ClassVar
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import StreamingResponse

from services.intake.abuse.api import Doorkeeper
from services.intake.abuse.rates import Door
from services.intake.access import STAFF
from services.intake.api import IdempotencyKey, KeyReusedRefusal, Secret, attachments_of, opened
from services.intake.attachments.disposition import attachment_disposition, name_in
from services.intake.attachments.documents import Attachment
from services.intake.attachments.keeping import Attachments
from services.intake.attachments.names import name_for_saving
from services.intake.attachments.refusals import AttachmentRefused, Reason
from services.intake.attachments.shapes import AttachmentAccepted, AttachmentItem, AttachmentItems
from services.intake.reception import Reception
from services.intake.refusals import KeyReused
from shared.events.vocabulary import Role, Scan
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.ids import derived_id
from shared.web.openapi import problems
from shared.web.problems import Invalid, NotAllowedNow, NotFound, Refusal, TooLarge

UPLOAD_PATHS = r"/api/v1/(cases/[^/]+/)?attachments"
"""Where bodies may be as large as a file."""

_HEADERS: Mapping[str, str] = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
FileName = Annotated[
    str | None,
    Header(
        alias="Content-Disposition",
        max_length=2000,
        description="The file's name: `attachment; filename*=UTF-8''brev%20ett.pdf`. "
        "Never sent in an address.",
    ),
]
_FILE = {
    "requestBody": {
        "required": True,
        "description": "The file itself, of whatever type it says it is.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class TypeNotAllowed(Refusal):
    """Files of this type are not taken in."""

    slug: ClassVar[str] = Reason.TYPE_NOT_ALLOWED
    status: ClassVar[int] = 415
    title: ClassVar[str] = "Type of file not taken in"


class EmptyFile(Invalid):
    """There is nothing in it."""

    slug: ClassVar[str] = Reason.EMPTY


class InfectedFile(Invalid):
    """The virus scanner found something."""

    slug: ClassVar[str] = Reason.INFECTED


class TooManyFiles(NotAllowedNow):
    """The case has as many files as it may have."""

    slug: ClassVar[str] = Reason.TOO_MANY


class NotHandedOut(NotAllowedNow):
    """The file is kept, and handed out to nobody."""

    slug: ClassVar[str] = Reason.INFECTED


_REFUSALS: Mapping[Reason, type[Refusal]] = {
    Reason.TOO_LARGE: TooLarge,
    Reason.EMPTY: EmptyFile,
    Reason.TYPE_NOT_ALLOWED: TypeNotAllowed,
    Reason.INFECTED: InfectedFile,
    Reason.TOO_MANY: TooManyFiles,
}


def uploads(
    attachments: Attachments,
    reception: Reception,
    authentication: Authentication,
    doorkeeper: Doorkeeper,
) -> APIRouter:
    """Files on their way in, before a case or a message names them."""
    router = APIRouter(
        tags=["attachments"], responses=problems(400, 401, 403, 409, 413, 415, 422, 429, 503)
    )
    Known = Annotated[Principal, Depends(authentication.one_of(Role.PARTNER, *STAFF))]  # noqa: N806
    Caller = Annotated[Principal, Depends(authentication.anyone)]  # noqa: N806

    @router.post("/attachments", status_code=201, summary="Upload a file", openapi_extra=_FILE)
    async def upload(
        caller: Known,
        request: Request,
        name: FileName = None,
        idempotency_key: IdempotencyKey = None,
    ) -> AttachmentAccepted:
        """For partner systems and staff. Whoever uploaded it names it in a case or a message."""
        await doorkeeper.admit(request, caller, Door.UPLOAD)
        owner = str(attachments_of(caller))
        return await _kept(attachments, request, owner, name, idempotency_key)

    @router.post(
        "/cases/{case_id}/attachments",
        status_code=201,
        summary="Upload a file for a message to a case",
        responses=problems(404),
        openapi_extra=_FILE,
    )
    async def upload_to_case(
        case_id: UUID,
        caller: Caller,
        request: Request,
        name: FileName = None,
        secret: Secret = None,
        idempotency_key: IdempotencyKey = None,
    ) -> AttachmentAccepted:
        """For whoever has the secret, staff, and the partner system that handed the case in."""
        await doorkeeper.admit(request, caller, Door.UPLOAD)
        await opened(reception, case_id, caller, secret, open_to=STAFF)
        owner = str(attachments_of(caller, case_id))
        return await _kept(attachments, request, owner, name, idempotency_key)

    return router


def downloads(attachments: Attachments, authentication: Authentication) -> APIRouter:
    """Files of cases, for those who handle them and for the other services."""
    router = APIRouter(tags=["attachments"], responses=problems(401, 403, 404, 422, 503))
    Reader = Annotated[Principal, Depends(authentication.one_of(*READ))]  # noqa: N806

    @router.get("/cases/{case_id}/attachments", summary="Files of a case and its messages")
    async def listed(case_id: UUID, _reader: Reader) -> AttachmentItems:
        """What a scan has found since is told here. Empty where there is no such case."""
        found = await attachments.of_case(case_id)
        return AttachmentItems(items=[AttachmentItem.of(each) for each in found])

    @router.get(
        "/attachments/{attachment_id}",
        summary="One file",
        response_class=StreamingResponse,
        responses={
            200: {
                "description": "The file, as a download",
                "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
            },
            **problems(409),
        },
    )
    async def download(attachment_id: UUID, _reader: Reader) -> StreamingResponse:
        """Streamed, to be saved and never shown. An infected file is handed out to nobody."""
        found = await attachments.get(attachment_id)
        if found is None or found.case_id is None:
            raise NotFound("There is no such file, or it belongs to no case.")
        if found.scan is Scan.INFECTED:
            raise NotHandedOut(
                "The virus scanner found something in the file. It is not handed out."
            )
        return file_response(attachments, found)

    return router


def file_response(attachments: Attachments, attachment: Attachment) -> StreamingResponse:
    """The file as a download, for pages too. The caller has looked whether it may be had."""
    name = name_for_saving(attachment.name, attachment.media_type)
    return StreamingResponse(
        attachments.content(attachment),
        media_type=attachment.media_type,
        headers={
            **_HEADERS,
            "Content-Disposition": attachment_disposition(name),
            "Content-Length": str(attachment.size),
        },
    )


async def _kept(
    attachments: Attachments, request: Request, owner: str, name: str | None, key: str | None
) -> AttachmentAccepted:
    attachment_id = derived_id("attachment", owner, key) if key else None
    try:
        kept = await attachments.keep(
            request.stream(), name_in(name), owner, attachment_id=attachment_id
        )
    except AttachmentRefused as refused:
        raise _REFUSALS[refused.reason](str(refused)) from refused
    except KeyReused as error:
        raise KeyReusedRefusal(str(error)) from error
    return AttachmentAccepted.of(kept)
