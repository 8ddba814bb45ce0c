"""How many cases there were where, counted from the table: what the tests are made on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from services.reporting.periods import Period, months
from services.reporting.signals.families import BEFORE, Window
from services.reporting.signals.signal import CASES, Scope
from services.reporting.table.columns import ID, RECEIVED_ON
from shared.events.handling_words import DismissReason
from shared.organisation import Organisation, Unit

LEAST_BEFORE = 6
"""Months of history without which nothing is held against the past."""


@dataclass(frozen=True, slots=True)
class Count:
    """Cases in the window, and in the period before it."""

    scope: Scope
    window: Window
    now: int
    before: int
    cases: tuple[str, ...] = ()
    """Those in the window, the latest first."""


def considered(table: pl.DataFrame) -> pl.DataFrame:
    """The cases that signals are reckoned from: no duplicates, and none that were only a test."""
    reasons = [str(reason) for reason in (DismissReason.DUPLICATE, DismissReason.TEST)]
    return table.filter(~pl.col("dismissed").is_in(reasons).fill_null(value=False))


def window(cases: pl.DataFrame, now: Period) -> Window | None:
    """The window with the year before it, as far as there were cases at all.

    None where less than `LEAST_BEFORE` months came before.
    """
    begun = cases.select(pl.col(RECEIVED_ON).min()).item()
    if begun is None:
        return None
    year = months(now.first, -BEFORE)
    # The month in which counting began may be a part of one.
    first = year.first if begun <= year.first else months(begun, 2).last.replace(day=1)
    before = Period(first, year.last)
    if before.days < LEAST_BEFORE * 28:
        return None
    return Window(now, before)


def in_period(cases: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Those that arrived in it."""
    return cases.filter(pl.col(RECEIVED_ON).is_between(period.first, period.last))


def latest(cases: pl.DataFrame) -> tuple[str, ...]:
    """Their ids, the latest first, and no more than a signal names."""
    ordered = cases.sort(RECEIVED_ON, ID, descending=True).head(CASES)
    return tuple(ordered[ID].to_list())


def open_units(organisation: Organisation, today: date) -> tuple[Unit, ...]:
    """The units that there are today."""
    return tuple(unit for unit in organisation.units if unit.is_open(today))


def with_below(unit: Unit, organisation: Organisation) -> list[str]:
    """The ids of the unit and of everything below it."""
    return [unit.id, *(below.id for below in organisation.units_below(unit.id))]


def leaves(unit: Unit, organisation: Organisation, today: date) -> int:
    """How many open units without units below them it is, or has."""
    family = [unit, *organisation.units_below(unit.id)]
    return sum(
        each.is_open(today)
        and not any(below.is_open(today) for below in organisation.units_below(each.id))
        for each in family
    )


def by_unit(
    cases: pl.DataFrame, windows: Sequence[Window], organisation: Organisation, today: date
) -> Iterator[Count]:
    """Every open unit with everything below it, in each window."""
    units = open_units(organisation, today)
    for each in windows:
        now, before = in_period(cases, each.now), in_period(cases, each.before)
        counts = (_per_unit(now), _per_unit(before))
        for unit in units:
            ids = with_below(unit, organisation)
            here, earlier = (sum(count.get(one, 0) for one in ids) for count in counts)
            yield Count(Scope(unit.board, unit.id), each, here, earlier, of_units(now, ids))


def of_units(cases: pl.DataFrame, ids: Sequence[str]) -> tuple[str, ...]:
    """Ids of the latest cases of these units."""
    return latest(cases.filter(pl.col("unit").is_in(ids))) if cases.height else ()


def by_column(
    cases: pl.DataFrame, each: Window, columns: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], int, int, tuple[str, ...]]]:
    """Each combination of values that occurs in the window or before it: now, before, cases."""
    both = in_period(cases, Period(each.before.first, each.now.last)).with_columns(
        (pl.col(RECEIVED_ON) >= each.now.first).alias("_now")
    )
    found = both.group_by(list(columns)).agg(
        pl.col("_now").sum().alias("_in"),
        (~pl.col("_now")).sum().alias("_before"),
        pl.col(ID)
        .filter(pl.col("_now"))
        .sort_by(pl.col(RECEIVED_ON).filter(pl.col("_now")), descending=True)
        .head(CASES)
        .alias("_cases"),
    )
    for row in found.sort(list(columns)).iter_rows():
        *values, now, before, ids = row
        if all(value is not None for value in values):
            yield tuple(values), now, before, tuple(ids)


def _per_unit(cases: pl.DataFrame) -> Mapping[str, int]:
    return {unit: number for unit, number in cases.group_by("unit").len().iter_rows() if unit}
