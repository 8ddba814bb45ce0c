"""Files that come with a form that is still being filled in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.datastructures import UploadFile

from services.intake.abuse.rates import Door, Rates
from services.intake.attachments.limits import AttachmentLimits
from services.intake.attachments.owners import of_draft
from services.intake.attachments.refusals import AttachmentRefused, Reason
from services.intake.public.files import Files, KeptFile, in_one_case
from services.intake.public.form_token import FormToken
from services.intake.public.pages.sent_files import content_of, digest_of
from services.intake.public.refused_files import refused_file
from shared.ids import derived_id
from shared.pages.phrases import Phrase


@dataclass(frozen=True)
class Drafts:
    """What each form has with it, by the form's token."""

    files: Files
    rates: Rates

    @property
    def limits(self) -> AttachmentLimits:
        return in_one_case(self.files.limits)

    async def of(self, token: FormToken) -> Sequence[KeptFile]:
        """What has been uploaded with the form, in the order it came."""
        return [KeptFile.of(each) for each in await self.files.of_owner(of_draft(token.draft))]

    async def add(
        self, token: FormToken, uploads: Iterable[UploadFile], address: str
    ) -> Sequence[Phrase]:
        """Keep the files and tell why some were refused. The same file twice is kept once.

        Raises TooManyRequests, and TransientError when they cannot be kept now.
        """
        reasons = [(upload, await self._taken(token, upload, address)) for upload in uploads]
        return [
            refused_file(reason, upload.filename or "", self.limits)
            for upload, reason in reasons
            if reason
        ]

    async def remove(self, token: FormToken, file_id: str) -> None:
        """Remove a file of the form's own; whatever else is named is left alone."""
        try:
            await self.files.discard(UUID(file_id), of_draft(token.draft))
        except ValueError:
            return

    async def _taken(self, token: FormToken, upload: UploadFile, address: str) -> Reason | None:
        """Why it was not taken in, if so."""
        await self.rates.admit(Door.UPLOAD, address)
        if len(await self.of(token)) >= self.limits.count:
            return Reason.TOO_MANY
        try:
            await self._keep(of_draft(token.draft), upload)
        except AttachmentRefused as error:
            return error.reason
        return None

    async def _keep(self, owner: str, upload: UploadFile) -> None:
        # A browser that asks again sends the same file again.
        same = derived_id(owner, upload.filename or "", await digest_of(upload))
        name = upload.filename
        kept = await self.files.keep(content_of(upload), name, owner, attachment_id=same)
        if kept.case_id is not None:
            # It went with a case that was handed in from this form before.
            await self.files.keep(content_of(upload), name, owner)


def carried_files(texts: Iterable[str]) -> Sequence[KeptFile]:
    """The files that a page carries, each once."""
    files = (KeptFile.read(text) for text in texts)
    return tuple({file.id: file for file in files if file}.values())
