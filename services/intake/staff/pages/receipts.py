"""The page after saving: what to read aloud, and the diary number when it has come."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.intake.access import DESK
from services.intake.spelling import spelled
from services.intake.staff.forms.definitions import FORMS_BY_ID
from services.intake.staff.pages.desk import Desk
from services.intake.staff.slip import KEPT, StaffSlip
from shared.events.vocabulary import Channel
from shared.identity.sessions import StaffMember
from shared.pages.sealed import Seal
from shared.pages.sealed_cookies import SealedCookie

_HEARD = frozenset({Channel.PHONE, Channel.MEETING, Channel.CONTACT_CENTRE})
"""Channels in which the person is there to be told the code."""


class Receipts:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        seal = Seal(desk.receipt_key, "staff receipt", KEPT)
        self._cookie = SealedCookie("lyhord_staff_receipt", seal)

    def path(self, case_id: UUID) -> str:
        return self._desk.frame.site.address(f"/personal/kvitto/{case_id}")

    def give(self, request: Request, response: Response, slip: StaffSlip) -> None:
        """Have the browser keep the slip for its own page."""
        self._cookie.give(
            request,
            response,
            slip.model_dump_json(),
            path=self.path(slip.case_id),
            now=self._desk.clock.now(),
        )

    def routes(self) -> APIRouter:
        router = APIRouter()
        member_of_staff = Depends(self._desk.authentication.staff_page(*DESK))

        @router.get("/personal/kvitto/{case_id}")
        async def show(
            request: Request, case_id: UUID, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            return await self._show(request, case_id, member)

        return router

    async def _show(self, request: Request, case_id: UUID, member: StaffMember) -> Response:
        desk = self._desk
        slip = StaffSlip.read(self._cookie.read(request, desk.clock.now()))
        received = await desk.reception.submission(case_id) if slip else None
        if slip is None or slip.case_id != case_id or received is None:
            return desk.frame.answer(request, member, "receipt_gone.html", status=410)
        facts = await desk.reception.facts_of(received)
        form = FORMS_BY_ID[slip.form]
        return desk.frame.answer(
            request,
            member,
            "receipt.html",
            slip=slip,
            facts=facts,
            staff_form=form,
            heard=form.channel in _HEARD,
            spelled=spelled(slip.secret) if slip.secret else (),
            board=desk.organisation.known_board(facts.board),
            unit=desk.organisation.unit(facts.unit, facts.board) if facts.unit else None,
        )
