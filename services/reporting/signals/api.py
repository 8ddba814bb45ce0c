"""Signals and signed zeros, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from services.reporting.reach import boards_of
from services.reporting.signals.kept import KeptSignal, State
from services.reporting.signals.reach import RECKON, SEE_TO, SIGN, may_sign
from services.reporting.signals.register import SignalRegister, UnknownSignal
from services.reporting.signals.shapes import (
    SeenBecause,
    SignalShown,
    SignalsReckoned,
    SignalsShown,
    ZeroShown,
    ZeroSigned,
    ZerosShown,
)
from services.reporting.signals.signal import SignalKind
from services.reporting.signals.zeros import CasesThatMonth, MonthUnknown, Zeros
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Forbidden, Invalid, NotAllowedNow, NotFound


def signals(
    register: SignalRegister,
    zeros: Zeros,
    organisation: Organisation,
    authentication: Authentication,
) -> APIRouter:
    """Whoever belongs to a board sees that board's."""
    router = APIRouter(tags=["signals"], responses=problems(401, 403, 422, 503))
    Reader = Annotated[Principal, Depends(authentication.one_of(*READ))]  # noqa: N806
    Sighter = Annotated[Principal, Depends(authentication.one_of(*SEE_TO))]  # noqa: N806
    Signer = Annotated[Principal, Depends(authentication.one_of(*SIGN))]  # noqa: N806

    async def found(signal_id: UUID, principal: Principal) -> KeptSignal:
        try:
            signal = await register.get(str(signal_id))
        except UnknownSignal as error:
            raise NotFound(str(error)) from error
        if signal.board not in boards_of(principal, organisation):
            raise NotFound("There is no such signal.")
        return signal

    @router.get("/signals", summary="What someone should look at, the newest first")
    async def listed(
        principal: Reader,
        board: Annotated[tuple[str, ...], Query(description="Id, code or name.")] = (),
        unit: Annotated[
            tuple[str, ...], Query(description="Id or name; everything below it too.")
        ] = (),
        kind: Annotated[tuple[SignalKind, ...], Query()] = (),
        state: Annotated[tuple[State, ...], Query(description="All where left out.")] = (),
        after: Annotated[UUID | None, Query(description="`next` of the page before.")] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> SignalsShown:
        boards = set(boards_of(principal, organisation))
        if board:
            boards &= {_board(name, organisation) for name in board}
        units = [each for name in unit for each in _units(name, organisation)]
        every = await register.listed(sorted(boards), units, kind, state)
        start = 0
        if after is not None:
            start = next((n + 1 for n, each in enumerate(every) if each.id == str(after)), 0)
        items = [SignalShown.of(each, organisation) for each in every[start : start + limit]]
        more = start + limit < len(every)
        return SignalsShown(total=len(every), items=items, next=items[-1].id if more else None)

    @router.get("/signals/{signal_id}", summary="One signal", responses=problems(404))
    async def one(principal: Reader, signal_id: UUID) -> SignalShown:
        return SignalShown.of(await found(signal_id, principal), organisation)

    @router.post(
        "/signals/{signal_id}/seen",
        summary="Say that it is seen, and why it is so; the same again changes nothing",
        responses=problems(404),
    )
    async def seen(principal: Sighter, signal_id: UUID, because: SeenBecause) -> SignalShown:
        await found(signal_id, principal)
        changed = await register.seen(str(signal_id), principal.acting(*SEE_TO), because.reason)
        return SignalShown.of(changed, organisation)

    @router.post(
        "/signals/reckonings",
        summary="Have all signals reckoned now, and not only once a day",
        dependencies=[Depends(authentication.one_of(*RECKON))],
    )
    async def reckon() -> SignalsReckoned:
        return SignalsReckoned(holding=await register.reckon())

    @router.get("/zeros", summary="Each unit in a month: its cases, and what it has signed")
    async def zeros_of(
        principal: Reader, month: Annotated[str, Query(examples=["2026-10"])]
    ) -> ZerosShown:
        boards = boards_of(principal, organisation)
        try:
            units = await zeros.of_month(month)
        except MonthUnknown as error:
            raise _wrong_month(error) from error
        return ZerosShown(items=[ZeroShown.of(each) for each in units if each.unit.board in boards])

    @router.post(
        "/units/{unit_id}/zero",
        summary="Sign for a month without cases; again changes nothing",
        responses=problems(404, 409),
    )
    async def zero(principal: Signer, unit_id: str, signed: ZeroSigned) -> ZeroShown:
        unit = organisation.unit(unit_id)
        if unit is None or unit.board not in boards_of(principal, organisation):
            raise NotFound(f'There is no unit "{unit_id}".')
        if not may_sign(principal, unit, organisation):
            raise Forbidden("Only the unit's own manager, or one above, signs for it.")
        try:
            return ZeroShown.of(await zeros.sign(unit, signed.month, principal.acting(*SIGN)))
        except MonthUnknown as error:
            raise _wrong_month(error) from error
        except CasesThatMonth as error:
            raise NotAllowedNow(str(error), extra={"cases": error.cases}) from error

    return router


def _board(name: str, organisation: Organisation) -> str:
    if board := organisation.board(name):
        return board.id
    known = ", ".join(sorted(board.id for board in organisation.boards))
    raise _wrong("board", f'There is no board "{name}". Use one of {known}.')


def _units(name: str, organisation: Organisation) -> tuple[str, ...]:
    unit = organisation.unit(name)
    if unit is None:
        raise _wrong("unit", f'There is no unit "{name}", or more than one. Use its id.')
    return (unit.id, *(below.id for below in organisation.units_below(unit.id)))


def _wrong_month(error: MonthUnknown) -> Invalid:
    return _wrong("month", str(error))


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(message, errors=[FieldProblem(field=field, message=message)])
