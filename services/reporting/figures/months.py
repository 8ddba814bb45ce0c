"""Cases month by month, with the months in which none came."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from services.reporting.figures.asked_period import AskedPeriod, months_of
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.statistics import counted
from services.reporting.table.columns import RECEIVED_ON


def months_asked(cases: pl.LazyFrame, period: AskedPeriod) -> Sequence[str]:
    """The months of the period: `2026-03`; where an end is open, as far as there are cases."""
    first, last = period.first, period.last
    if first is None or last is None:
        ends = cases.select(
            pl.col(RECEIVED_ON).min().alias("first"), pl.col(RECEIVED_ON).max().alias("last")
        ).collect()
        first, last = first or ends["first"].item(), last or ends["last"].item()
    return months_of(first, last) if first and last and first <= last else ()


def received_in(cases: pl.LazyFrame, months: Sequence[str]) -> Sequence[int]:
    """How many of the cases came in each of the months."""
    found: Mapping[object, int] = {
        row.values[0]: row.count for row in counted(cases, [Dimension.MONTH]).rows
    }
    return tuple(found.get(month, 0) for month in months)


def a_year_earlier(months: Sequence[str]) -> Sequence[str]:
    """The same months of the year before."""
    return tuple(f"{int(month[:4]) - 1}{month[4:]}" for month in months)


def until(months: Sequence[str], counts: Sequence[int], today: date) -> Sequence[int | None]:
    """The counts with None for the months that have not begun."""
    now = f"{today.year}-{today.month:02d}"
    return tuple(
        count if month <= now else None for month, count in zip(months, counts, strict=True)
    )
