"""Deadlines from the board's rules and the facts, and when something is to be said of them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.notifications.deadlines.occasions import Stage, occasions, to_say
from shared.deadlines.computing import deadlines_of
from shared.deadlines.deadline import Deadline, DeadlineState, Standing
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Acknowledgement, Feedback, Kind, Status
from shared.organisation import DeadlineRule, Milestone, Nature, Organisation
from tests.support.submissions import submission

DAY_ONE = datetime(2026, 3, 3, 10, tzinfo=UTC)
LATE = datetime(2026, 5, 1, 10, tzinfo=UTC)


def facts_of(**changes: Any) -> CaseFacts:
    return submission(**changes).facts


def deadline_of(organisation: Organisation, rule: str, **changes: Any) -> Deadline:
    facts = facts_of(**changes)
    found = {each.rule: each for each in deadlines_of(facts, organisation.known_board("sn"))}
    return found[rule]


@pytest.mark.parametrize(
    "days",
    [
        # An ordinary Monday.
        "2026-03-02 2026-03-04 2026-03-05 2026-03-16 2026-04-02",
        # Maundy Thursday: Good Friday and Easter Monday are no working days.
        "2026-04-02 2026-04-08 2026-04-09 2026-04-16 2026-05-02",
        # The day before Midsummer Eve, which authorities do not work either.
        "2026-06-18 2026-06-23 2026-06-24 2026-07-02 2026-07-18",
        # The last of January: there is no 31 February.
        "2026-01-31 2026-02-03 2026-02-04 2026-02-14 2026-02-28",
        "2028-01-31 2028-02-02 2028-02-03 2028-02-14 2028-02-29",
        # The day before Christmas Eve, over the turn of the year.
        "2026-12-23 2026-12-29 2026-12-30 2027-01-06 2027-01-23",
    ],
)
def test_due_days_follow_the_rules_and_swedish_holidays(
    organisation: Organisation, days: str
) -> None:
    received_on, acknowledge, assign, answer, remind = map(date.fromisoformat, days.split())
    facts = facts_of(received_on=received_on)
    due = {each.rule: each.due for each in deadlines_of(facts, organisation.known_board("sn"))}

    assert due == {
        "acknowledge": acknowledge,
        "assign": assign,
        "answer": answer,
        "coordinator-reminder": remind,
    }


def test_a_deadline_is_over_at_the_end_of_the_swedish_day(organisation: Organisation) -> None:
    winter = deadline_of(organisation, "acknowledge", received_on=date(2026, 3, 2))
    summer = deadline_of(organisation, "acknowledge", received_on=date(2026, 6, 1))

    assert winter.due_at == datetime(2026, 3, 4, 23, tzinfo=UTC)
    assert summer.due_at == datetime(2026, 6, 3, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "changes", "standing", "met_at"),
    [
        ("acknowledge", {}, Standing.OPEN, None),
        ("acknowledge", {"acknowledged_at": DAY_ONE}, Standing.MET, DAY_ONE),
        ("acknowledge", {"acknowledgement": Acknowledgement.SENT}, Standing.MET, None),
        ("acknowledge", {"acknowledgement": Acknowledgement.IMPOSSIBLE}, Standing.CANCELLED, None),
        ("acknowledge", {"acknowledgement": Acknowledgement.WAIVED}, Standing.CANCELLED, None),
        ("answer", {"acknowledged_at": DAY_ONE}, Standing.OPEN, None),
        ("answer", {"answered_at": DAY_ONE}, Standing.MET, DAY_ONE),
        ("answer", {"feedback": Feedback.GIVEN}, Standing.MET, None),
        ("answer", {"feedback": Feedback.WAIVED}, Standing.CANCELLED, None),
        ("answer", {"feedback": Feedback.IMPOSSIBLE}, Standing.CANCELLED, None),
        ("answer", {"status": Status.CLOSED, "closed_at": DAY_ONE}, Standing.MET, DAY_ONE),
        ("answer", {"status": Status.DISMISSED}, Standing.CANCELLED, None),
        ("answer", {"status": Status.REFERRED}, Standing.CANCELLED, None),
        ("answer", {"status": Status.DISMISSED, "answered_at": DAY_ONE}, Standing.MET, DAY_ONE),
        ("answer", {"status": Status.ASSIGNED, "closed_at": DAY_ONE}, Standing.OPEN, None),
        ("coordinator-reminder", {"answered_at": DAY_ONE}, Standing.MET, DAY_ONE),
        ("lex-sarah-at-once", {"kind": Kind.LEX_SARAH}, Standing.OPEN, None),
        (
            "lex-sarah-at-once",
            {"kind": Kind.LEX_SARAH, "assigned_at": DAY_ONE},
            Standing.MET,
            DAY_ONE,
        ),
    ],
)
def test_what_the_facts_say_of_a_deadline(
    organisation: Organisation,
    rule: str,
    changes: dict[str, Any],
    standing: Standing,
    met_at: datetime | None,
) -> None:
    deadline = deadline_of(organisation, rule, **changes)

    assert (deadline.standing, deadline.met_at) == (standing, met_at)


@pytest.mark.parametrize("told", [Acknowledgement.ORAL, Acknowledgement.RECEIPT])
def test_who_was_told_at_once_was_told_when_the_case_came(
    organisation: Organisation, told: Acknowledgement
) -> None:
    deadline = deadline_of(organisation, "acknowledge", acknowledgement=told)

    assert deadline.met_at == facts_of().received_at
    assert not deadline.late


def test_a_reopened_case_has_its_closing_ahead_again(organisation: Organisation) -> None:
    rule = (
        organisation.known_board("sn")
        .deadlines[0]
        .model_copy(update={"id": "close", "met_by": Milestone.CLOSED})
    )
    board = organisation.known_board("sn").model_copy(update={"deadlines": (rule,)})

    (reopened,) = deadlines_of(facts_of(status=Status.ASSIGNED, closed_at=DAY_ONE), board)
    (closed,) = deadlines_of(facts_of(status=Status.CLOSED, closed_at=DAY_ONE), board)

    assert reopened.standing is Standing.OPEN
    assert (closed.standing, closed.met_at) == (Standing.MET, DAY_ONE)


@pytest.mark.parametrize(
    ("rule", "changes", "now", "state", "late"),
    [
        ("answer", {}, DAY_ONE, DeadlineState.RUNNING, False),
        ("answer", {}, LATE, DeadlineState.BREACHED, False),
        ("coordinator-reminder", {}, LATE, DeadlineState.REMINDED, False),
        ("answer", {"answered_at": DAY_ONE}, LATE, DeadlineState.MET, False),
        ("answer", {"answered_at": LATE}, LATE, DeadlineState.MET, True),
        ("answer", {"feedback": Feedback.WAIVED}, LATE, DeadlineState.CANCELLED, False),
    ],
)
def test_the_state_follows_from_facts_and_time(
    organisation: Organisation,
    rule: str,
    changes: dict[str, Any],
    now: datetime,
    state: DeadlineState,
    late: bool,
) -> None:
    deadline = deadline_of(organisation, rule, **changes)

    assert (deadline.state(now), deadline.late) == (state, late)


def test_the_last_moment_of_the_day_is_in_time_and_the_next_is_not(
    organisation: Organisation,
) -> None:
    deadline = deadline_of(organisation, "answer")
    last = datetime(2026, 3, 16, 22, 59, 59, tzinfo=UTC)

    assert deadline.state(last) is DeadlineState.RUNNING
    assert deadline.state(deadline.due_at) is DeadlineState.BREACHED
    assert not deadline_of(organisation, "answer", answered_at=last).late
    assert deadline_of(organisation, "answer", answered_at=deadline.due_at).late


def open_deadlines(organisation: Organisation) -> tuple[Deadline, ...]:
    facts = facts_of(acknowledgement=Acknowledgement.SENT, assigned_at=DAY_ONE)
    return deadlines_of(facts, organisation.known_board("sn"))


def test_each_open_deadline_has_its_occasions_in_order_of_time(organisation: Organisation) -> None:
    ahead = occasions(open_deadlines(organisation), ())

    assert [(each.name, each.at) for each in ahead] == [
        # Seven in the morning, Swedish winter time.
        ("answer:2026-03-16:before", datetime(2026, 3, 11, 6, tzinfo=UTC)),
        ("answer:2026-03-16:due", datetime(2026, 3, 16, 23, tzinfo=UTC)),
        # Three and eight working days later.
        ("answer:2026-03-16:escalated:1", datetime(2026, 3, 19, 6, tzinfo=UTC)),
        ("answer:2026-03-16:escalated:2", datetime(2026, 3, 26, 6, tzinfo=UTC)),
        # Summer time has begun.
        ("coordinator-reminder:2026-04-02:due", datetime(2026, 4, 2, 22, tzinfo=UTC)),
    ]
    assert [each.is_breach for each in ahead] == [False, True, False, False, False]


def test_what_is_done_is_not_said_again(organisation: Organisation) -> None:
    ahead = occasions(open_deadlines(organisation), ("answer:2026-03-16:before",))

    assert [each.name for each in ahead] == [
        "answer:2026-03-16:due",
        "answer:2026-03-16:escalated:1",
        "answer:2026-03-16:escalated:2",
        "coordinator-reminder:2026-04-02:due",
    ]


def test_a_deadline_that_moves_is_said_of_its_new_day(organisation: Organisation) -> None:
    moved = deadlines_of(
        facts_of(received_on=date(2026, 3, 9), acknowledgement=Acknowledgement.SENT),
        organisation.known_board("sn"),
    )

    ahead = occasions(moved, ("answer:2026-03-16:before", "answer:2026-03-16:due"))

    assert "answer:2026-03-23:before" in {each.name for each in ahead}


def test_after_a_long_absence_a_reminder_whose_day_is_over_is_left_out(
    organisation: Organisation,
) -> None:
    ahead = occasions(open_deadlines(organisation), ())

    assert [each.stage for each in to_say(ahead, DAY_ONE)] == []
    in_time = datetime(2026, 3, 12, tzinfo=UTC)
    assert [each.stage for each in to_say(ahead, in_time)] == [Stage.BEFORE]
    assert [each.name for each in to_say(ahead, LATE)] == [
        "answer:2026-03-16:due",
        "answer:2026-03-16:escalated:2",
        "coordinator-reminder:2026-04-02:due",
    ]


def test_a_kind_without_rules_has_no_deadlines(organisation: Organisation) -> None:
    board = organisation.known_board("sn").model_copy(update={"deadlines": ()})

    assert deadlines_of(facts_of(), board) == ()


def test_rules_for_other_kinds_do_not_apply(organisation: Organisation) -> None:
    board = organisation.known_board("sn")

    assert [each.rule for each in deadlines_of(facts_of(kind=Kind.PRAISE), board)] == [
        "acknowledge"
    ]
    (lex_sarah,) = deadlines_of(facts_of(kind=Kind.LEX_SARAH), board)
    assert (lex_sarah.due, lex_sarah.nature) == (date(2026, 3, 2), Nature.TARGET)


def test_what_meets_a_deadline_is_told_by_the_facts_or_by_a_measure() -> None:
    fields = set(CaseFacts.model_fields)

    assert {each.value for each in Milestone if not each.of_measures} <= fields
    assert DeadlineRule.model_fields["met_by"].annotation is Milestone


def test_of_a_case_paused_before_spans_were_kept_nothing_is_said_before_its_day(
    organisation: Organisation,
) -> None:
    answer = deadline_of(organisation, "answer")
    paused = {"status": Status.PAUSED, "paused_until": date(2026, 5, 4)}
    held = deadline_of(organisation, "answer", **paused)

    assert held.due == answer.due
    assert held.state(DAY_ONE) is DeadlineState.PAUSED
    assert held.reason_at(DAY_ONE) == "case_paused"
    assert {each.at for each in occasions([held], ())} == {datetime(2026, 5, 4, 5, tzinfo=UTC)}
    assert [each.name for each in occasions([held], ())] == [
        each.name for each in occasions([answer], ())
    ]
    over = deadline_of(organisation, "answer", **paused | {"paused_until": date(2026, 1, 1)})
    assert [each.at for each in occasions([over], ())] == [
        each.at for each in occasions([answer], ())
    ]
