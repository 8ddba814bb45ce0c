"""Letters to post: the list, the prints, and what became of each. Decode, call, answer."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.notifications.carrying.letters import LetterQueue
from services.notifications.carrying.waiting import DoneBefore, Errand
from services.notifications.notices.states import NoticeState
from services.notifications.pages.frame import LETTERS as PATH
from services.notifications.pages.kinds_in_words import KINDS
from services.notifications.pages.office import Office
from services.notifications.pages.own_cases import OwnCases
from services.notifications.printing.press import LetterPress
from services.notifications.texts.paper import has_address
from shared.clock import local_date
from shared.correspondence import CorrespondenceUnavailable
from shared.identity.roles import HANDLE
from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase
from shared.pages.typed_dates import typed_day

POSTED, ALL = "postade", "alla"
A_PAGE = 50
MOST_AT_ONCE = 100
"""Letters of one print."""

_NONE_CHOSEN = phrase("Välj minst ett brev.")
_TOO_MANY = phrase("Välj högst %(count)s brev åt gången.", count=MOST_AT_ONCE)
_NO_DAY = phrase("Skriv dagen som 2026-11-22.")
_NOT_YET = phrase("Dagen har inte varit än.")


class LetterPages:
    """The list: one read for each board of the member's, and one of the cases."""

    def __init__(self, office: Office, queue: LetterQueue, workflow: str) -> None:
        self._office = office
        self._queue = queue
        self._workflow = workflow
        self._own = OwnCases(office.organisation)
        self._press = LetterPress()

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=PATH, include_in_schema=False)
        carrier = Depends(self._office.allowed(*HANDLE))

        @router.get("")
        async def listed(
            request: Request,
            member: Annotated[StaffMember, carrier],
            visa: str = "",
            valda: str = "",
            namnd: str = "",
        ) -> Response:
            if visa == POSTED:
                return await self._posted_list(request, member)
            form = FormState.of({"namnd": namnd})
            return await self._list(request, member, form, chosen_all=valda == ALL)

        @router.post("/utskrift")
        async def printed(request: Request, member: Annotated[StaffMember, carrier]) -> Response:
            return await self._print(request, member, await _posted(request))

        @router.post("/postade")
        async def posted(request: Request, member: Annotated[StaffMember, carrier]) -> Response:
            return await self._note_posted(request, member, await _posted(request))

        @router.get("/{notice_id}.pdf")
        async def one(
            request: Request, notice_id: UUID, member: Annotated[StaffMember, carrier]
        ) -> Response:
            return await self._pdf(request, member, [await self._errand(notice_id, member)])

        @router.post("/{notice_id}/retur")
        async def returned(
            request: Request, notice_id: UUID, member: Annotated[StaffMember, carrier]
        ) -> Response:
            errand = await self._errand(notice_id, member)
            try:
                await self._queue.note_returned(errand, _account(member))
            except DoneBefore:
                return await self._posted_list(request, member, taken=errand)
            return self._to(f"?visa={POSTED}&retur=1")

        @router.post("/{notice_id}/gar-inte")
        async def impossible(
            request: Request, notice_id: UUID, member: Annotated[StaffMember, carrier]
        ) -> Response:
            errand = await self._errand(notice_id, member)
            try:
                await self._queue.note_impossible(errand, _account(member))
            except DoneBefore:
                return await self._list(request, member, FormState(), taken=(errand,))
            return self._to("?omojligt=1")

        return router

    async def _print(self, request: Request, member: StaffMember, form: FormState) -> Response:
        chosen, problem = await self._chosen(member, form)
        if problem is not None:
            return await self._list(request, member, _with(form, "brev", problem), 422)
        return await self._pdf(request, member, chosen, form)

    async def _pdf(
        self,
        request: Request,
        member: StaffMember,
        errands: Sequence[Errand],
        form: FormState | None = None,
    ) -> Response:
        try:
            letters = [await self._queue.written(errand) for errand in errands]
        except CorrespondenceUnavailable:
            return await self._list(request, member, form or FormState(), 503)
        name = "brev" if len(letters) > 1 else f"brev-{errands[0].case.facts.reference}"
        return Response(
            await self._press.pdf(letters),
            media_type="application/pdf",
            headers={
                "Content-Disposition": f'inline; filename="{name}.pdf"',
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
            },
        )

    async def _note_posted(
        self, request: Request, member: StaffMember, form: FormState
    ) -> Response:
        chosen, problem = await self._chosen(member, form)
        if problem is not None:
            return await self._list(request, member, _with(form, "brev", problem), 422)
        day = typed_day(form.value("dag")) if form.value("dag") else self._office.today
        wrong = _NO_DAY if day is None else _NOT_YET if day > self._office.today else None
        if day is not None and wrong is None:
            wrong = next((told for each in chosen if (told := _too_early(each, day))), None)
        if day is None or wrong is not None:
            return await self._list(request, member, _with(form, "dag", wrong or _NO_DAY), 422)
        taken: list[Errand] = []
        for errand in chosen:
            try:
                await self._queue.note_posted(errand, day, _account(member))
            except DoneBefore:
                taken.append(errand)
        if taken:
            done = len(chosen) - len(taken)
            return await self._list(
                request, member, FormState(), 409, taken=tuple(taken), done=done
            )
        return self._to(f"?klart={len(chosen)}")

    async def _chosen(
        self, member: StaffMember, form: FormState
    ) -> tuple[list[Errand], Phrase | None]:
        ids = [_uuid(text) for text in dict.fromkeys(form.chosen("brev"))]
        if not ids:
            return [], _NONE_CHOSEN
        if len(ids) > MOST_AT_ONCE:
            return [], _TOO_MANY
        return [await self._errand(each, member) for each in ids], None

    async def _list(
        self,
        request: Request,
        member: StaffMember,
        form: FormState,
        status: int = 200,
        *,
        taken: Sequence[Errand] = (),
        done: int = 0,
        chosen_all: bool = False,
    ) -> Response:
        boards = self._office.boards(member)
        board = next((each.id for each in boards if each.id == form.value("namnd")), "")
        found = await self._queue.waiting((board,) if board else self._boards(member))
        own = [each for each in found if self._own.posts(member.principal, each.case.facts)]
        if taken and status == 200:
            status = 409
        if chosen_all:
            form = FormState({**form.typed, "brev": tuple(each.notice.id for each in own[:A_PAGE])})
        return self._office.frame.answer(
            request,
            member,
            "letters.html",
            status=status,
            form=form,
            items=own[:A_PAGE],
            more=len(own) - A_PAGE,
            kinds=KINDS,
            boards=boards if len(boards) > 1 else (),
            board=board,
            organisation=self._office.organisation,
            number=_number,
            has_address=has_address,
            case_page=self._workflow,
            today=self._office.today,
            taken=[await self._queue.get(each.id) or each for each in taken],
            states=NoticeState,
            done=done or _count(request, "klart"),
            impossible=_count(request, "omojligt"),
            unavailable=status == 503,
        )

    async def _posted_list(
        self, request: Request, member: StaffMember, taken: Errand | None = None
    ) -> Response:
        found = await self._queue.posted(self._boards(member))
        own = [each for each in found if self._own.posts(member.principal, each.case.facts)]
        return self._office.frame.answer(
            request,
            member,
            "letters_posted.html",
            status=409 if taken else 200,
            items=own[:A_PAGE],
            more=len(own) - A_PAGE,
            kinds=KINDS,
            organisation=self._office.organisation,
            number=_number,
            case_page=self._workflow,
            taken=taken,
            returned=_count(request, "retur"),
        )

    async def _errand(self, notice_id: UUID | None, member: StaffMember) -> Errand:
        """A letter that is the member's to post. Raises HTTPException 404."""
        errand = await self._queue.get(notice_id) if notice_id else None
        if errand is None or errand.case.erased_at is not None:
            raise HTTPException(404)
        if not self._own.posts(member.principal, errand.case.facts):
            raise HTTPException(404)
        return errand

    def _boards(self, member: StaffMember) -> tuple[str, ...]:
        return tuple(board.id for board in self._office.boards(member))

    def _to(self, rest: str) -> Response:
        return RedirectResponse(f"{self._office.frame.site.address(PATH)}{rest}", 303)


def _too_early(errand: Errand, day: date) -> Phrase | None:
    if day >= local_date(errand.notice.created_at):
        return None
    return phrase("Brevet om %(number)s fanns inte den dagen.", number=_number(errand))


def _with(form: FormState, name: str, problem: Phrase) -> FormState:
    return FormState(form.typed, {name: problem})


def _number(errand: Errand) -> str:
    facts = errand.case.facts
    return facts.diary_number or facts.reference


def _account(member: StaffMember) -> str:
    return member.principal.id or member.user


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _count(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


async def _posted(request: Request) -> FormState:
    return FormState.posted((await request.form()).multi_items())
