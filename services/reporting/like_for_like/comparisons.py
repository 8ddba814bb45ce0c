"""Comparisons from the facts that are in use."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from services.reporting.figures.figure import Figure
from services.reporting.figures.questions import Question
from services.reporting.like_for_like.comparing import Compared, compared
from services.reporting.like_for_like.notes import Note, notes
from services.reporting.periods import Period
from services.reporting.table.following import FactTable
from shared.clock import Clock, local_date
from shared.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was held against what, the figures, and in what the periods are not alike."""

    period: Period
    other: Period
    figures: tuple[Compared, ...]
    notes: tuple[Note, ...]


def compare(
    table: pl.DataFrame,
    question: Question,
    periods: tuple[Period, Period],
    figures: Sequence[Figure],
    organisation: Organisation,
    today: date,
) -> Comparison:
    """The figures of the first period beside those of the second. Raises UnknownFilter."""
    return Comparison(
        *periods,
        compared(table, question, periods, figures, organisation),
        notes(table, question, periods, organisation, today),
    )


class Comparisons:
    """Reads no more than the table."""

    def __init__(self, table: FactTable, organisation: Organisation, clock: Clock) -> None:
        self._table = table
        self._organisation = organisation
        self._clock = clock

    async def between(
        self, question: Question, period: Period, other: Period | None, figures: Sequence[Figure]
    ) -> Comparison:
        """The figures of both periods.

        Without another period, the same days of the year before are taken: of a period that is
        not over, those until today. Raises UnknownFilter, StoreUnavailable or StoreRefused.
        """
        today = local_date(self._clock.now())
        if other is None:
            period = period.until(today)
            other = period.a_year_earlier()
        periods = (period, other)
        table = await self._table.facts()

        return await asyncio.to_thread(
            compare, table, question, periods, figures, self._organisation, today
        )
