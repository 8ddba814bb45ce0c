"""Files that come with a form, kept at once so that an error elsewhere in it loses none."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as Uploaded

from services.intake.attachments import owners
from services.intake.attachments.documents import Attachment
from services.intake.attachments.keeping import Attachments
from services.intake.attachments.refusals import AttachmentRefused, Reason
from shared.identity.principal import Principal
from shared.ids import derived_id
from shared.pages.phrases import Phrase, phrase

KEPT, DROPPED = "attachment", "drop"
"""Fields of a form: the files that it has, and those that are not to go along."""

_PIECE = 64 * 1024
_MEGABYTE = 1_000_000

_TOLD: Mapping[Reason, Phrase] = {
    Reason.EMPTY: phrase("Filen är tom. Välj en annan."),
    Reason.TYPE_NOT_ALLOWED: phrase("Den sortens fil tas inte emot. Spara den som PDF eller bild."),
    Reason.INFECTED: phrase("Virusskyddet hittade något i filen, så den togs inte emot."),
    Reason.TOO_MANY: phrase("Det är för många filer. Ta bort någon."),
}


@dataclass(frozen=True)
class Files:
    """What a form has with it, and what is wrong with a file that was just chosen."""

    kept: tuple[Attachment, ...] = ()
    problem: Phrase | None = None

    @property
    def ids(self) -> tuple[UUID, ...]:
        return tuple(each.attachment_id for each in self.kept)


class Uploads:
    """Keeps what a member of staff uploads."""

    def __init__(self, attachments: Attachments) -> None:
        self._attachments = attachments

    async def taken(self, posted: FormData, principal: Principal, token: str) -> Files:
        """Keep the new files and leave out those that are not wanted any more.

        The same file of the same form is one, so that a form sent twice makes one case. Raises
        TransientError when the store does not do its part.
        """
        owner = owners.of_account(principal)
        dropped = set(posted.getlist(DROPPED))
        kept: list[Attachment] = []
        for named in dict.fromkeys(_ids(posted)):
            if str(named) in dropped:
                await self._attachments.discard(named, owner)
            elif (known := await self._attachments.get(named)) and known.owner == owner:
                kept.append(known)
        problem = None
        for upload in _new(posted):
            file_id = derived_id("staff upload", owner, token, await _digest(upload))
            try:
                file = await self._attachments.keep(
                    _pieces(upload), upload.filename, owner, attachment_id=file_id
                )
            except AttachmentRefused as refused:
                problem = self._told(refused.reason)
            else:
                kept += [file] if file not in kept else []
        return Files(tuple(kept), problem)

    def _told(self, reason: Reason) -> Phrase:
        if reason is Reason.TOO_LARGE:
            megabytes = self._attachments.limits.size // _MEGABYTE
            return phrase("Filen är för stor: högst %(limit)s MB.", limit=megabytes)
        return _TOLD[reason]


def _ids(posted: FormData) -> Iterator[UUID]:
    for text in posted.getlist(KEPT):
        try:
            yield UUID(str(text))
        except ValueError:
            continue


def _new(posted: FormData) -> Iterator[Uploaded]:
    for _, value in posted.multi_items():
        if isinstance(value, Uploaded) and value.filename:
            yield value


async def _digest(upload: Uploaded) -> str:
    digest = sha256()
    async for piece in _pieces(upload):
        digest.update(piece)
    await upload.seek(0)
    return digest.hexdigest()


async def _pieces(upload: Uploaded) -> AsyncIterator[bytes]:
    while piece := await upload.read(_PIECE):
        yield piece
