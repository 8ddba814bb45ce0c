"""The internal control: every case stands in one class of each, so that the counts add up."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.notifications.pages.control_form import asked, presets, shown
from services.notifications.proof.control import (
    Acknowledged,
    Answered,
    Counts,
    is_controlled,
    judged,
)
from services.notifications.proof.controlling import Class, Period
from services.notifications.watched import WatchedCase
from shared.events.vocabulary import Acknowledgement, Feedback, Kind, Status
from shared.organisation import Organisation
from tests.support.submissions import MOMENT, submission

SOON, LATE = MOMENT + timedelta(hours=1), MOMENT + timedelta(days=60)
"""Before and after every target of a case that came in at MOMENT, a Monday."""


def found(organisation: Organisation, now: datetime, **facts: Any) -> tuple[Acknowledged, Answered]:
    event = submission(**facts)
    board = organisation.known_board("sn")
    case = WatchedCase.from_event(event, board, now)
    result = judged(case, board, now)
    return result.acknowledged, result.answered


@pytest.mark.parametrize(
    ("facts", "now", "acknowledged"),
    [
        ({}, SOON, Acknowledged.AHEAD),
        ({}, LATE, Acknowledged.MISSING),
        ({"status": Status.CLOSED, "closed_at": SOON}, SOON, Acknowledged.MISSING),
        ({"status": Status.DISMISSED}, LATE, Acknowledged.NOT_NEEDED),
        ({"acknowledgement": Acknowledgement.WAIVED}, LATE, Acknowledged.NOT_NEEDED),
        ({"acknowledgement": Acknowledgement.IMPOSSIBLE}, LATE, Acknowledged.IMPOSSIBLE),
        ({"acknowledgement": Acknowledgement.ORAL}, LATE, Acknowledged.IN_TIME),
        (
            {"acknowledgement": Acknowledgement.SENT, "acknowledged_at": SOON},
            LATE,
            Acknowledged.IN_TIME,
        ),
        (
            {"acknowledgement": Acknowledgement.SENT, "acknowledged_at": LATE},
            LATE,
            Acknowledged.LATE,
        ),
    ],
)
def test_how_it_stands_with_the_acknowledgement(
    organisation: Organisation, facts: dict[str, Any], now: datetime, acknowledged: Acknowledged
) -> None:
    assert found(organisation, now, **facts)[0] is acknowledged


@pytest.mark.parametrize(
    ("facts", "now", "answered"),
    [
        ({}, SOON, Answered.AHEAD),
        ({}, LATE, Answered.MISSING),
        ({"status": Status.CLOSED, "closed_at": SOON}, SOON, Answered.MISSING),
        ({"status": Status.REFERRED}, LATE, Answered.NOT_NEEDED),
        ({"kind": Kind.PRAISE}, LATE, Answered.NOT_NEEDED),
        ({"feedback": Feedback.WAIVED}, LATE, Answered.WAIVED),
        ({"feedback": Feedback.IMPOSSIBLE}, LATE, Answered.IMPOSSIBLE),
        ({"feedback": Feedback.GIVEN, "answered_at": SOON}, LATE, Answered.IN_TIME),
        ({"feedback": Feedback.GIVEN, "answered_at": LATE}, LATE, Answered.LATE),
        (
            {"feedback": Feedback.GIVEN, "answered_at": SOON, "status": Status.DISMISSED},
            LATE,
            Answered.IN_TIME,
        ),
    ],
)
def test_how_it_stands_with_the_answer(
    organisation: Organisation, facts: dict[str, Any], now: datetime, answered: Answered
) -> None:
    assert found(organisation, now, **facts)[1] is answered


def test_every_state_of_facts_has_its_class_and_the_counts_add_up(
    organisation: Organisation,
) -> None:
    board, counts = organisation.known_board("sn"), Counts()
    number = 0
    for kind in (Kind.COMPLAINT, Kind.PRAISE, Kind.DEVIATION):
        for status in Status:
            for acknowledgement in Acknowledgement:
                for feedback in Feedback:
                    event = submission(
                        kind=kind,
                        status=status,
                        acknowledgement=acknowledgement,
                        feedback=feedback,
                    )
                    case = WatchedCase.from_event(event, board, SOON)
                    counts.add(judged(case, board, LATE))
                    number += 1

    assert counts.received == number
    assert sum(counts.acknowledged.values()) == sum(counts.answered.values()) == number
    assert not counts.as_the_routine_says


def test_the_first_moment_after_the_target_day_is_late(organisation: Organisation) -> None:
    event = submission()
    case = WatchedCase.from_event(event, organisation.known_board("sn"), SOON)
    due = next(each for each in case.deadlines if each.rule == "answer").due_at
    given = {"feedback": Feedback.GIVEN}

    just = found(organisation, LATE, **given, answered_at=due - timedelta(milliseconds=1))
    over = found(organisation, LATE, **given, answered_at=due)

    assert (just[1], over[1]) == (Answered.IN_TIME, Answered.LATE)


@pytest.mark.parametrize(
    ("facts", "controlled"),
    [
        ({}, True),
        ({"imported": True}, False),
        ({"kind": Kind.LEX_SARAH}, False),
        ({"first_kind": Kind.LEX_SARAH}, False),
    ],
)
def test_imported_and_lex_sarah_cases_are_left_out(facts: dict[str, Any], controlled: bool) -> None:
    assert is_controlled(submission(**facts).facts) is controlled


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 11, 22), date(2028, 2, 29)])
def test_periods_that_are_often_asked_for_are_in_order(today: date) -> None:
    periods = [each.period for each in presets(today)]

    assert all(each.is_in_order for each in periods)
    assert {each.last for each in periods[::2]} == {today}
    assert all(each.last < today for each in periods[1::2])
    assert periods[4].first == date(today.year, 1, 1)
    last_year = Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    assert periods[5] == last_year
    assert periods[3].last + timedelta(days=1) == periods[2].first
    assert periods[1].last + timedelta(days=1) == periods[0].first


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"fran": "x"}, "fran"),
        ({"till": "2026-02-30"}, "till"),
        ({"fran": "2026-02-01", "till": "2026-01-01"}, "till"),
        ({"fran": "2020-01-01", "till": "2026-01-01"}, "till"),
    ],
)
def test_a_period_that_is_wrong_is_told_and_what_was_typed_stays(
    organisation: Organisation, query: dict[str, str], field: str
) -> None:
    wanted = asked(query, organisation.boards, MOMENT.date())

    assert wanted.period is None
    assert list(wanted.form.errors) == [field]
    assert wanted.form.value(field) == query[field]


def test_a_class_is_read_back_from_the_address(organisation: Organisation) -> None:
    every = [*(Class(acknowledged=each) for each in Acknowledged)]
    every += [Class(answered=each) for each in Answered]

    for each in every:
        wanted = asked({"visa": shown(each)}, organisation.boards, datetime.now(UTC).date())
        assert wanted.listed == each
    assert asked({"visa": "x-y"}, organisation.boards, MOMENT.date()).listed is None
