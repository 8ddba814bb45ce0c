"""What is held since it looks like spam, for a person to decide of. Decode, call, answer."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.abuse.held import Held, HeldState
from services.intake.abuse.listing import Cursor, CursorWrong
from services.intake.abuse.quarantine import DecidedBefore
from services.intake.access import SORTERS
from services.intake.plain_text import plain_text
from services.intake.staff.pages.desk import Desk, acting
from services.intake.staff.reasons import wrong_reason
from services.intake.staff.sorting_words import REASONS, STATES
from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState
from shared.pages.phrases import phrase
from shared.pages.words import KINDS

_A_PAGE = 25


class QuarantinePages:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> APIRouter:
        router = APIRouter(prefix="/personal/sparrade")
        sorter = Depends(self._desk.authentication.staff_page(*SORTERS))

        @router.get("")
        async def listed(
            request: Request,
            member: Annotated[StaffMember, sorter],
            visa: str = "",
            efter: str = "",
        ) -> Response:
            return await self._listed(request, member, _state(visa), efter)

        @router.get("/{case_id}")
        async def show(
            request: Request, case_id: UUID, member: Annotated[StaffMember, sorter]
        ) -> Response:
            return self._shown(request, member, await self._held(case_id, member), FormState())

        @router.post("/{case_id}/slapp")
        async def release(
            request: Request, case_id: UUID, member: Annotated[StaffMember, sorter]
        ) -> Response:
            return await self._release(request, member, await self._held(case_id, member))

        @router.post("/{case_id}/skrap")
        async def keep_as_spam(
            request: Request, case_id: UUID, member: Annotated[StaffMember, sorter]
        ) -> Response:
            return await self._keep(request, member, await self._held(case_id, member))

        return router

    async def _listed(
        self, request: Request, member: StaffMember, state: HeldState, after: str
    ) -> Response:
        try:
            cursor = Cursor.read(after) if after else None
        except CursorWrong:
            cursor = None
        page = await self._desk.quarantine.listed(
            state, board=member.principal.board, after=cursor, limit=_A_PAGE
        )
        return self._desk.frame.answer(
            request,
            member,
            "held_list.html",
            items=page.items,
            state=state,
            states=STATES,
            first=cursor is None,
            next=str(page.next) if page.next else "",
            reasons=REASONS,
            kinds=KINDS,
            organisation=self._desk.organisation,
        )

    async def _release(self, request: Request, member: StaffMember, held: Held) -> Response:
        try:
            await self._desk.quarantine.release(held.case_id, acting(member))
        except DecidedBefore:
            return await self._decided_before(request, member, held)
        return self._to(held)

    async def _keep(self, request: Request, member: StaffMember, held: Held) -> Response:
        form = FormState.posted((await request.form()).multi_items())
        reason = plain_text(form.value("reason"))
        problem = wrong_reason(reason, missing=phrase("Skriv varför det är skräp."))
        if problem is not None:
            return self._shown(
                request, member, held, FormState(form.typed, {"reason": problem}), status=422
            )
        try:
            await self._desk.quarantine.keep_as_spam(held.case_id, acting(member), reason)
        except DecidedBefore:
            return await self._decided_before(request, member, held)
        return self._to(held)

    async def _decided_before(self, request: Request, member: StaffMember, held: Held) -> Response:
        """Someone else was quicker: show what they decided."""
        now = await self._desk.quarantine.get(held.case_id) or held
        return self._shown(request, member, now, FormState(), status=409, changed=True)

    def _shown(
        self,
        request: Request,
        member: StaffMember,
        held: Held,
        form: FormState,
        *,
        status: int = 200,
        changed: bool = False,
    ) -> Response:
        facts = held.submission.facts
        return self._desk.frame.answer(
            request,
            member,
            "held.html",
            status=status,
            held=held,
            facts=facts,
            content=held.submission.content,
            form=form,
            changed=changed,
            states=STATES,
            reasons=REASONS,
            kinds=KINDS,
            board=self._desk.organisation.known_board(facts.board),
            unit=self._desk.organisation.unit(facts.unit, facts.board) if facts.unit else None,
        )

    async def _held(self, case_id: UUID, member: StaffMember) -> Held:
        """What is held, if it is the member's concern. Raises HTTPException 404."""
        held = await self._desk.quarantine.get(case_id)
        if held is None or not self._desk.sees(member, held.submission.facts.board):
            raise HTTPException(404)
        return held

    def _to(self, held: Held) -> Response:
        return RedirectResponse(self._desk.frame.site.address(f"/personal/sparrade/{held.id}"), 303)


def _state(text: str) -> HeldState:
    return next((state for state in HeldState if state == text), HeldState.WAITING)
