"""Mails that became no case, for a person to decide of. Decode, call, answer."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.access import SORTERS
from services.intake.mail.documents import MailRecord
from services.intake.mail.parked import NoSuchMail, NotParked
from services.intake.mailbox import Mailbox, OpenedMail
from services.intake.plain_text import plain_text
from services.intake.staff.pages.desk import Desk, acting
from services.intake.staff.reasons import wrong_reason
from services.intake.staff.sorting_words import FATES, MAIL_REASONS, OUTCOMES
from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState
from shared.pages.phrases import phrase
from shared.store.errors import Conflict

_A_PAGE = 25
_LONGEST_ID = 998


class MailPages:
    def __init__(self, desk: Desk, mailbox: Mailbox) -> None:
        self._desk = desk
        self._mailbox = mailbox

    def routes(self) -> APIRouter:
        router = APIRouter(prefix="/personal/mejl")
        sorter = Depends(self._desk.authentication.staff_page(*SORTERS))

        @router.get("")
        async def listed(
            request: Request,
            member: Annotated[StaffMember, sorter],
            fore: str = "",
            message_id: str = "",
        ) -> Response:
            if message_id.strip():
                return await self._with_id(request, member, message_id)
            return await self._listed(request, member, _instant(fore))

        @router.get("/{mail_id}")
        async def show(
            request: Request, mail_id: str, member: Annotated[StaffMember, sorter]
        ) -> Response:
            return await self._shown(request, member, await self._opened(mail_id, member))

        @router.post("/{mail_id}/slapp")
        async def release(
            request: Request, mail_id: str, member: Annotated[StaffMember, sorter]
        ) -> Response:
            return await self._release(request, member, await self._opened(mail_id, member))

        @router.post("/{mail_id}/lat-ligga")
        async def leave(
            request: Request, mail_id: str, member: Annotated[StaffMember, sorter]
        ) -> Response:
            return await self._leave(request, member, await self._opened(mail_id, member))

        return router

    async def _listed(
        self, request: Request, member: StaffMember, before: datetime | None
    ) -> Response:
        page = await self._mailbox.parked(before, _A_PAGE, member.principal.board)
        return self._desk.frame.answer(
            request,
            member,
            "mails.html",
            items=page.items,
            searched="",
            first=before is None,
            next=page.next.isoformat() if page.next else "",
            reasons=MAIL_REASONS,
            outcomes=OUTCOMES,
            fates=FATES,
        )

    async def _with_id(self, request: Request, member: StaffMember, message_id: str) -> Response:
        """Every delivery of a mail, whatever became of it."""
        wanted = message_id.strip()[:_LONGEST_ID].strip("<>")
        found = await self._mailbox.with_message_id(wanted)
        return self._desk.frame.answer(
            request,
            member,
            "mails.html",
            items=[record for record in found if self._sees(member, record)],
            searched=wanted,
            first=True,
            next="",
            reasons=MAIL_REASONS,
            outcomes=OUTCOMES,
            fates=FATES,
        )

    async def _release(self, request: Request, member: StaffMember, opened: OpenedMail) -> Response:
        try:
            await self._mailbox.release(opened.record.id, acting(member))
        except (NotParked, Conflict):
            return await self._changed(request, member, opened.record.id)
        return self._to(opened.record)

    async def _leave(self, request: Request, member: StaffMember, opened: OpenedMail) -> Response:
        form = FormState.posted((await request.form()).multi_items())
        reason = plain_text(form.value("reason"))
        problem = wrong_reason(reason, missing=phrase("Skriv varför mejlet ska ligga kvar."))
        if problem is not None:
            wrong = FormState(form.typed, {"reason": problem})
            return await self._shown(request, member, opened, wrong, status=422)
        try:
            await self._mailbox.keep_parked(opened.record.id, acting(member), reason)
        except (NotParked, Conflict):
            return await self._changed(request, member, opened.record.id)
        return self._to(opened.record)

    async def _changed(self, request: Request, member: StaffMember, mail_id: str) -> Response:
        """Someone else was quicker: show what they decided."""
        now = await self._opened(mail_id, member)
        return await self._shown(request, member, now, status=409, changed=True)

    async def _shown(
        self,
        request: Request,
        member: StaffMember,
        opened: OpenedMail,
        form: FormState | None = None,
        *,
        status: int = 200,
        changed: bool = False,
    ) -> Response:
        record = opened.record
        case = (
            await self._desk.reception.submission(UUID(record.case_id)) if record.case_id else None
        )
        return self._desk.frame.answer(
            request,
            member,
            "mail.html",
            status=status,
            record=record,
            mail=opened.mail,
            form=form or FormState(),
            changed=changed,
            reference=case.reference if case else None,
            reasons=MAIL_REASONS,
            outcomes=OUTCOMES,
            fates=FATES,
        )

    async def _opened(self, mail_id: str, member: StaffMember) -> OpenedMail:
        """The mail, if it is the member's concern. Raises HTTPException 404."""
        try:
            opened = await self._mailbox.read(mail_id)
        except NoSuchMail as error:
            raise HTTPException(404) from error
        if not self._sees(member, opened.record):
            raise HTTPException(404)
        return opened

    def _sees(self, member: StaffMember, record: MailRecord) -> bool:
        return self._desk.sees(member, record.board)

    def _to(self, record: MailRecord) -> Response:
        return RedirectResponse(self._desk.frame.site.address(f"/personal/mejl/{record.id}"), 303)


def _instant(text: str) -> datetime | None:
    """From an address; None for what no list has given."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None
