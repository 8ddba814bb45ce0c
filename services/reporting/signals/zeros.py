"""Months without cases that a unit has signed for: a silence that someone answers for (R70)."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

import polars as pl

from services.reporting.periods import Period, months
from services.reporting.signals.counts import considered, in_period, open_units, with_below
from services.reporting.table.following import FactTable
from shared.clock import Clock, local_date
from shared.errors import PermanentError
from shared.events.envelope import Actor
from shared.events.vocabulary import Role
from shared.ids import derived_id
from shared.organisation import Organisation, Unit
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate
from shared.store.index import Index

MONTH = re.compile(r"(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])")


class ZeroMonth(Document):
    """That a unit has signed for a month without cases, by unit and month. Nothing personal."""

    collection: ClassVar[str] = "zero_months"
    indexes: ClassVar[tuple[Index, ...]] = (Index("month", (("month", 1),)),)

    unit: str
    board: str
    month: str
    """`2026-10`."""
    signed_by: str | None
    """An account's id."""
    role: Role
    signed_at: datetime
    """UTC."""


class MonthUnknown(PermanentError):
    """It is no month, or none that has begun."""

    slug: ClassVar[str] = "month_unknown"


class CasesThatMonth(PermanentError):
    """There were cases, so there is no zero to sign."""

    slug: ClassVar[str] = "cases_that_month"

    def __init__(self, cases: int, month: str) -> None:
        super().__init__(
            f"{cases} {'case' if cases == 1 else 'cases'} came in during {month}: "
            "there is no zero to sign."
        )
        self.cases = cases


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """A unit in a month: how many cases it and everything below it had, and what was signed."""

    unit: Unit
    month: str
    cases: int
    signed: ZeroMonth | None

    @property
    def contradicted(self) -> bool:
        """Whether cases have come for a month that was signed as without."""
        return self.signed is not None and self.cases > 0


def month_period(month: str) -> Period:
    """The days of `2026-10`. Raises MonthUnknown."""
    found = MONTH.fullmatch(month)
    if found is None:
        raise MonthUnknown(f'"{month}" is no month: write it as 2026-10.')
    return months(date(int(found["year"]), int(found["month"]), 1), 1)


class Zeros:
    """Keeps each signature once. All methods raise StoreUnavailable or StoreRefused."""

    def __init__(
        self,
        signed: Collection[ZeroMonth],
        table: FactTable,
        organisation: Organisation,
        clock: Clock,
    ) -> None:
        self._signed = signed
        self._table = table
        self._organisation = organisation
        self._clock = clock

    async def sign(self, unit: Unit, month: str, who: Actor) -> UnitMonth:
        """Sign for a month without cases; a second time changes nothing.

        One write beside the round trips of the table. Raises MonthUnknown, CasesThatMonth.
        """
        period = month_period(month)
        if period.first > local_date(self._clock.now()):
            raise MonthUnknown(f"{month} has not begun.")
        cases = self._cases(await self._table.facts(), unit, period)
        if cases:
            raise CasesThatMonth(cases, month)
        zero = ZeroMonth(
            id=str(derived_id("zero", unit.id, month)),
            unit=unit.id,
            board=unit.board,
            month=month,
            signed_by=who.id,
            role=who.role,
            signed_at=self._clock.now(),
        )
        try:
            await self._signed.insert(zero)
        except Duplicate:
            zero = await self._signed.get(zero.id) or zero
        return UnitMonth(unit, month, 0, zero)

    async def of_month(self, month: str) -> tuple[UnitMonth, ...]:
        """Every unit of today, in that month. One query beside the table's. Raises MonthUnknown."""
        period = month_period(month)
        table = await self._table.facts()
        signed = {each.unit: each for each in await self._signed.find({"month": month})}
        return tuple(
            UnitMonth(unit, month, self._cases(table, unit, period), signed.get(unit.id))
            for unit in open_units(self._organisation, local_date(self._clock.now()))
        )

    async def by_unit(self, since: Sequence[str]) -> Mapping[str, AbstractSet[str]]:
        """Which of these months each unit has signed for. One query."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for zero in await self._signed.find({"month": {"$in": list(since)}}):
            found[zero.unit].add(zero.month)
        return found

    def _cases(self, table: pl.DataFrame, unit: Unit, period: Period) -> int:
        ids = with_below(unit, self._organisation)
        return considered(in_period(table, period)).filter(pl.col("unit").is_in(ids)).height
