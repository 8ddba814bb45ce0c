"""Answers from the facts that are in use."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from services.reporting.counted_case import CountedCase
from services.reporting.fact_collections import FactCollections
from services.reporting.figures.control_points import PointLine, control_point_table
from services.reporting.figures.figure import Figure
from services.reporting.figures.questions import Question, asked_about
from services.reporting.figures.reckoning import Reckoned, cases_behind, reckoned
from services.reporting.figures.statistics import Statistics, counted
from services.reporting.table.columns import ID
from services.reporting.table.following import FactTable
from shared.organisation import Organisation

T = TypeVar("T")


class Cases:
    """All cases as they were at one moment; whatever is reckoned from it agrees."""

    def __init__(self, table: pl.DataFrame, organisation: Organisation) -> None:
        self.table = table
        """A row for each case."""
        self._organisation = organisation

    def asked(self, question: Question) -> pl.LazyFrame:
        """Those that are asked about. Raises UnknownFilter."""
        return asked_about(self.table, question, self._organisation)


@dataclass(frozen=True, slots=True)
class CasesBehind:
    """Some of the cases behind a figure, of how many in sight, and how many there are in all."""

    cases: Sequence[CountedCase]
    seen: int
    total: int


class FactsInUse:
    """All methods raise StoreUnavailable or StoreRefused."""

    def __init__(
        self, collections: FactCollections, table: FactTable, organisation: Organisation
    ) -> None:
        self._collections = collections
        self._table = table
        self._organisation = organisation

    async def read(self, make: Callable[[Cases], T]) -> T:
        """What a pure function makes of the cases as they are now; it runs in a thread.

        Two round trips, those of the table.
        """
        table = await self._table.facts()
        return await asyncio.to_thread(lambda: make(Cases(table, self._organisation)))

    async def of_cases(self, ids: Sequence[str]) -> Sequence[CountedCase]:
        """These cases, in this order; those that are not counted any more are left out.

        Two round trips, none for no cases.
        """
        if not ids:
            return ()
        active = (await self._collections.projection()).active
        facts = await self._collections.facts(active)
        found = {case.id: case for case in await facts.find({"_id": {"$in": list(ids)}})}
        return [found[case_id] for case_id in ids if case_id in found]

    async def statistics(self, question: Question) -> Statistics:
        """Count what is asked about. Raises UnknownFilter."""
        table = await self._table.facts()
        return await asyncio.to_thread(self._counted, table, question)

    def _counted(self, table: pl.DataFrame, question: Question) -> Statistics:
        cases = asked_about(table, question, self._organisation)
        return counted(cases, question.group_by)

    async def figures(self, question: Question, figures: Sequence[Figure]) -> Sequence[Reckoned]:
        """The figures of the cases that are asked about. Raises UnknownFilter."""
        table = await self._table.facts()
        return await asyncio.to_thread(
            lambda: reckoned(asked_about(table, question, self._organisation), figures)
        )

    async def control_points(self, question: Question) -> Sequence[PointLine]:
        """The eleven control points of the cases that are asked about. Raises UnknownFilter."""
        table = await self._table.facts()
        return await asyncio.to_thread(
            lambda: control_point_table(asked_about(table, question, self._organisation))
        )

    async def cases_behind(
        self, question: Question, figure: Figure, sight: pl.Expr, after: str | None, limit: int
    ) -> CasesBehind:
        """Cases that a figure comes from and that are in sight, by id, beginning after one.

        Two round trips beside those of the table. Raises UnknownFilter.
        """
        table = await self._table.facts()
        seen, total = await asyncio.to_thread(
            lambda: cases_behind(asked_about(table, question, self._organisation), figure, sight)
        )
        start = bisect_right(seen, after) if after else 0
        return CasesBehind(await self.of_cases(seen[start : start + limit]), len(seen), total)

    async def case(self, case_id: str, sight: pl.Expr) -> CountedCase | None:
        """The case as it is counted; None if it is not, or is out of sight."""
        table = await self._table.facts()
        seen = await asyncio.to_thread(
            lambda: not table.lazy().filter(pl.col(ID) == case_id, sight).collect().is_empty()
        )
        if not seen:
            return None
        active = (await self._collections.projection()).active
        return await (await self._collections.facts(active)).get(case_id)

    async def numbered(self, references: Sequence[str], diary: Sequence[str]) -> list[CountedCase]:
        """Cases with one of the references or diary numbers, at most two. Three round trips."""
        active = (await self._collections.projection()).active
        facts = await self._collections.facts(active)
        found = [
            *(await facts.find({"facts.reference": {"$in": list(references)}}, limit=2)),
            *(await facts.find({"facts.diary_number": {"$in": list(diary)}}, limit=2)),
        ]
        return list({case.id: case for case in found}.values())
