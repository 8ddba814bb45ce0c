"""Signals from whole tables of cases: each kind is found where it is planted, and nowhere else."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.reporting.counted_case import CountedCase
from services.reporting.periods import months
from services.reporting.signals.detecting import detected
from services.reporting.signals.signal import Aspect, Scope, Signal, SignalKind
from services.reporting.signals.silence import month_names
from shared.clock import LOCAL
from shared.events.facts import ActionCounts
from shared.events.handling_words import DismissReason
from shared.events.vocabulary import Cause, ControlPoint, DiscoveredBy, Feedback, Kind, Status, Wish
from shared.organisation import Organisation
from tests.support.counted_cases import counted_case, table
from tests.support.organisations import with_all_units_open

TODAY = date(2026, 11, 22)
LAST_MONTH = months(TODAY.replace(day=1), -1)
SEASON = months(TODAY.replace(day=1), -3)
YEAR = months(TODAY.replace(day=1), -12)
NORTH, SOUTH, NIGHT = "hemvard-norr", "hemvard-soder", "hemvard-natt"
HOME = "hemvard"
UNITS = (NORTH, SOUTH, NIGHT, "hemsjukvard", "rehabilitering", "bemanning")


@pytest.fixture
def organisation(organisation: Organisation) -> Organisation:
    return with_all_units_open(organisation)


def case(unit: str, day: date, **facts: Any) -> CountedCase:
    return counted_case(board="von", unit=unit, received_on=day, category="conduct", **facts)


def steady(unit: str, every: int = 7, until: date = TODAY, **facts: Any) -> Iterator[CountedCase]:
    """A case every so many days, for three years."""
    day = TODAY - timedelta(days=3 * 365)
    while day < until:
        yield case(unit, day, **facts)
        day += timedelta(days=every)


def found(
    organisation: Organisation,
    *cases: CountedCase,
    kind: SignalKind,
    signed: dict[str, frozenset[str]] | None = None,
) -> dict[Scope, Signal]:
    signals = detected(table(*cases), organisation, TODAY, signed or {})
    return {signal.scope: signal for signal in signals if signal.kind is kind}


def unit(name: str) -> Scope:
    return Scope("von", name)


def test_steady_units_give_no_statistical_signal(organisation: Organisation) -> None:
    cases = [each for name in UNITS for each in steady(name)]

    signals = detected(table(*cases), organisation, TODAY, {})

    # The board has more units than these: that they never had a case is told, and nothing else.
    assert {signal.kind for signal in signals} == {SignalKind.SILENT_YEAR}
    assert not {signal.scope.unit for signal in signals} & set(UNITS)


def test_a_unit_that_falls_silent_is_told_until_it_has_signed(organisation: Organisation) -> None:
    cases = [*steady(NORTH), *steady(SOUTH, until=SEASON.first)]

    signals = found(organisation, *cases, kind=SignalKind.SILENT)

    assert set(signals) == {unit(SOUTH)}
    assert signals[unit(SOUTH)].period == SEASON
    assert 51 <= (signals[unit(SOUTH)].numbers["before"] or 0) <= 53
    signed = {SOUTH: frozenset(month_names(SEASON))}
    assert not found(organisation, *cases, kind=SignalKind.SILENT, signed=signed)


def test_a_rise_is_told_with_its_cases(organisation: Organisation) -> None:
    many = [case(NORTH, LAST_MONTH.first + timedelta(days=n % 20)) for n in range(20)]

    signals = found(organisation, *steady(NORTH), *steady(SOUTH), *many, kind=SignalKind.RISE)

    rise = signals[unit(NORTH)]
    assert unit(SOUTH) not in signals
    assert rise.numbers["cases"] == len(rise.cases)
    assert {each.id for each in many} <= set(rise.cases)
    assert (rise.numbers["by_chance"] or 1) < 0.001
    assert rise.period == LAST_MONTH


def test_a_fall_is_told(organisation: Organisation) -> None:
    cases = [*steady(NORTH, every=3, until=SEASON.first), *steady(SOUTH), case(NORTH, SEASON.last)]

    signals = found(organisation, *cases, kind=SignalKind.FALL)

    assert signals[unit(NORTH)].numbers["cases"] == 1
    assert unit(SOUTH) not in signals


def test_cases_that_are_alike_at_once_are_a_cluster(organisation: Organisation) -> None:
    alike = [case(NIGHT, LAST_MONTH.first, themes=("larm",)) for _ in range(5)]

    signals = found(organisation, *steady(NORTH), *steady(NIGHT), *alike, kind=SignalKind.CLUSTER)

    theme = Scope("von", NIGHT, Aspect.THEME, "larm")
    assert set(signals[theme].cases) == {each.id for each in alike}
    assert all(scope.unit == NIGHT for scope in signals)


def test_duplicates_and_tests_are_no_cluster(organisation: Organisation) -> None:
    alike = [
        case(NIGHT, LAST_MONTH.first, themes=("larm",), dismissed=reason)
        for reason in (DismissReason.DUPLICATE, DismissReason.TEST)
        for _ in range(5)
    ]

    assert not found(organisation, *steady(NIGHT), *alike, kind=SignalKind.CLUSTER)


def test_a_cause_that_grows_is_told(organisation: Organisation) -> None:
    before = steady(NORTH, until=SEASON.first, causes=(Cause.INATTENTION,))
    now = [case(NORTH, SEASON.first, causes=(Cause.SYSTEM_CHANGE,)) for _ in range(4)]

    signals = found(organisation, *before, *now, kind=SignalKind.GROWING_CAUSE)

    (signal,) = signals.values()
    assert signal.scope == Scope("von", None, Aspect.CAUSE, "system_change")
    assert (signal.numbers["cases"], signal.numbers["of"]) == (4, 4)


def test_the_same_again_after_an_effective_measure(organisation: Organisation) -> None:
    judged = case(
        NORTH,
        date(2026, 2, 1),
        actions=ActionCounts(decided=1, done=1, effective=1),
        followed_up_at=_noon(date(2026, 6, 1)),
        status=Status.FOLLOWED_UP,
    )
    again = case(NORTH, date(2026, 11, 3))
    other = case(SOUTH, date(2026, 11, 3))

    signals = found(organisation, judged, again, other, kind=SignalKind.RECURRENCE)

    (signal,) = signals.values()
    assert signal.scope == Scope("von", NORTH, Aspect.CATEGORY, "conduct")
    assert signal.cases == (again.id,)
    assert signal.numbers == {"cases": 1, "before": 1, "measures": 1}
    too_late = case(NORTH, date(2026, 5, 31))
    assert not found(organisation, judged, too_late, kind=SignalKind.RECURRENCE)


def test_a_unit_that_answers_late_is_told(organisation: Organisation) -> None:
    def handled(name: str, days: int) -> Iterator[CountedCase]:
        for each in steady(name):
            given = each.facts.received_on + timedelta(days=days)
            yield case(
                name,
                each.facts.received_on,
                feedback=Feedback.GIVEN,
                answered_at=_noon(given),
                status=Status.CLOSED,
            )

    unwanted = steady("bemanning", feedback_wish=Wish.NO)
    cases = [*handled(NORTH, 40), *handled(SOUTH, 30), *handled(NIGHT, 2), *unwanted]

    signals = found(organisation, *cases, kind=SignalKind.LATE)

    assert unit(NORTH) in signals
    assert not {unit(SOUTH), unit(NIGHT), unit("bemanning")} & set(signals)
    assert signals[unit(NORTH)].numbers["board"] == 0


def test_a_unit_with_few_control_points_is_told(organisation: Organisation) -> None:
    points = tuple(ControlPoint)
    poor = steady(NORTH, every=20, status=Status.CLOSED, control_points=points[:7])
    good = steady(SOUTH, every=20, status=Status.CLOSED, control_points=points[:8])

    signals = found(organisation, *poor, *good, kind=SignalKind.LOW_POINTS)

    assert set(signals) == {unit(NORTH)}


def test_a_unit_where_reviews_find_what_it_had_not_reported_is_told(
    organisation: Organisation,
) -> None:
    """Both have as many findings; what the one had reported too is merged, and counts once."""
    review, own = DiscoveredBy.TARGETED_REVIEW, DiscoveredBy.UNIT
    gone: dict[str, Any] = {"status": Status.DISMISSED, "dismissed": DismissReason.DUPLICATE}
    alone = list(steady(NORTH, every=20, discovered_by=review, imported=True))
    cases = [
        *alone,
        *steady(SOUTH, every=20, discovered_by=own, also_found_by=(review,)),
        *steady(SOUTH, every=20, discovered_by=review, imported=True, **gone),
    ]

    signals = found(organisation, *cases, kind=SignalKind.UNREPORTED)

    assert set(signals) == {unit(NORTH)}
    numbers = signals[unit(NORTH)].numbers
    assert numbers["cases"] == numbers["of"]
    assert (numbers["board"], numbers["of_board"]) == (0, numbers["of"])
    assert not found(organisation, *alone, kind=SignalKind.UNREPORTED), "nothing beside it"


def test_complaints_without_deviations_are_told(organisation: Organisation) -> None:
    cases = [
        *steady(NORTH, every=20, kind=Kind.COMPLAINT),
        *steady(SOUTH, every=20, kind=Kind.COMPLAINT),
        *steady(SOUTH, every=10, kind=Kind.DEVIATION),
    ]

    signals = found(organisation, *cases, kind=SignalKind.FEW_DEVIATIONS)

    assert set(signals) == {unit(NORTH)}
    assert signals[unit(NORTH)].numbers["deviations"] == 0


def test_a_unit_far_below_its_part_is_told(organisation: Organisation) -> None:
    leaves = [
        each.id
        for each in organisation.units_of("von")
        if not organisation.units_below(each.id) and each.id != NORTH
    ]
    cases = [each for name in leaves for each in steady(name, every=14)]
    cases.append(case(NORTH, date(2026, 2, 3)))

    signals = found(organisation, *cases, kind=SignalKind.UNDER_REPORTING)

    assert set(signals) == {unit(NORTH)}


def test_what_is_seen_at_a_unit_is_not_told_again_of_those_above(
    organisation: Organisation,
) -> None:
    many = [case(NORTH, LAST_MONTH.first + timedelta(days=n % 20)) for n in range(40)]

    alone = found(organisation, *steady(NORTH), *many, kind=SignalKind.RISE)
    beside = found(organisation, *steady(NORTH), *steady(SOUTH), *many, kind=SignalKind.RISE)

    assert {scope.unit for scope in alone if scope.aspect is None} == {NORTH}
    # The units above have more cases than that one: theirs is a rise of their own.
    assert {scope.unit for scope in beside if scope.aspect is None} >= {NORTH, HOME}


def test_an_empty_table_gives_nothing(organisation: Organisation) -> None:
    assert detected(table(), organisation, TODAY, {}) == ()


def test_a_table_of_a_few_months_gives_nothing_of_the_past(organisation: Organisation) -> None:
    cases = [each for each in steady(NORTH) if each.facts.received_on > date(2026, 7, 1)]

    signals = detected(table(*cases), organisation, TODAY, {})

    assert {signal.kind for signal in signals} <= {SignalKind.UNDER_REPORTING}


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=LOCAL)
