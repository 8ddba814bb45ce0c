"""Every signal that the facts give on a day: pure, from the table to signals."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

import polars as pl

from services.reporting.figures.conditions import FINISHED
from services.reporting.periods import Period, PeriodKind, ended, months
from services.reporting.signals import changes, handling, silence
from services.reporting.signals.counts import (
    Count,
    by_column,
    by_unit,
    considered,
    in_period,
    latest,
    leaves,
    open_units,
    window,
    with_below,
)
from services.reporting.signals.families import HALF_YEAR, MONTH, SEASON, YEAR
from services.reporting.signals.handled import again_after_effect, reviewed, scores, slow
from services.reporting.signals.signal import Aspect, Scope, Signal, SignalKind
from services.reporting.signals.silence import Signed
from shared.events.vocabulary import Kind
from shared.organisation import Board, Organisation, Unit

T = TypeVar("T")

_MANY = {Aspect.CAUSE: "causes", Aspect.THEME: "themes"}


def detected(
    table: pl.DataFrame, organisation: Organisation, today: date, signed: Signed
) -> tuple[Signal, ...]:
    """All that stands out on that Swedish day, by the latest months that are over.

    `signed` is what units have signed for as months without cases.
    """
    cases = considered(table)
    boards = [
        (board, cases.filter(pl.col("board").cast(pl.String()) == board.id))
        for board in organisation.boards
    ]
    year = months(today.replace(day=1), -YEAR)
    a_month_old = ended(today - timedelta(days=handling.AFTER_DAYS), PeriodKind.MONTH)
    handled = Period(months(a_month_old.first, 1 - YEAR).first, a_month_old.last)
    reckoning = _Reckoning(organisation, today)
    found = (
        *silence.silent(
            _chained(reckoning.units(each, SEASON, HALF_YEAR, YEAR) for _, each in boards), signed
        ),
        *silence.silent_year(
            _chained(reckoning.ends(board, each, year) for board, each in boards), year, signed
        ),
        *silence.under_reporting(
            _chained(reckoning.parts(board, each, year) for board, each in boards), year
        ),
        *silence.few_deviations(
            list(_chained(reckoning.mixes(board, each, year) for board, each in boards)), year
        ),
        *handling.unreported(
            _chained(
                reckoning.compared(board, reviewed(in_period(each, year))) for board, each in boards
            ),
            year,
        ),
        *changes.risen(_chained(reckoning.rises(board, each) for board, each in boards)),
        *changes.fallen(_chained(reckoning.units(each, SEASON) for _, each in boards)),
        *changes.clusters(_chained(reckoning.alike(board, each) for board, each in boards)),
        *changes.growing_causes(_chained(reckoning.causes(board, each) for board, each in boards)),
        *handling.recurring(
            _chained(again_after_effect(board, each, today) for board, each in boards)
        ),
        *handling.late(
            _chained(
                reckoning.compared(board, slow(in_period(each, handled))) for board, each in boards
            ),
            handled,
        ),
        *handling.low_points(
            _chained(
                reckoning.compared(board, scores(in_period(each, year).filter(FINISHED)))
                for board, each in boards
            ),
            year,
        ),
    )
    return tuple(most_specific(found, organisation))


def most_specific(signals: Sequence[Signal], organisation: Organisation) -> Iterator[Signal]:
    """Without those of a unit or a board that are made of the same cases as one further down."""
    below: dict[tuple[object, ...], set[str]] = {}
    for signal in signals:
        if signal.scope.unit is not None:
            below.setdefault(_made_of(signal), set()).add(signal.scope.unit)
    for signal in signals:
        units = below.get(_made_of(signal), set())
        if signal.scope.unit is None:
            further = {unit.id for unit in organisation.units_of(signal.scope.board)}
        else:
            further = {unit.id for unit in organisation.units_below(signal.scope.unit)}
        if signal.kind is SignalKind.SILENT_YEAR or not units & further:
            yield signal


def _made_of(signal: Signal) -> tuple[object, ...]:
    scope = signal.scope
    cases = signal.cases or (signal.numbers.get("cases"), signal.numbers.get("before"))
    return signal.kind, signal.period, scope.board, scope.aspect, scope.value, cases


class _Reckoning:
    """The numbers that the detectors are given, of one board at a time."""

    def __init__(self, organisation: Organisation, today: date) -> None:
        self._organisation = organisation
        self._today = today

    def units(self, cases: pl.DataFrame, *lengths: int) -> Iterator[Count]:
        windows = [
            each
            for length in lengths
            if (each := window(cases, months(self._today.replace(day=1), -length)))
        ]
        board = cases["board"].first() if cases.height else None
        for count in by_unit(cases, windows, self._organisation, self._today):
            if count.scope.board == board and count.now + count.before:
                yield count

    def rises(self, board: Board, cases: pl.DataFrame) -> Iterator[Count]:
        yield from self.units(cases, MONTH)
        each = window(cases, months(self._today.replace(day=1), -MONTH))
        if each is None:
            return
        now, before = in_period(cases, each.now), in_period(cases, each.before)
        yield Count(Scope(board.id), each, now.height, before.height, latest(now))
        for (category,), here, earlier, ids in by_column(cases, each, ["category"]):
            scope = Scope(board.id, None, Aspect.CATEGORY, category)
            yield Count(scope, each, here, earlier, ids)

    def alike(self, board: Board, cases: pl.DataFrame) -> Iterator[Count]:
        each = window(cases, months(self._today.replace(day=1), -MONTH))
        if each is None:
            return
        known = {unit.id for unit in open_units(self._organisation, self._today)}
        for aspect in Aspect:
            column = _MANY.get(aspect, str(aspect))
            sorted_out = cases.explode(column) if aspect in _MANY else cases
            for (unit, value), now, before, ids in by_column(sorted_out, each, ["unit", column]):
                if unit in known:
                    yield Count(Scope(board.id, unit, aspect, value), each, now, before, ids)

    def causes(self, board: Board, cases: pl.DataFrame) -> Iterator[changes.CauseCount]:
        each = window(cases, months(self._today.replace(day=1), -SEASON))
        if each is None:
            return
        with_causes = cases.filter(pl.col("causes").list.len() > 0)
        of_now = in_period(with_causes, each.now).height
        of_before = in_period(with_causes, each.before).height
        exploded = with_causes.explode("causes")
        for (cause,), now, before, ids in by_column(exploded, each, ["causes"]):
            scope = Scope(board.id, None, Aspect.CAUSE, cause)
            yield changes.CauseCount(scope, each.now, now, of_now, before, of_before, ids)

    def ends(self, board: Board, cases: pl.DataFrame, year: Period) -> Iterator[tuple[Scope, int]]:
        """Units with nobody below them; none where the board itself has no whole year yet."""
        begun = cases["received_on"].min() if cases.height else None
        if not isinstance(begun, date) or begun > year.first:
            return
        here = in_period(cases, year)
        for unit in self._of(board):
            below = self._organisation.units_below(unit.id)
            if not any(each.is_open(self._today) for each in below):
                yield Scope(board.id, unit.id), self._within(here, unit).height

    def parts(self, board: Board, cases: pl.DataFrame, year: Period) -> Iterator[silence.Part]:
        here = in_period(cases, year).filter(pl.col("unit").is_not_null())
        units = self._of(board)
        tops = [unit for unit in units if unit.parent is None]
        whole = sum(leaves(unit, self._organisation, self._today) for unit in tops)
        for unit in units:
            share = leaves(unit, self._organisation, self._today) / whole
            scope = Scope(board.id, unit.id)
            yield silence.Part(scope, self._within(here, unit).height, here.height, share)

    def mixes(self, board: Board, cases: pl.DataFrame, year: Period) -> Iterator[silence.Mix]:
        here = in_period(cases, year)
        whole = (_of_kind(here, Kind.COMPLAINT), _of_kind(here, Kind.DEVIATION))
        for unit in self._of(board):
            own = self._within(here, unit)
            numbers = (_of_kind(own, Kind.COMPLAINT), _of_kind(own, Kind.DEVIATION))
            yield silence.Mix(Scope(board.id, unit.id), *numbers, *whole)

    def compared(self, board: Board, marked: pl.DataFrame) -> Iterator[handling.Compared]:
        """Each unit beside its board, of cases with a column `marked`."""
        found = marked.filter("marked")
        for unit in self._of(board):
            own = self._within(marked, unit)
            if not own.height:
                continue
            yield handling.Compared(
                Scope(board.id, unit.id),
                int(own["marked"].sum()),
                own.height,
                found.height,
                marked.height,
                latest(own.filter("marked")),
            )

    def _of(self, board: Board) -> tuple[Unit, ...]:
        return tuple(
            unit for unit in self._organisation.units_of(board.id) if unit.is_open(self._today)
        )

    def _within(self, cases: pl.DataFrame, unit: Unit) -> pl.DataFrame:
        return cases.filter(pl.col("unit").is_in(with_below(unit, self._organisation)))


def _of_kind(cases: pl.DataFrame, kind: Kind) -> int:
    return cases.filter(pl.col("kind").is_in([str(kind)])).height


def _chained(parts: Iterable[Iterator[T]]) -> Iterator[T]:
    for part in parts:
        yield from part
