"""Whether a board's own targets were kept, and what is late on the day that is asked."""

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.reckoning import Reckoned, cases_behind, reckoned
from services.reporting.table.columns import asked_on, table_of
from services.reporting.table.targets import (
    NEXT_BY,
    TARGET_COLUMNS,
    KeptTargets,
    Step,
    Targets,
)
from shared.calendar import add_working_days
from shared.clock import LOCAL, local_date
from shared.deadlines.computing import deadlines_of
from shared.deadlines.deadline import DeadlineState
from shared.events.facts import Pause
from shared.events.vocabulary import Acknowledgement, Feedback, Kind, Status, Wish
from shared.organisation import Nature, Organisation
from tests.support.counted_cases import counted_case

MONDAY = date(2026, 3, 2)
"""The example board sn wants an acknowledgement within two working days, someone who answers for
the case within three, and an answer within 14 days."""
SOON, MUCH_LATER = MONDAY + timedelta(days=1), MONDAY + timedelta(days=100)


def at(days: int, hour: int = 12) -> datetime:
    day = MONDAY + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL)


def asked(organisation: Organisation, on: date, *facts: dict[str, Any]) -> pl.LazyFrame:
    given = {"board": "sn", "kind": Kind.COMPLAINT, "received_on": MONDAY, "received_at": at(0)}
    cases = [counted_case(**given | each) for each in facts]
    table = table_of((case.to_bson() for case in cases), Targets(organisation))
    return asked_on(table, on).lazy()


def figure(cases: pl.LazyFrame, name: str) -> Reckoned:
    (found,) = reckoned(cases, [FIGURES[name]])
    return found


ANSWERED_IN_TIME = {"answered_at": at(14, 23), "feedback": Feedback.GIVEN}


@pytest.mark.parametrize(
    ("facts", "value", "of"),
    [
        (ANSWERED_IN_TIME, 1, 1),
        ({"answered_at": at(15, 0), "feedback": Feedback.GIVEN}, 0, 1),
        ({"feedback": Feedback.GIVEN}, 0, 1),
        ({}, 0, 1),
        ({"status": Status.CLOSED, "closed_at": at(3)}, 0, 1),
        ({"feedback": Feedback.WAIVED}, 0, 0),
        ({"feedback": Feedback.IMPOSSIBLE}, 0, 0),
        ({"status": Status.REFERRED, "closed_at": at(1)}, 0, 0),
        ({"kind": Kind.PRAISE}, 0, 0),
        (ANSWERED_IN_TIME | {"board": "gone"}, 0, 0),
    ],
)
def test_what_counts_as_answered_in_time_once_the_day_is_over(
    organisation: Organisation, facts: dict[str, Any], value: int, of: int
) -> None:
    found = figure(asked(organisation, MUCH_LATER, facts), "answered-within-target")

    assert (found.value, found.of) == (value, of)


def test_what_is_open_counts_when_its_day_is_over_and_not_on_the_day(
    organisation: Organisation,
) -> None:
    last = MONDAY + timedelta(days=14)
    for on, of in ((last, 0), (last + timedelta(days=1), 1)):
        cases = asked(organisation, on, {})
        assert figure(cases, "answered-within-target").of == of
        assert figure(cases, "answers-late").value == of


def test_told_on_arrival_is_in_time_without_an_instant(organisation: Organisation) -> None:
    oral = {"acknowledgement": Acknowledgement.ORAL}
    tardy = {"acknowledgement": Acknowledgement.SENT, "acknowledged_at": at(9)}

    found = figure(asked(organisation, MUCH_LATER, oral, tardy), "acknowledged-within-target")

    assert (found.value, found.of) == (1, 2)


def test_a_case_is_late_by_anything_that_is_left_undone(organisation: Organisation) -> None:
    well = {"acknowledged_at": at(1), "acknowledgement": Acknowledgement.SENT}
    assigned = well | {"assigned_at": at(1), "status": Status.ASSIGNED}
    cases = asked(organisation, add_working_days(MONDAY, 4), {}, well, assigned)

    assert figure(cases, "late").value == 2
    assert cases_behind(cases, FIGURES["late"], pl.lit(value=True))[1] == 2
    assert figure(asked(organisation, SOON, {}, well, assigned), "late").value == 0


def test_a_pause_moves_the_day(organisation: Organisation) -> None:
    waited = Pause(
        began_on=MONDAY + timedelta(days=1),
        until=MONDAY + timedelta(days=40),
        ended_on=MONDAY + timedelta(days=11),
    )
    answered = ANSWERED_IN_TIME | {"answered_at": at(24)}
    cases = asked(organisation, MUCH_LATER, answered, answered | {"pauses": (waited,)})

    assert figure(cases, "answered-within-target").value == 1


@pytest.mark.parametrize("board", ["sn", "von", "an"])
def test_days_are_those_of_the_work_lists(organisation: Organisation, board: str) -> None:
    """Each open target of `shared.deadlines`, on every day of a month: late there is late here."""
    facts: list[dict[str, Any]] = [
        {"board": board},
        {"board": board, "assigned_at": at(1), "status": Status.ASSIGNED},
        {"board": board, "feedback_wish": Wish.NO, "feedback": Feedback.WAIVED},
        {"board": board, "kind": Kind.DEVIATION},
        {"board": board, "kind": Kind.LEX_SARAH},
    ]
    for days in range(35):
        on = MONDAY + timedelta(days=days)
        cases = asked(organisation, on, *facts)
        plain = sum(
            any(
                each.state(at(days)) is DeadlineState.BREACHED and each.nature is Nature.TARGET
                for each in deadlines_of(
                    counted_case(
                        **{
                            "kind": Kind.COMPLAINT,
                            "received_on": MONDAY,
                            "received_at": at(0),
                            **each_facts,
                        }
                    ).facts,
                    organisation.known_board(board),
                )
            )
            for each_facts in facts
        )
        assert local_date(at(days)) == on
        assert figure(cases, "late").value == plain


def test_columns_of_a_board_that_is_gone_are_unknown(organisation: Organisation) -> None:
    row = asked(organisation, SOON, {"board": "gone"}).collect().row(0, named=True)

    assert [row[name] for step in Step for name in (step.by, step.in_time)] == [None] * 8
    assert row[NEXT_BY] is None


def test_what_is_kept_with_the_facts_is_what_is_computed(organisation: Organisation) -> None:
    targets = Targets(organisation)
    for facts in ({}, ANSWERED_IN_TIME, {"board": "gone"}):
        case = counted_case(**{"board": "sn", "received_on": MONDAY, **facts})
        kept = case.model_copy(update={"targets": targets.kept(case.facts)})

        assert targets.of(kept.to_bson()) == targets.of(case.to_bson())


def test_what_is_kept_by_other_rules_is_computed_anew(organisation: Organisation) -> None:
    case = counted_case(board="sn", received_on=MONDAY)
    targets = Targets(organisation)
    kept = KeptTargets(rules="1:of-another-year", values=(None,) * len(TARGET_COLUMNS))
    stored = case.model_copy(update={"targets": kept}).to_bson()

    assert targets.of(stored) == targets.of(case.to_bson())
    assert any(targets.of(stored))
