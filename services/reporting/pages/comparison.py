"""A period beside another: every figure of both, by theme, and in what they are not alike (R72)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.facts_in_use import Cases
from services.reporting.figures.asked_period import AskedPeriod
from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.figure import FigureId, Theme
from services.reporting.like_for_like.comparing import UNCERTAIN
from services.reporting.like_for_like.comparisons import Comparison, compare
from services.reporting.like_for_like.reported import Reported, ReportedFigures
from services.reporting.pages.asked import PERIOD, Asked, Choice, NotKnown
from services.reporting.pages.comparison_file import comparison_file
from services.reporting.pages.comparison_pictures import pictures
from services.reporting.pages.comparison_rows import ComparedRow, compared_rows
from services.reporting.pages.desk import FigureDesk, Values
from services.reporting.pages.frame import COMPARISON as PATH
from services.reporting.pages.other_period import (
    OTHER_FROM,
    OTHER_TO,
    OWN,
    compared,
    not_comparable,
    other_of,
    others,
    pairs_of_other,
)
from services.reporting.pages.voice import Voice, period_name
from services.reporting.pages.words import THEMES
from services.reporting.periods import Period
from shared.identity.sessions import StaffMember
from shared.organisation import Organisation
from shared.pages.phrases import Label


@dataclass(frozen=True)
class Held:
    """What is held against what: the same asked of two periods."""

    asked: Asked
    other: AskedPeriod | None
    """As the address names it."""
    now: Asked
    then: Asked

    @property
    def periods(self) -> tuple[Period, Period]:
        return _days(self.now.period), _days(self.then.period)


class ComparisonPage:
    """Two round trips; two or three more where one board's reports may tell of the period."""

    def __init__(self, desk: FigureDesk, reported: ReportedFigures) -> None:
        self._desk = desk
        self._reported = reported

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        Reader = Annotated[StaffMember, Depends(self._desk.reader)]  # noqa: N806

        @router.get(PATH)
        async def show(request: Request, member: Reader) -> Response:
            try:
                held = self._held(request, member)
            except NotKnown as unknown:
                return self._desk.not_known(request, member, unknown)
            reported = await self._told_then(member, held)

            def make(_asked: Asked, cases: Cases, voice: Voice) -> Values:
                return self._made(held, member, cases, reported, voice)

            return await self._desk.page(request, member, "comparison.html", make, OWN)

        @router.get(f"{PATH}.csv")
        async def file(request: Request, member: Reader) -> Response:
            try:
                held = self._held(request, member)
            except NotKnown as unknown:
                return self._desk.not_known(request, member, unknown)
            reported = await self._told_then(member, held)
            voice = self._desk.voice(request)
            body = await self._desk.facts.read(
                lambda cases: comparison_file(self._compared(held, cases), reported, voice)
            )
            return Response(
                # Excel knows UTF-8 by the mark before it.
                body.encode("utf-8-sig"),
                media_type="text/csv; charset=utf-8",
                headers={
                    "Content-Disposition": 'attachment; filename="jamforelse.csv"',
                    "Cache-Control": "no-store",
                    "X-Content-Type-Options": "nosniff",
                },
            )

        return router

    def _held(self, request: Request, member: StaffMember) -> Held:
        """Raises NotKnown."""
        reader = self._desk.reads(member)
        asked = reader.read(PATH, request.query_params.multi_items(), OWN)
        other = other_of(request.query_params, asked)
        found = compared(asked.period, other, self._desk.office.today)
        if found is None:
            raise not_comparable(self._periods(member, asked, other))
        now, then = found
        return Held(asked, other, asked.in_period(now), asked.in_period(then))

    async def _told_then(self, member: StaffMember, held: Held) -> Mapping[FigureId, Reported]:
        return await self._reported.of(member.principal, held.asked.question, held.periods[1])

    def _compared(self, held: Held, cases: Cases) -> Comparison:
        return compare(
            cases.table,
            held.asked.question,
            held.periods,
            list(FIGURES.values()),
            self._organisation,
            self._desk.office.today,
        )

    def _made(
        self,
        held: Held,
        member: StaffMember,
        cases: Cases,
        reported: Mapping[FigureId, Reported],
        voice: Voice,
    ) -> Values:
        found = self._compared(held, cases)
        rows = compared_rows(found, held.now, held.then, reported, voice)
        received = rows["received"]
        names = _names(held)
        own = pairs_of_other(held.other)
        return {
            "periods": self._periods(member, held.asked, held.other),
            "others": others(held.asked, held.other, self._desk.office.today),
            "own": own,
            "other_days": held.other if held.other and not held.other.key else None,
            "day_fields": (OTHER_FROM, OTHER_TO),
            "names": names,
            "notes": found.notes,
            "themes": _by_theme(rows),
            "clear": [row for row in rows.values() if row.is_clear],
            "tested": sum(row.compared.by_chance is not None for row in rows.values()),
            "report": next(iter(reported.values()), None),
            "counts": (received.now.reckoned.value, received.then.reckoned.value),
            "pictures": pictures(held.now, held.then, names, found, cases, self._desk, voice, own),
            "uncertain": voice.percent(UNCERTAIN),
            "csv": held.asked.address(f"{PATH}.csv", *own),
        }

    def _periods(
        self, member: StaffMember, asked: Asked, other: AskedPeriod | None
    ) -> Sequence[Choice]:
        """Those that can be compared: all time cannot."""
        own = pairs_of_other(other)
        every = self._desk.reads(member).periods(asked, PATH, *own)
        return [each for each in every if f"{PERIOD}=alla" not in each.address]

    @property
    def _organisation(self) -> Organisation:
        return self._desk.office.organisation


def _by_theme(rows: Mapping[FigureId, ComparedRow]) -> Sequence[tuple[Label, list[ComparedRow]]]:
    return [
        (THEMES[theme], [row for row in rows.values() if row.now.figure.theme is theme])
        for theme in Theme
    ]


def _names(held: Held) -> tuple[Label, Label]:
    return period_name(held.now.period), period_name(held.then.period)


def _days(period: AskedPeriod) -> Period:
    if period.first is None or period.last is None:
        raise ValueError("a period without ends is held against none")
    return Period(period.first, period.last)
