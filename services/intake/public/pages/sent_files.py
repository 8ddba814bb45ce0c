"""Files that come with a form: kept as they are read, and told of when one is not taken in."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from starlette.datastructures import FormData, UploadFile

from services.intake.attachments.refusals import AttachmentRefused
from services.intake.following import OpenedCase
from services.intake.public.followed_cases import FollowedCases
from services.intake.public.refused_files import refused_file
from shared.ids import derived_id
from shared.pages.phrases import Phrase

_CHUNK = 64 * 1024  # bytes


@dataclass(frozen=True)
class Kept:
    """What became of the files of one form."""

    ids: tuple[UUID, ...] = ()
    refused: Phrase | None = None
    """What to tell of the first that was not taken in."""


def chosen_files(form: FormData, field: str) -> Sequence[UploadFile]:
    """A browser sends an empty part without a name where nothing was chosen."""
    return [
        value for value in form.getlist(field) if isinstance(value, UploadFile) and value.filename
    ]


async def keep_files(
    files: Sequence[UploadFile], cases: FollowedCases, opened: OpenedCase, *scope: str
) -> Kept:
    """Keep the files, each once for the same scope.

    Raises TransientError when the store does not do its part.
    """
    ids: list[UUID] = []
    refused: Phrase | None = None
    for file in files:
        try:
            kept = await cases.keep_file(
                opened,
                content_of(file),
                file.filename,
                derived_id("file of a form", opened.case_id, *scope, await digest_of(file)),
            )
        except AttachmentRefused as error:
            told = refused_file(error.reason, file.filename or "", cases.file_limits)
            refused = refused or told
        else:
            ids.append(kept.attachment_id)
    return Kept(tuple(dict.fromkeys(ids)), refused)


async def digest_of(file: UploadFile) -> str:
    """SHA-256 of the file, in hexadecimal."""
    digest = sha256()
    async for chunk in content_of(file):
        digest.update(chunk)
    return digest.hexdigest()


async def content_of(file: UploadFile) -> AsyncIterator[bytes]:
    """The file from its beginning, in pieces."""
    await file.seek(0)
    while chunk := await file.read(_CHUNK):
        yield chunk
