"""What a card tells of its cases by their facts, no nearer than that nobody stands alone.

A period is shown as fine as its category has at least `LIMIT` cases in it: a quarter, else a half
year, else a year, else nothing. A unit is shown only where it has that many itself.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import polars as pl

from services.reporting.figures.asked_period import period_of
from services.reporting.figures.suppression import LIMIT
from services.reporting.learning_cards.documents import CardFacts
from services.reporting.signals.counts import considered, with_below
from services.reporting.table.columns import RECEIVED_ON
from shared.events.facts import ActionCounts, CaseFacts
from shared.organisation import Organisation

EachT = TypeVar("EachT")


def told(
    cases: Sequence[CaseFacts], table: pl.DataFrame, organisation: Organisation, *, show_unit: bool
) -> CardFacts:
    """The facts of the cases together; with their units where asked for and there are enough."""
    units = _units_shown(cases, table, organisation) if show_unit else ()
    nearest = [_period(case, table, organisation, of_unit=bool(units)) for case in cases]
    severities = [case.severity for case in cases if case.severity is not None]
    return CardFacts(
        cases=len(cases),
        kinds=_each_once(case.kind for case in cases),
        categories=_each_once(case.category for case in cases if case.category),
        causes=_each_once(cause for case in cases for cause in case.causes),
        consequences=_each_once(each for case in cases for each in case.consequences),
        action_levels=_each_once(level for case in cases for level in case.action_levels),
        outcomes=_each_once(case.outcome for case in cases if case.outcome),
        severity=max(severities, default=None),
        actions=ActionCounts(
            decided=sum(case.actions.decided for case in cases),
            done=sum(case.actions.done for case in cases),
            effective=sum(case.actions.effective for case in cases),
        ),
        periods=tuple(sorted({period for period in nearest if period})),
        units=units,
    )


def enough_to_show_unit(
    cases: Sequence[CaseFacts], table: pl.DataFrame, organisation: Organisation
) -> bool:
    """Whether each case's unit has so many of its category that the unit may be shown."""
    return bool(_units_shown(cases, table, organisation))


def common_unit(units: Sequence[str | None], organisation: Organisation) -> str | None:
    """The unit itself where there is one alone, else the nearest above all; None is the board."""
    ways = [_way_up(unit, organisation) for unit in dict.fromkeys(units)]
    return next((unit for unit in ways[0] if all(unit in way for way in ways)), None)


def _way_up(unit: str | None, organisation: Organisation) -> tuple[str, ...]:
    if unit is None or organisation.unit(unit) is None:
        return ()
    return (unit, *(above.id for above in organisation.units_above(unit)))


def _units_shown(
    cases: Sequence[CaseFacts], table: pl.DataFrame, organisation: Organisation
) -> tuple[str, ...]:
    if any(
        case.unit is None
        or organisation.unit(case.unit) is None
        or _period(case, table, organisation, of_unit=True) is None
        for case in cases
    ):
        return ()
    return _each_once(case.unit for case in cases if case.unit)


def _period(
    case: CaseFacts, table: pl.DataFrame, organisation: Organisation, *, of_unit: bool
) -> str | None:
    alike = considered(table).filter(
        pl.col("board") == case.board,
        pl.col("category").is_null()
        if case.category is None
        else pl.col("category") == case.category,
    )
    unit = organisation.unit(case.unit) if case.unit else None
    if of_unit and unit is not None:
        alike = alike.filter(pl.col("unit").is_in(with_below(unit, organisation)))
    year, month = case.received_on.year, case.received_on.month
    keys = (f"{year}-Q{(month + 2) // 3}", f"{year}-H{(month + 5) // 6}", f"{year}")
    return next((key for key in keys if _in(alike, key) >= LIMIT), None)


def _in(cases: pl.DataFrame, key: str) -> int:
    period = period_of(key)
    if period is None or period.first is None or period.last is None:
        return 0
    return cases.filter(pl.col(RECEIVED_ON).is_between(period.first, period.last)).height


def _each_once(values: Iterable[EachT]) -> tuple[EachT, ...]:
    return tuple(dict.fromkeys(values))
