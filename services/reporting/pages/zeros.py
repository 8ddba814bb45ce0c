"""Months without cases: what a unit's manager signs for, and which units have."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.pages.frame import ZEROS
from services.reporting.pages.office import Office
from services.reporting.periods import PeriodKind, ended, months
from services.reporting.reach import SEE_ZEROS, boards_of
from services.reporting.signals.counts import with_below
from services.reporting.signals.reach import SIGN, may_sign
from services.reporting.signals.zeros import (
    CasesThatMonth,
    MonthUnknown,
    UnitMonth,
    Zeros,
    month_period,
)
from shared.identity.sessions import StaffMember
from shared.organisation import Unit
from shared.pages.phrases import Phrase, phrase
from shared.web.problems import Forbidden, NotFound

MONTH, UNIT = "manad", "enhet"


@dataclass(frozen=True)
class ZeroRow:
    """A unit in the month."""

    found: UnitMonth
    may_sign: bool


class ZeroPages:
    """One page. A query and a write beside the round trips of the table."""

    def __init__(self, office: Office, zeros: Zeros) -> None:
        self._office = office
        self._zeros = zeros

    def routes(self) -> APIRouter:
        """The addresses of the page."""
        router = APIRouter(include_in_schema=False)
        Reader = Annotated[StaffMember, Depends(self._office.allowed(*SEE_ZEROS))]  # noqa: N806
        Signer = Annotated[StaffMember, Depends(self._office.allowed(*SIGN))]  # noqa: N806

        @router.get(ZEROS)
        async def show(request: Request, member: Reader) -> Response:
            month = self._month(request.query_params.get(MONTH, ""))
            return await self._page(request, member, month)

        @router.post(ZEROS)
        async def sign(request: Request, member: Signer) -> Response:
            form = await request.form()
            month = self._month(str(form.get(MONTH, "")))
            unit = self._office.organisation.unit(str(form.get(UNIT, "")))
            if unit is None:
                raise NotFound("There is no such unit.")
            if not may_sign(member.principal, unit, self._office.organisation):
                raise Forbidden("Only the unit's own manager, or one above, signs for it.")
            try:
                await self._zeros.sign(unit, month, member.principal.acting(*SIGN))
            except CasesThatMonth as error:
                text = phrase(
                    "Det går inte att intyga: antalet ärenden hos %(unit)s i månaden är %(cases)s.",
                    unit=self._named(request, unit),
                    cases=error.cases,
                )
                return await self._page(request, member, month, text, status=422)
            address = f"{ZEROS}?{MONTH}={month}&sparad={unit.id}"
            return RedirectResponse(self._office.frame.site.address(address), status_code=303)

        return router

    async def _page(
        self,
        request: Request,
        member: StaffMember,
        month: str,
        wrong: Phrase | None = None,
        status: int = 200,
    ) -> Response:
        rows = [
            ZeroRow(each, may_sign(member.principal, each.unit, self._office.organisation))
            for each in await self._zeros.of_month(month)
            if each.unit.id in self._units(member)
        ]
        period = month_period(month)
        earlier, later = period.first - timedelta(days=1), period.last + timedelta(days=1)
        saved = self._office.organisation.unit(request.query_params.get("sparad", ""))
        return self._office.frame.answer(
            request,
            member,
            "zeros.html",
            status=status,
            month=month,
            period=period,
            rows=rows,
            wrong=wrong,
            saved=self._named(request, saved) if saved else "",
            earlier=f"{ZEROS}?{MONTH}={earlier:%Y-%m}",
            later=f"{ZEROS}?{MONTH}={later:%Y-%m}" if later <= self._office.today else "",
        )

    def _units(self, member: StaffMember) -> frozenset[str]:
        """The member's own unit with those below it; all of the board, or of all, without one."""
        organisation = self._office.organisation
        own = organisation.unit(member.principal.unit) if member.principal.unit else None
        if own is not None:
            return frozenset(with_below(own, organisation))
        boards = boards_of(member.principal, organisation)
        return frozenset(unit.id for unit in organisation.units if unit.board in boards)

    def _month(self, asked: str) -> str:
        """The month that is asked for; the latest that is over where it is none that has begun."""
        try:
            first = month_period(asked).first
        except MonthUnknown:
            first = date.max
        if first > self._office.today:
            first = ended(self._office.today, PeriodKind.MONTH).first
        return f"{months(first, 1).first:%Y-%m}"

    def _named(self, request: Request, unit: Unit) -> str:
        return unit.name.in_language(self._office.frame.pages.language(request))
