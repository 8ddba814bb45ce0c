"""What someone should look at: the list of signals, and one with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import polars as pl
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.pages.frame import SIGNALS
from services.reporting.pages.office import Office
from services.reporting.periods import Period
from services.reporting.reach import boards_of
from services.reporting.sight import READERS, in_sight
from services.reporting.signals.kept import KeptSignal, State
from services.reporting.signals.reach import SEE_TO
from services.reporting.signals.register import SignalRegister, UnknownSignal
from services.reporting.signals.signal import SignalKind
from services.reporting.signals.wording import ADVICE, NAMES, Words, sentence
from services.reporting.table.columns import ID, RECEIVED_ON
from services.reporting.table.following import FactTable
from shared.identity.roles import READ
from shared.identity.sessions import StaffMember
from shared.pages.choices import Choice
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase
from shared.pages.words import ROLES
from shared.web.problems import NotFound

STATE, KIND, BOARD, REASON = "lage", "slag", "namnd", "skal"
SHOWN = 20
"""Cases that are linked from a signal; the number of all of them stands there."""
LONGEST = 500
SHORTEST = 3

STATES: Mapping[str, tuple[State, Phrase]] = {
    "nya": (State.NEW, phrase("Nya")),
    "sedda": (State.SEEN, phrase("Sedda")),
    "tidigare": (State.PAST, phrase("Gäller inte längre")),
}


@dataclass(frozen=True)
class SignalRow:
    """A signal as it stands on a page."""

    kept: KeptSignal
    name: Phrase
    where: str
    text: Phrase
    advice: Phrase

    @property
    def address(self) -> str:
        return f"{SIGNALS}/{self.kept.id}"

    @property
    def period(self) -> Period:
        return self.kept.period


@dataclass(frozen=True)
class Tab:
    """A state, how many signals are in it, and where they are."""

    text: Phrase
    count: int
    address: str
    chosen: bool


class SignalPages:
    """The list and each signal. Two round trips beside the table's."""

    def __init__(
        self,
        office: Office,
        register: SignalRegister,
        table: FactTable,
        case_page: str,
    ) -> None:
        self._office = office
        self._register = register
        self._table = table
        self._case_page = case_page

    def routes(self) -> APIRouter:
        """The addresses of the pages."""
        router = APIRouter(include_in_schema=False)
        Reader = Annotated[StaffMember, Depends(self._office.allowed(*READ))]  # noqa: N806
        Sighter = Annotated[StaffMember, Depends(self._office.allowed(*SEE_TO))]  # noqa: N806

        @router.get(SIGNALS)
        async def listed(request: Request, member: Reader) -> Response:
            return await self._list(request, member)

        @router.get(SIGNALS + "/{signal_id}")
        async def one(request: Request, member: Reader, signal_id: UUID) -> Response:
            return await self._one(request, member, await self._found(member, signal_id))

        @router.post(SIGNALS + "/{signal_id}/sedd")
        async def seen(request: Request, member: Sighter, signal_id: UUID) -> Response:
            signal = await self._found(member, signal_id)
            form = FormState.posted((await request.form()).multi_items())
            reason = form.value(REASON).strip()
            if wrong := _wrong(reason):
                form = FormState(form.typed, {REASON: wrong})
                return await self._one(request, member, signal, form, status=422)
            who = member.principal.acting(*SEE_TO)
            await self._register.seen(signal.id, who, reason)
            address = self._office.frame.site.address(f"{SIGNALS}/{signal.id}?sparad=1")
            return RedirectResponse(address, status_code=303)

        return router

    async def _list(self, request: Request, member: StaffMember) -> Response:
        boards = boards_of(member.principal, self._office.organisation)
        query = request.query_params
        board = query.get(BOARD, "") if query.get(BOARD) in boards else ""
        kinds = {str(kind): kind for kind in SignalKind}
        kind = kinds.get(query.get(KIND, ""))
        every = await self._register.listed(
            [board] if board else boards, kinds=[kind] if kind else ()
        )
        chosen = query.get(STATE, "nya") if query.get(STATE, "nya") in STATES else "nya"
        form = FormState.of({BOARD: board, KIND: kind or "", STATE: chosen})
        shown = [each for each in every if each.state is STATES[chosen][0]]
        return self._office.frame.answer(
            request,
            member,
            "signals.html",
            rows=[self._row(request, each) for each in shown],
            tab_items=_tabs(every, chosen, board, kind),
            chosen=chosen,
            form=form,
            narrowed=bool(board or kind),
            boards=[
                Choice(each.id, each.name)
                for each in self._office.organisation.boards
                if each.id in boards
            ],
            kinds=[Choice(str(each), NAMES[each]) for each in SignalKind],
        )

    async def _one(
        self,
        request: Request,
        member: StaffMember,
        signal: KeptSignal,
        form: FormState | None = None,
        status: int = 200,
    ) -> Response:
        return self._office.frame.answer(
            request,
            member,
            "signal.html",
            status=status,
            row=self._row(request, signal),
            form=form or FormState(),
            saved="sparad" in request.query_params,
            may_say=member.principal.has(*SEE_TO),
            cases=await self._cases(member, signal),
            case_page=self._case_page,
            roles=ROLES,
        )

    async def _found(self, member: StaffMember, signal_id: UUID) -> KeptSignal:
        try:
            signal = await self._register.get(str(signal_id))
        except UnknownSignal as error:
            raise NotFound(str(error)) from error
        if signal.board not in boards_of(member.principal, self._office.organisation):
            raise NotFound("There is no such signal.")
        return signal

    async def _cases(self, member: StaffMember, signal: KeptSignal) -> list[tuple[str, date]]:
        """The latest of those that the member may open, by their day of arrival."""
        if not member.principal.has(*READERS):
            return []
        table = await self._table.facts()
        found = table.filter(
            pl.col(ID).is_in(list(signal.cases)),
            in_sight(member.principal, self._office.organisation),
        )
        latest = found.sort(RECEIVED_ON, ID, descending=True).head(SHOWN)
        return list(latest.select(ID, RECEIVED_ON).iter_rows())

    def _row(self, request: Request, kept: KeptSignal) -> SignalRow:
        language = self._office.frame.pages.language(request)
        words = Words(self._office.organisation, language)
        return SignalRow(
            kept,
            NAMES[kept.kind],
            words.where(kept.scope),
            sentence(kept.kind, kept.scope, kept.numbers, words),
            ADVICE[kept.kind],
        )


def _tabs(
    every: Sequence[KeptSignal], chosen: str, board: str, kind: SignalKind | None
) -> list[Tab]:
    more = "".join(
        f"&{name}={value}" for name, value in ((BOARD, board), (KIND, kind or "")) if value
    )
    return [
        Tab(
            text,
            sum(each.state is state for each in every),
            f"{SIGNALS}?{STATE}={name}{more}",
            name == chosen,
        )
        for name, (state, text) in STATES.items()
    ]


def _wrong(reason: str) -> Phrase | None:
    if len(reason) < SHORTEST:
        return phrase("Skriv med några ord varför det är så.")
    if len(reason) > LONGEST:
        return phrase("Skriv högst %(limit)s tecken.", limit=LONGEST)
    return None
