"""Attachments: kept as they come, claimed by the case that names them, and handed out."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import structlog

from services.intake.attachments import owners
from services.intake.attachments.contents import Contents, Written, in_pieces
from services.intake.attachments.documents import WITHOUT_CONTENT, Attachment
from services.intake.attachments.inspection import Inspection
from services.intake.attachments.limits import AttachmentLimits, require_room
from services.intake.attachments.names import clean_name
from services.intake.attachments.refusals import AttachmentRefused, Reason
from services.intake.attachments.scanning import NO_SCANNER, Scanner, Scanning
from services.intake.records import Records
from services.intake.refusals import FieldFault, ImpossibleFields, KeyReused
from shared.clock import Clock
from shared.events.submissions import AttachmentReference
from shared.events.vocabulary import Scan
from shared.faults import Fault, no_fault
from shared.ids import new_id
from shared.metrics import ATTACHMENTS
from shared.store.errors import Conflict, Duplicate

log = structlog.get_logger()


class Attachments:
    """Every method raises TransientError when the store does not do its part."""

    def __init__(
        self,
        records: Records,
        clock: Clock,
        limits: AttachmentLimits | None = None,
        scanner: Scanner = NO_SCANNER,
        fault: Fault = no_fault,
    ) -> None:
        self.limits = limits or AttachmentLimits()
        self._records = records
        self._clock = clock
        self._scanner = scanner
        self._contents = Contents(records, fault)
        self._fault = fault

    async def keep(
        self,
        content: AsyncIterator[bytes],
        name: str | None,
        owner: str,
        *,
        attachment_id: UUID | None = None,
        strict: bool = True,
    ) -> Attachment:
        """Keep the file, in constant memory; a given id makes it safe to repeat.

        `strict` refuses what a person can be told of: raises AttachmentRefused. Otherwise all is
        kept, and marked. Raises KeyReused when the id was used for another file, and whatever the
        content raises: then nothing is kept.
        """
        self._records.require_prepared()
        if attachment_id and (earlier := await self.get(attachment_id)):
            return await self._same(earlier, owner, await _digest(self._limited(content, strict)))
        if strict and owners.hands_in_one(owner):
            require_room(self.limits, await self._beside(owner), coming=1)
        new = str(attachment_id or new_id())
        at = self._clock.now()
        inspection, scanning = Inspection(), self._scanner.begin()
        try:
            written = await self._contents.write(
                _seen(in_pieces(self._limited(content, strict)), inspection, scanning), new, at
            )
            try:
                scan = await scanning.verdict()
                attachment = self._attachment(new, name, owner, inspection, scan, written, at)
                if strict:
                    _require_acceptable(attachment)
                await self._records.attachments.insert(attachment)
            except Duplicate:
                await self._contents.abandon(written)
                return await self._same(await self._known(new), owner, inspection.sha256)
            except AttachmentRefused:
                await self._contents.abandon(written)
                raise
        finally:
            await scanning.close()
        ATTACHMENTS.labels(scan=attachment.scan).inc()
        log.info("attachment_kept", attachment=new, size=attachment.size, scan=attachment.scan)
        return attachment

    async def claim(
        self, ids: Sequence[UUID], owner: str, case_id: UUID, message_id: UUID | None = None
    ) -> tuple[AttachmentReference, ...]:
        """Bind the owner's uploads to a case or its message before that is stored; give them.

        May be repeated. Raises ImpossibleFields, with nothing claimed, when one is not there, is
        another's, belongs to something else, or is infected, or when they are too many.
        """
        wanted = list(dict.fromkeys(str(each) for each in ids))
        if not wanted:
            return ()
        case, message = str(case_id), str(message_id) if message_id else None
        found = await self._find({"_id": {"$in": wanted}, "owner": owner})
        files = {file.id: file for file in found if _is_free(file, case, message)}
        if missing := [each for each in wanted if each not in files]:
            raise _not_there(missing)
        if owners.is_limited(owner):
            await self._require_claimable(list(files.values()), case)
        change = {"case_id": case, "message_id": message, "since": self._clock.now()}
        free = {"case_id": {"$in": [None, case]}, "message_id": {"$in": [None, message]}}
        for each in wanted:
            where = {"_id": each, "owner": owner, **free}
            if not await self._records.attachments.update(where, {"$set": change}):
                raise _not_there([each])
        self._fault("attachment.claimed")
        return tuple(files[each].reference for each in wanted)

    async def get(self, attachment_id: UUID) -> Attachment | None:
        """What is known of the file."""
        found = await self._find({"_id": str(attachment_id)})
        return found[0] if found else None

    async def of_owner(self, owner: str) -> list[Attachment]:
        """What the owner has uploaded and not yet handed in, in the order it came."""
        return await self._find({"owner": owner, "case_id": None})

    async def of_case(self, case_id: UUID) -> list[Attachment]:
        """All that belongs to the case and its messages, in the order it came."""
        return await self._find({"case_id": str(case_id)})

    def content(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """What it holds, in pieces. Raises StoreRefused when some of it is missing."""
        return self._contents.read(attachment)

    async def discard(self, attachment_id: UUID, owner: str) -> None:
        """Remove an upload that its owner does not want to hand in. May be repeated."""
        found = await self._find({"_id": str(attachment_id), "owner": owner, "case_id": None})
        for file in found:
            await self.remove(file, {"case_id": None})

    async def remove(self, attachment: Attachment, still: dict[str, object] | None = None) -> bool:
        """Destroy the file, if it is `still` as described; whether it was."""
        if attachment.upload is not None:
            # So that a crash after the next write leaves no pieces that nobody knows of.
            await self._contents.note(attachment.upload, attachment.id, attachment.created_at)
        where = {"_id": attachment.id, **(still or {})}
        if not await self._records.attachments.delete(where):
            return False
        if attachment.upload is not None:
            await self._contents.destroy(attachment.upload, attachment.piece_names)
        return True

    async def remove_of_case(self, case_id: UUID) -> int:
        """Destroy all files of a case, its messages and whoever has its secret; how many."""
        found = [
            *await self.of_case(case_id),
            *await self.of_owner(owners.of_case(case_id)),
        ]
        for file in found:
            await self.remove(file)
        return len(found)

    async def _find(self, where: dict[str, object]) -> list[Attachment]:
        found = await self._records.attachments.find(where, fields=WITHOUT_CONTENT)
        return sorted(found, key=lambda each: (each.created_at, each.id))

    async def _known(self, attachment_id: str) -> Attachment:
        found = await self._find({"_id": attachment_id})
        if not found:
            raise Conflict(f"attachment {attachment_id} was there and is gone: send it again")
        return found[0]

    async def _same(self, earlier: Attachment, owner: str, digest: str) -> Attachment:
        if earlier.owner != owner or earlier.sha256 != digest:
            raise KeyReused
        return earlier

    async def _beside(self, owner: str) -> list[Attachment]:
        """What a further upload of the owner would be together with."""
        waiting = await self.of_owner(owner)
        case = owners.case_of(owner)
        return [*waiting, *await self._find({"case_id": case})] if case else waiting

    async def _require_claimable(self, files: Sequence[Attachment], case: str) -> None:
        if any(file.scan is Scan.INFECTED for file in files):
            raise ImpossibleFields([FieldFault("attachments", "One of the files is infected.")])
        ids = {file.id for file in files}
        others = [each for each in await self._find({"case_id": case}) if each.id not in ids]
        try:
            require_room(self.limits, [*others, *files])
        except AttachmentRefused as refused:
            raise ImpossibleFields([FieldFault("attachments", str(refused))]) from refused

    def _attachment(
        self,
        attachment_id: str,
        name: str | None,
        owner: str,
        inspection: Inspection,
        scan: Scan,
        written: Written,
        at: datetime,
    ) -> Attachment:
        media_type = inspection.media_type
        return Attachment(
            id=attachment_id,
            name=clean_name(name),
            media_type=media_type,
            size=inspection.size,
            sha256=inspection.sha256,
            scan=scan,
            owner=owner,
            created_at=at,
            allowed=media_type in self.limits.media_types,
            since=at,
            scan_due=at if scan is Scan.NOT_SCANNED else None,
            content=written.content,
            upload=written.upload,
            pieces=written.pieces,
        )

    async def _limited(self, content: AsyncIterator[bytes], strict: bool) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in content:
            size += len(chunk)
            if strict and size > self.limits.size:
                raise AttachmentRefused(
                    Reason.TOO_LARGE, f"A file may have at most {self.limits.size} bytes."
                )
            yield chunk


async def _seen(
    pieces: AsyncIterator[bytes], inspection: Inspection, scanning: Scanning
) -> AsyncIterator[bytes]:
    """The pieces, seen on their way by those who look at them."""
    async for piece in pieces:
        inspection.feed(piece)
        await scanning.feed(piece)
        yield piece


async def _digest(content: AsyncIterator[bytes]) -> str:
    digest = sha256()
    async for chunk in content:
        digest.update(chunk)
    return digest.hexdigest()


def _is_free(file: Attachment, case: str, message: str | None) -> bool:
    return file.case_id is None or (file.case_id, file.message_id) == (case, message)


def _not_there(ids: Sequence[str]) -> ImpossibleFields:
    return ImpossibleFields(
        [
            FieldFault(
                "attachments",
                f"{', '.join(ids)}: no such upload of yours waits. Upload again, "
                "within a day of handing in.",
            )
        ]
    )


def _require_acceptable(attachment: Attachment) -> None:
    if attachment.size == 0:
        raise AttachmentRefused(Reason.EMPTY, "The file is empty.")
    if not attachment.allowed:
        raise AttachmentRefused(
            Reason.TYPE_NOT_ALLOWED,
            f"Files of this type ({attachment.media_type}) are not taken in. "
            "Send it as PDF, as a picture, or in an office format without macros.",
        )
    if attachment.scan is Scan.INFECTED:
        raise AttachmentRefused(Reason.INFECTED, "The virus scanner found something in the file.")
