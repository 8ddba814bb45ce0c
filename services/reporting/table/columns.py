"""The columns of the table of facts, and how a case's facts become a row of it.

Words of code lists are categories, days are Swedish days, and what a case has several of is a list.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from services.reporting.table.targets import ASKED_ON, TARGET_COLUMNS, Targets
from shared.events.vocabulary import ControlPoint

Stored = Mapping[str, Any]
"""The facts of a case as the store has them."""

ID, SEQ = "id", "seq"
RECEIVED_ON = "received_on"

_WORD = pl.Categorical()
_WORDS = (
    "board",
    "unit",
    "kind",
    "first_kind",
    "channel",
    "category",
    "law",
    "status",
    "gender",
    "reporter_kind",
    "discovered_by",
    "acknowledgement",
    "feedback_wish",
    "feedback",
    "complainant_view",
    "outcome",
    "dismissed",
    "lex_sarah",
    "misconduct",
)
_MANY = ("themes", "causes", "action_levels", "consequences", "also_found_by")
_NUMBERS = ("severity", "probability", "reopened")
_ACTIONS = ("decided", "done", "effective")
_ANSWERS = (
    "must_investigate",
    "anonymous",
    "data_breach",
    "child_concern",
    "solved_on_the_spot",
    "ivo_referred",
    "investigated",
    "imported",
)
_DAYS = (RECEIVED_ON, "occurred_on", "paused_until", "ivo_notified_on")
_INSTANTS = (
    "registered_at",
    "acknowledged_at",
    "assigned_at",
    "assessed_at",
    "answered_at",
    "closed_at",
    "followed_up_at",
)
POINTS: Mapping[ControlPoint, str] = {point: f"point_{point}" for point in ControlPoint}
"""The column that says whether a case fulfils the control point."""

_INSTANT = pl.Datetime("ms", "UTC")

_READ: pl.Schema = pl.Schema(
    {
        ID: pl.String(),
        SEQ: pl.Int32(),
        **dict.fromkeys(_WORDS, _WORD),
        **dict.fromkeys(_MANY, pl.List(_WORD)),
        **dict.fromkeys(_NUMBERS, pl.Int8()),
        **{f"actions_{name}": pl.Int16() for name in _ACTIONS},
        **dict.fromkeys(_ANSWERS, pl.Boolean()),
        **dict.fromkeys(_DAYS, pl.Date()),
        **dict.fromkeys(_INSTANTS, _INSTANT),
        **dict.fromkeys(POINTS.values(), pl.Boolean()),
        **TARGET_COLUMNS,
    }
)
"""As rows are read; instants become Swedish days."""


def _day_of(instant: str) -> str:
    return f"{instant.removesuffix('_at')}_on"


DAYS_OF_STEPS: Mapping[str, str] = {instant: _day_of(instant) for instant in _INSTANTS}
"""The column with the Swedish day of an instant."""


def table_of(cases: Iterable[Mapping[str, Any]], targets: Targets) -> pl.DataFrame:
    """The rows of these documents of the facts' collection."""
    rows = [(*_row(case), *targets.of(case)) for case in cases]
    return _with_days(pl.DataFrame(rows, schema=_READ, orient="row"))


def _with_days(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.col(instant).dt.convert_time_zone("Europe/Stockholm").dt.date().alias(day)
        for instant, day in DAYS_OF_STEPS.items()
    ).drop(_INSTANTS)


def empty_table() -> pl.DataFrame:
    """A table without cases."""
    return asked_on(_with_days(pl.DataFrame(schema=_READ)), None)


def asked_on(table: pl.DataFrame, day: date | None) -> pl.DataFrame:
    """The table as it is asked on that Swedish day: what is late depends on it."""
    return table.with_columns(pl.lit(day, pl.Date).alias(ASKED_ON))


def _row(case: Mapping[str, Any]) -> tuple[Any, ...]:
    facts: Stored = case["facts"]
    get: Callable[[str], Any] = facts.get
    actions: Mapping[str, int] = get("actions") or {}
    points = set(get("control_points") or ())
    return (
        case["_id"],
        case["seq"],
        *map(get, _WORDS),
        *(_listed(get(name)) for name in _MANY),
        *map(get, _NUMBERS),
        *(actions.get(name, 0) for name in _ACTIONS),
        *map(get, _ANSWERS),
        *(_day(get(name)) for name in _DAYS),
        *map(get, _INSTANTS),
        *(point in points for point in ControlPoint),
    )


def _listed(values: Sequence[str] | None) -> list[str]:
    return list(values or ())


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
