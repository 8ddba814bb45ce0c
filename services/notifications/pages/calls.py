"""Calls to make: the list, and each call's page with its outcome. Decode, call, answer."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.notifications.carrying.calls import TRIES, CallOutcome, Calls
from services.notifications.carrying.waiting import DoneBefore, Errand
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.pages.frame import CALLS as PATH
from services.notifications.pages.kinds_in_words import FAILURES, KINDS
from services.notifications.pages.office import Office
from services.notifications.pages.own_cases import OwnCases
from services.notifications.texts.blocks import Block
from shared.correspondence import CorrespondenceUnavailable
from shared.identity.roles import HANDLE
from shared.identity.sessions import StaffMember
from shared.pages.choices import Choice
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase

EVERYONES = "alla"
A_PAGE = 50
LONGEST_SAID = 1_000
_LONGEST_SEQ = 9
_DIALLED = frozenset("+0123456789")
"""Of a number as it was given, what a telephone understands."""

OUTCOMES: Mapping[CallOutcome, Phrase] = {
    CallOutcome.REACHED: phrase("Nådd, och har fått veta"),
    CallOutcome.NO_ANSWER: phrase("Svarade inte"),
    CallOutcome.WRONG_NUMBER: phrase("Fel nummer"),
}
_CHOICES = (
    Choice(CallOutcome.REACHED, OUTCOMES[CallOutcome.REACHED]),
    Choice(
        CallOutcome.NO_ANSWER,
        OUTCOMES[CallOutcome.NO_ANSWER],
        hint=phrase(
            "Ring igen nästa arbetsdag; efter %(count)s försök står det att personen inte nåtts.",
            count=TRIES,
        ),
    ),
    Choice(
        CallOutcome.WRONG_NUMBER,
        OUTCOMES[CallOutcome.WRONG_NUMBER],
        hint=phrase("Eller inget nummer: då står det i ärendet att personen inte nåtts."),
    ),
)
_NOTED: Mapping[str, Phrase] = {
    "reached": phrase("Det är antecknat att personen har fått veta."),
    "again": phrase("Samtalet ligger kvar i listan till nästa arbetsdag."),
    "failed": phrase("Det står nu i ärendet att personen inte har nåtts."),
}
_ENDED: Mapping[NoticeState, Phrase] = {
    NoticeState.SENT: OUTCOMES[CallOutcome.REACHED],
    NoticeState.WITHDRAWN: phrase("Behöver inte ringas längre"),
}


class CallPages:
    """The list: one read for each board of the member's, and one of the cases. A call: two."""

    def __init__(self, office: Office, calls: Calls, workflow: str) -> None:
        self._office = office
        self._calls = calls
        self._workflow = workflow
        self._own = OwnCases(office.organisation)

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=PATH, include_in_schema=False)
        carrier = Depends(self._office.allowed(*HANDLE))

        @router.get("")
        async def listed(
            request: Request,
            member: Annotated[StaffMember, carrier],
            visa: str = "",
            klart: str = "",
        ) -> Response:
            return await self._list(request, member, visa != EVERYONES, _NOTED.get(klart))

        @router.get("/{notice_id}")
        async def show(
            request: Request, notice_id: UUID, member: Annotated[StaffMember, carrier]
        ) -> Response:
            errand = await self._errand(notice_id, member)
            return await self._shown(request, member, errand, FormState())

        @router.post("/{notice_id}")
        async def note(
            request: Request, notice_id: UUID, member: Annotated[StaffMember, carrier]
        ) -> Response:
            errand = await self._errand(notice_id, member)
            form = FormState.posted((await request.form()).multi_items())
            return await self._note(request, member, errand, form)

        return router

    async def _list(
        self, request: Request, member: StaffMember, mine: bool, done: Phrase | None
    ) -> Response:
        boards = tuple(board.id for board in self._office.boards(member))
        own = [
            each
            for each in await self._calls.waiting(boards)
            if self._own.sees(member.principal, each.case.facts)
            and (not mine or self._is_mine(member, each))
        ]
        return self._office.frame.answer(
            request,
            member,
            "calls.html",
            items=own[:A_PAGE],
            more=len(own) - A_PAGE,
            mine=mine,
            done=done,
            kinds=KINDS,
            number=_number,
            organisation=self._office.organisation,
            today=self._office.today,
        )

    async def _note(
        self, request: Request, member: StaffMember, errand: Errand, form: FormState
    ) -> Response:
        outcome = next((each for each in CallOutcome if each == form.value("outcome")), None)
        said = form.value("said").strip() if outcome is CallOutcome.REACHED else ""
        problems = _problems(outcome, said)
        if problems or outcome is None:
            wrong = FormState(form.typed, problems)
            return await self._shown(request, member, errand, wrong, status=422)
        account = member.principal.id or member.user
        try:
            notice = await self._calls.note(errand, _seq(form), outcome, account, said)
        except DoneBefore:
            now = await self._errand(errand.id, member)
            return await self._shown(request, member, now, FormState(), status=409, taken=True)
        return RedirectResponse(
            f"{self._office.frame.site.address(PATH)}?klart={_what(notice)}", 303
        )

    async def _shown(
        self,
        request: Request,
        member: StaffMember,
        errand: Errand,
        form: FormState,
        *,
        status: int = 200,
        taken: bool = False,
    ) -> Response:
        notice, case = errand.notice, errand.case
        waits = notice.state is NoticeState.WAITING
        phone = case.contact.phone if case.contact else None
        failed = FAILURES.get(notice.reason or Reason.NOT_REACHED, phrase("Inte nådd"))
        return self._office.frame.answer(
            request,
            member,
            "call.html",
            status=status,
            each=errand,
            number=_number(errand),
            form=form,
            taken=taken,
            waits=waits,
            phone=phone,
            dial="".join(each for each in phone or "" if each in _DIALLED),
            name=case.contact.name if case.contact else None,
            words=await self._words(errand) if waits else (),
            choices=_CHOICES,
            outcomes={str(outcome): said for outcome, said in OUTCOMES.items()},
            ended=_ENDED.get(notice.state, failed),
            told=notice.state is NoticeState.SENT,
            kinds=KINDS,
            organisation=self._office.organisation,
            case_page=self._workflow,
            today=self._office.today,
        )

    async def _words(self, errand: Errand) -> tuple[Block, ...] | None:
        try:
            return await self._calls.words(errand)
        except CorrespondenceUnavailable:
            return None

    async def _errand(self, notice_id: UUID, member: StaffMember) -> Errand:
        """A call that is the member's to make. Raises HTTPException 404."""
        errand = await self._calls.get(notice_id)
        if errand is None or errand.case.erased_at is not None:
            raise HTTPException(404)
        facts = errand.case.facts
        # Nobody is called of a protected case; its call has become, or becomes, a letter.
        if facts.protected_identity or not self._own.sees(member.principal, facts):
            raise HTTPException(404)
        return errand

    def _is_mine(self, member: StaffMember, errand: Errand) -> bool:
        """Whoever answers for the case; the registrar where nobody can be told that they do."""
        facts = errand.case.facts
        responsible = facts.responsible
        if responsible is not None and self._office.organisation.role_account(responsible):
            return responsible == member.principal.id
        registrar = self._office.organisation.known_board(facts.board).recipients.registrar
        return member.principal.id in (responsible, registrar.account)


def _problems(outcome: CallOutcome | None, said: str) -> dict[str, Phrase]:
    if outcome is None:
        return {"outcome": phrase("Välj hur det gick.")}
    if outcome is CallOutcome.REACHED and not said:
        return {"said": phrase("Skriv kort vad som sades.")}
    if len(said) > LONGEST_SAID:
        return {"said": phrase("Skriv högst %(count)s tecken.", count=LONGEST_SAID)}
    return {}


def _what(notice: Notice) -> str:
    if notice.state is NoticeState.WAITING:
        return "again"
    return "reached" if notice.state is NoticeState.SENT else "failed"


def _number(errand: Errand) -> str:
    facts = errand.case.facts
    return facts.diary_number or facts.reference


def _seq(form: FormState) -> int:
    text = form.value("seq")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_SEQ else 0
