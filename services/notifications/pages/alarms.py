"""What needs someone now. Decode, call, answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.notifications import access
from services.notifications.pages.frame import ALARMS
from services.notifications.pages.notice_view import line_of
from services.notifications.pages.office import Office
from services.notifications.proof.alarms import AlarmList, LateCase
from services.notifications.texts.alarm_letter import FAULTS, KINDS
from shared.identity.sessions import StaffMember
from shared.pages.phrases import Label, Phrase, phrase


@dataclass(frozen=True)
class LateLine:
    """A late case as the page shows it."""

    case_id: str
    page: str
    number: str
    place: Label
    target: Label | str
    due: date
    late: Phrase


class AlarmPages:
    """One round trip for the list, and one for the cases of its notices."""

    def __init__(self, office: Office, alarms: AlarmList) -> None:
        self._office = office
        self._alarms = alarms

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        reader = Depends(self._office.allowed(*access.ALARMS))

        @router.get(ALARMS)
        async def show(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            return await self._shown(request, member)

        return router

    async def _shown(self, request: Request, member: StaffMember) -> Response:
        office = self._office
        alarms = await self._alarms.read(member.principal, office.reach(member))
        now = alarms.looked_at
        failing = [*alarms.failed, *alarms.put_off]
        return office.frame.answer(
            request,
            member,
            "alarms.html",
            alarms=alarms,
            unacknowledged=self._lines(alarms.unacknowledged),
            unanswered=self._lines(alarms.unanswered),
            failing=[line_of(each.notice, each.case, office.organisation, now) for each in failing],
            channel_page=office.links.channels,
            channel_kinds=KINDS,
            channel_faults=FAULTS,
        )

    def _lines(self, late: Sequence[LateCase]) -> list[LateLine]:
        return [self._line(each) for each in late]

    def _line(self, late: LateCase) -> LateLine:
        office, facts, deadline = self._office, late.case.facts, late.deadline
        board = office.organisation.known_board(facts.board)
        unit = office.organisation.unit(facts.unit, board.id) if facts.unit else None
        rule = board.deadline(deadline.rule)
        days = max(1, (office.today - deadline.due).days)
        return LateLine(
            case_id=late.case.id,
            page=office.case_page(late.case.case_id),
            number=facts.diary_number or facts.reference,
            place=unit.name if unit else board.name,
            target=rule.name if rule else deadline.rule,
            due=deadline.due,
            late=(
                phrase("1 dag för sent")
                if days == 1
                else phrase("%(days)s dagar för sent", days=days)
            ),
        )
