"""The internal control "all answered, per routine". Decode, call, answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from services.notifications import access
from services.notifications.pages.control_form import (
    BOARD,
    FROM,
    PAGE,
    SHOWN,
    TO,
    Asked,
    asked,
    presets,
    shown,
)
from services.notifications.pages.frame import CONTROL
from services.notifications.pages.office import Office
from services.notifications.proof.control import Acknowledged, Answered
from services.notifications.proof.controlling import (
    Class,
    Control,
    ControlledCase,
    Controlling,
    Period,
)
from shared.identity.sessions import StaffMember
from shared.pages.choices import Choice
from shared.pages.phrases import Label, Phrase, phrase

A_PAGE = 100

ACKNOWLEDGED: Mapping[Acknowledged, Phrase] = {
    Acknowledged.IN_TIME: phrase("Bekräftade i tid"),
    Acknowledged.LATE: phrase("Bekräftade för sent"),
    Acknowledged.MISSING: phrase("Inte bekräftade"),
    Acknowledged.AHEAD: phrase("Har tid kvar till bekräftelsen"),
    Acknowledged.IMPOSSIBLE: phrase("Går inte att bekräfta: ingen att nå"),
    Acknowledged.NOT_NEEDED: phrase("Behöver inte bekräftas"),
}
ANSWERED: Mapping[Answered, Phrase] = {
    Answered.IN_TIME: phrase("Besvarade i tid"),
    Answered.LATE: phrase("Besvarade för sent"),
    Answered.MISSING: phrase("Inte besvarade"),
    Answered.AHEAD: phrase("Har tid kvar till svaret"),
    Answered.WAIVED: phrase("Inget svar, med skäl i ärendet"),
    Answered.IMPOSSIBLE: phrase("Går inte att besvara: ingen att nå"),
    Answered.NOT_NEEDED: phrase("Behöver inte besvaras"),
}
_TONES = {"in_time": "good", "late": "attention", "missing": "danger"}


@dataclass(frozen=True)
class CountLine:
    """One class with how many cases stand in it, and where they are listed."""

    text: Phrase
    count: int
    tone: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class CaseLine:
    """A case behind a count."""

    case_id: str
    page: str
    number: str
    place: Label
    received_on: object
    acknowledged: Phrase
    answered: Phrase


class ControlPages:
    """One query for each board."""

    def __init__(self, office: Office, controlling: Controlling) -> None:
        self._office = office
        self._controlling = controlling

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        reader = Depends(self._office.allowed(*access.CONTROL))

        @router.get(CONTROL)
        async def show(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            return await self._shown(request, member)

        return router

    async def _shown(self, request: Request, member: StaffMember) -> Response:
        office = self._office
        boards = office.boards(member)
        wanted = asked(request.query_params, boards, office.today)
        control = Control(office.clock.now())
        if wanted.period is not None:
            control = await self._controlling.run(wanted.boards, wanted.period, wanted.listed)
        start = wanted.page * A_PAGE
        return office.frame.answer(
            request,
            member,
            "control.html",
            status=200 if wanted.period is not None else 422,
            form=wanted.form,
            boards=[Choice(each.id, each.name) for each in boards] if len(boards) > 1 else [],
            periods=[(each.text, self._of(wanted, each.period)) for each in presets(office.today)],
            period=wanted.period,
            control=control,
            acknowledged=[
                self._count(wanted, Class(acknowledged=each), words, control)
                for each, words in ACKNOWLEDGED.items()
            ],
            answered=[
                self._count(wanted, Class(answered=each), words, control)
                for each, words in ANSWERED.items()
            ],
            listed=_words(wanted.listed) if wanted.listed else None,
            lines=[self._line(each) for each in control.listed[start : start + A_PAGE]],
            whole=self._address(wanted, {}),
            first=self._page(wanted, 0) if wanted.page else "",
            next=self._page(wanted, wanted.page + 1)
            if len(control.listed) > start + A_PAGE
            else "",
        )

    def _count(self, wanted: Asked, each: Class, words: Phrase, control: Control) -> CountLine:
        counts = control.counts
        if each.acknowledged:
            name, count = each.acknowledged.value, counts.acknowledged[each.acknowledged]
        else:
            name, count = str(each.answered), counts.answered[each.answered or Answered.AHEAD]
        return CountLine(
            text=words,
            count=count,
            tone=_TONES.get(name, "plain") if count else "plain",
            address=f"{self._address(wanted, {SHOWN: shown(each)})}#lista",
            chosen=each == wanted.listed,
        )

    def _line(self, each: ControlledCase) -> CaseLine:
        facts = each.case.facts
        board = self._office.organisation.known_board(facts.board)
        unit = self._office.organisation.unit(facts.unit, board.id) if facts.unit else None
        return CaseLine(
            case_id=each.case.id,
            page=self._office.case_page(each.case.case_id),
            number=facts.diary_number or facts.reference,
            place=unit.name if unit else board.name,
            received_on=facts.received_on,
            acknowledged=ACKNOWLEDGED[each.judged.acknowledged],
            answered=ANSWERED[each.judged.answered],
        )

    def _of(self, wanted: Asked, period: Period) -> str:
        days = {FROM: period.first.isoformat(), TO: period.last.isoformat()}
        return self._address(wanted, days)

    def _page(self, wanted: Asked, page: int) -> str:
        listed = shown(wanted.listed) if wanted.listed else ""
        return self._address(wanted, {SHOWN: listed, PAGE: str(page) if page else ""})

    def _address(self, wanted: Asked, parts: Mapping[str, str]) -> str:
        form = wanted.form
        all_parts = {**{name: form.value(name) for name in (BOARD, FROM, TO)}, **parts}
        kept = {name: value for name, value in all_parts.items() if value}
        return f"{self._office.frame.site.address(CONTROL)}?{urlencode(kept)}"


def _words(listed: Class) -> Phrase:
    if listed.acknowledged:
        return ACKNOWLEDGED[listed.acknowledged]
    return ANSWERED[listed.answered or Answered.AHEAD]
