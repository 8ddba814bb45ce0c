"""Deadlines that stand still, that are extended, and that are counted from further beginnings."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.deadlines.occasions import Occasion, Stage, occasions
from services.notifications.deadlines.recipients import told
from shared.calendar import is_working_day
from shared.deadlines.computing import deadlines_of, rules_of
from shared.deadlines.deadline import Deadline, DeadlineState, Standing
from shared.events.facts import CaseFacts, Extension, MeasureFacts, Pause
from shared.events.handling_words import ActionState, ExtensionCause, Misconduct
from shared.events.vocabulary import Kind, LexSarahState, Status
from shared.organisation import Board, DeadlineRule, Organisation
from tests.support.submissions import submission

NAME = {"sv": "Namn", "en": "Name"}
MONDAY = date(2026, 3, 2)


def at(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")


def facts_of(**changes: Any) -> CaseFacts:
    return submission(**changes).facts


def rule(**changes: Any) -> DeadlineRule:
    settings = {
        "id": "answer",
        "name": NAME,
        "kinds": list(Kind),
        "within": {"days": 14},
        "met_by": "answered_at",
        "recipients": ["manager"],
        "basis": NAME,
    }
    return DeadlineRule.model_validate(settings | changes)


def board_with(organisation: Organisation, *rules: DeadlineRule) -> Board:
    return organisation.known_board("sn").model_copy(update={"deadlines": rules})


def only(organisation: Organisation, the_rule: DeadlineRule, **facts: Any) -> Deadline:
    (found,) = deadlines_of(facts_of(**facts), board_with(organisation, the_rule))
    return found


def pause(began_on: str, until: str, ended_on: str | None = None) -> Pause:
    return Pause(
        began_on=date.fromisoformat(began_on),
        until=date.fromisoformat(until),
        ended_on=date.fromisoformat(ended_on) if ended_on else None,
    )


def extension(due: str, on: str, key: str = "answer") -> Extension:
    return Extension(
        rule=key,
        due=date.fromisoformat(due),
        on=date.fromisoformat(on),
        cause=ExtensionCause.OTHERS,
    )


@pytest.mark.parametrize(
    ("within", "pauses", "due"),
    [
        ({"days": 14}, [], "2026-03-16"),
        # Resumed on its day: five days on which nothing was counted.
        ({"days": 14}, [pause("2026-03-05", "2026-03-10", "2026-03-10")], "2026-03-21"),
        # Resumed before its day, and long after it: the wait ends on its day at the latest.
        ({"days": 14}, [pause("2026-03-05", "2026-03-30", "2026-03-10")], "2026-03-21"),
        ({"days": 14}, [pause("2026-03-05", "2026-03-10", "2026-04-30")], "2026-03-21"),
        ({"days": 14}, [pause("2026-03-05", "2026-03-10")], "2026-03-21"),
        # Begun and ended the same day.
        ({"days": 14}, [pause("2026-03-05", "2026-03-10", "2026-03-05")], "2026-03-16"),
        # On the last day, and on the day after it.
        ({"days": 14}, [pause("2026-03-16", "2026-03-18")], "2026-03-18"),
        ({"days": 14}, [pause("2026-03-17", "2026-03-18")], "2026-03-16"),
        # The second begins in time only because of the first.
        (
            {"days": 14},
            [
                pause("2026-03-05", "2026-03-10", "2026-03-10"),
                pause("2026-03-20", "2026-03-23", "2026-03-23"),
            ],
            "2026-03-24",
        ),
        # From the arrival day itself, which is not counted in any case.
        ({"days": 14}, [pause("2026-03-02", "2026-03-04", "2026-03-04")], "2026-03-17"),
        # Of working days, only the Thursday and the Friday were lost.
        ({"working_days": 5}, [pause("2026-03-05", "2026-03-09", "2026-03-09")], "2026-03-11"),
        ({"months": 1}, [pause("2026-03-05", "2026-03-10", "2026-03-10")], "2026-04-07"),
    ],
)
def test_a_pause_gives_as_many_days_more_as_it_took(
    organisation: Organisation, within: dict[str, int], pauses: list[Pause], due: str
) -> None:
    deadline = only(organisation, rule(within=within), pauses=tuple(pauses))

    assert deadline.due == date.fromisoformat(due)


@given(
    length=st.integers(0, 30),
    unit=st.sampled_from(["days", "working_days", "months"]),
    day_off=st.sampled_from(["stay", "next"]),
    begun=st.integers(-2, 60),
    waited=st.integers(0, 40),
)
def test_a_due_day_is_never_in_a_pause_and_never_earlier_for_one(
    organisation: Organisation, length: int, unit: str, day_off: str, begun: int, waited: int
) -> None:
    began_on = MONDAY + timedelta(days=begun)
    rested = Pause(began_on=began_on, until=began_on + timedelta(days=waited))
    the_rule = rule(within={unit: length}, day_off=day_off)

    without = only(organisation, the_rule)
    with_it = only(organisation, the_rule, pauses=(rested,))

    assert with_it.due >= without.due
    assert with_it.due == without.due or not rested.began_on <= with_it.due < rested.until
    if day_off == "next":
        assert is_working_day(with_it.due)


@pytest.mark.parametrize(
    ("met_by", "paused", "moves"),
    [
        ("answered_at", None, True),
        ("closed_at", None, True),
        ("acknowledged_at", None, False),
        ("assigned_at", None, False),
        ("answered_at", "runs", False),
        ("acknowledged_at", "stops", True),
    ],
)
def test_a_board_says_whose_clock_stands_still(
    organisation: Organisation, met_by: str, paused: str | None, moves: bool
) -> None:
    rested = pause("2026-03-05", "2026-03-10")
    the_rule = rule(met_by=met_by, **({"paused": paused} if paused else {}))

    deadline = only(organisation, the_rule, pauses=(rested,), status=Status.PAUSED)

    assert (deadline.due == date(2026, 3, 21)) is moves
    paused_now = deadline.state(at("2026-03-06")) is DeadlineState.PAUSED
    assert paused_now is moves


def test_a_paused_deadline_says_so_from_the_first_day_to_the_last(
    organisation: Organisation,
) -> None:
    deadline = only(organisation, rule(), pauses=(pause("2026-03-05", "2026-03-10"),))

    states = [deadline.state(at(f"2026-03-{day:02}")) for day in (4, 5, 9, 10)]
    assert states == [
        DeadlineState.RUNNING,
        DeadlineState.PAUSED,
        DeadlineState.PAUSED,
        DeadlineState.RUNNING,
    ]
    assert deadline.reason_at(at("2026-03-06")) == "case_paused"
    assert deadline.reason_at(at("2026-03-11")) is None


def test_a_pause_after_the_day_leaves_it_late(organisation: Organisation) -> None:
    deadline = only(organisation, rule(), pauses=(pause("2026-03-20", "2026-04-10"),))

    assert deadline.state(at("2026-03-25")) is DeadlineState.BREACHED


def test_nothing_of_a_paused_deadline_is_said_in_the_pause(organisation: Organisation) -> None:
    the_rule = rule(remind_before={"days": 6}, escalate_after=[{"days": 2}, {"days": 20}])
    rested = pause("2026-03-09", "2026-03-20")

    deadline = only(organisation, the_rule, pauses=(rested,))
    ahead = occasions([deadline], ())

    assert deadline.due == date(2026, 3, 27)
    assert [(each.stage, each.at) for each in ahead] == [
        (Stage.BEFORE, at("2026-03-21", 6)),
        (Stage.DUE, at("2026-03-27", 23)),
        (Stage.ESCALATED, at("2026-03-29", 5)),
        (Stage.ESCALATED, at("2026-04-16", 5)),
    ]
    inside = only(organisation, rule(remind_before={"days": 10}), pauses=(rested,))
    assert inside.remind_on == date(2026, 3, 20), "the day itself lies in the pause"


def test_a_late_case_that_rests_is_escalated_later(organisation: Organisation) -> None:
    the_rule = rule(escalate_after=[{"working_days": 3}])

    deadline = only(organisation, the_rule, pauses=(pause("2026-03-18", "2026-03-25"),))

    assert deadline.due == date(2026, 3, 16)
    assert deadline.escalate_on == (date(2026, 3, 26),)


def test_an_extension_gives_a_later_day_and_says_why(organisation: Organisation) -> None:
    deadline = only(organisation, rule(), extended=(extension("2026-04-10", "2026-03-12"),))

    assert deadline.due == date(2026, 4, 10)
    assert deadline.extended_on == date(2026, 3, 12)
    assert deadline.state(at("2026-04-01")) is DeadlineState.EXTENDED
    assert deadline.reason_at(at("2026-04-01")) == "others"
    assert deadline.state(at("2026-04-11")) is DeadlineState.BREACHED
    names = [each.name for each in occasions([deadline], ())]
    assert names == ["answer:2026-04-10:extended", "answer:2026-04-10:due"]


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        # Before the extension: whoever extended it knew of that.
        ([pause("2026-03-03", "2026-03-08", "2026-03-08")], "2026-04-10"),
        ([pause("2026-03-20", "2026-03-25", "2026-03-25")], "2026-04-15"),
        ([pause("2026-03-12", "2026-03-14", "2026-03-14")], "2026-04-12"),
    ],
)
def test_a_pause_after_an_extension_moves_its_day(
    organisation: Organisation, pauses: list[Pause], due: str
) -> None:
    deadline = only(
        organisation,
        rule(),
        extended=(extension("2026-04-10", "2026-03-12"),),
        pauses=tuple(pauses),
    )

    assert deadline.due == date.fromisoformat(due)


def test_an_extension_never_takes_time_away(organisation: Organisation) -> None:
    longer = rule(within={"days": 60})

    deadline = only(organisation, longer, extended=(extension("2026-04-10", "2026-03-12"),))

    assert deadline.due == date(2026, 5, 1)
    assert (deadline.extended_on, deadline.reason) == (None, None)


DONE = MeasureFacts(
    number=1,
    owner="head-sn",
    state=ActionState.DONE,
    due=date(2026, 4, 1),
    done_on=date(2026, 4, 3),
)
UNDONE = MeasureFacts(
    number=2, owner="manager-forsorjningsstod", due=date(2026, 5, 1), state=ActionState.DECIDED
)
WITHOUT_DAY = MeasureFacts(number=3, owner="head-sn")


def test_each_measure_has_a_deadline_of_its_own(organisation: Organisation) -> None:
    due = rule(
        id="measures-due",
        within={"days": 0},
        counted_from="measure_due",
        met_by="measure_done",
        recipients=["owner"],
    )
    effect = rule(
        id="measures-effect",
        within={"months": 3},
        counted_from="measure_done",
        met_by="measure_judged",
        nature="reminder",
        recipients=["owner"],
    )
    facts = facts_of(measures=(DONE, UNDONE, WITHOUT_DAY), status=Status.CLOSED)

    found = {each.key: each for each in deadlines_of(facts, board_with(organisation, due, effect))}

    assert {key: (each.due, each.standing) for key, each in found.items()} == {
        "measures-due.1": (date(2026, 4, 1), Standing.MET),
        "measures-due.2": (date(2026, 5, 1), Standing.OPEN),
        "measures-effect.1": (date(2026, 7, 3), Standing.OPEN),
    }
    assert found["measures-due.1"].late
    assert found["measures-due.2"].owner == "manager-forsorjningsstod"
    judged = DONE.model_copy(update={"state": ActionState.EFFECTIVE})
    (over,) = deadlines_of(facts_of(measures=(judged,)), board_with(organisation, effect))
    assert over.standing is Standing.MET
    (later,) = deadlines_of(
        facts_of(
            measures=(UNDONE,), extended=(extension("2026-06-01", "2026-04-01", "measures-due.2"),)
        ),
        board_with(organisation, due),
    )
    assert later.due == date(2026, 6, 1)


def test_what_has_not_begun_has_no_deadline(organisation: Organisation) -> None:
    board = organisation.known_board("sn")

    begun = {each.rule for each in deadlines_of(facts_of(kind=Kind.DEVIATION), board)}

    assert begun == {"acknowledge", "assign", "answer", "coordinator-reminder"}


def test_a_closed_case_is_followed_up_and_then_let_go(organisation: Organisation) -> None:
    closed = facts_of(
        kind=Kind.DEVIATION,
        status=Status.CLOSED,
        closed_at=at("2026-06-30"),
        answered_at=at("2026-03-10"),
    )
    board = organisation.known_board("sn")
    found = {each.rule: each for each in deadlines_of(closed, board)}

    assert found["follow-up"].due == date(2026, 12, 30)
    years = next(each for each in board.retention if Kind.DEVIATION in each.kinds).after_closing
    assert years is not None
    assert found["archive"].due == date(2026 + (years.years or 0), 7, 30)
    assert {rule for rule, each in found.items() if each.standing is Standing.OPEN} == {
        "follow-up",
        "archive",
    }
    erased = closed.model_copy(update={"erased_at": at("2031-07-02")})
    archived = {each.rule: each.standing for each in deadlines_of(erased, board)}
    assert archived["archive"] is Standing.MET
    again = closed.model_copy(update={"status": Status.ASSIGNED, "closed_at": None})
    assert "archive" not in {each.rule for each in deadlines_of(again, board)}


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        ({"misconduct": Misconduct.SERIOUS}, Standing.OPEN),
        ({"misconduct": Misconduct.SERIOUS_RISK}, Standing.OPEN),
        ({"misconduct": Misconduct.MISCONDUCT}, None),
        ({"misconduct": Misconduct.SERIOUS, "ivo_notified_on": date(2026, 4, 2)}, Standing.MET),
    ],
)
def test_serious_misconduct_is_notified_to_ivo_at_once(
    organisation: Organisation, facts: dict[str, Any], standing: Standing | None
) -> None:
    given = facts_of(
        kind=Kind.LEX_SARAH,
        lex_sarah=LexSarahState.DECIDED,
        lex_sarah_decided_at=at("2026-04-01"),
        **facts,
    )

    found = {each.rule: each for each in deadlines_of(given, organisation.known_board("sn"))}

    assert (found["ivo"].standing if "ivo" in found else None) is standing
    if standing is not None:
        assert found["ivo"].due == date(2026, 4, 1)
        assert found["ivo"].late is (standing is Standing.MET)


def test_each_stage_goes_one_manager_higher_and_the_uppermost_is_told_again(
    organisation: Organisation,
) -> None:
    the_rule = rule(
        recipients=["manager", "coordinator"], escalate_after=[{"days": n} for n in range(1, 7)]
    )
    facts = facts_of(unit="forsorjningsstod-mottagning")
    deadline = only(organisation, the_rule)

    def accounts(stage: Stage, level: int | None = None) -> list[str]:
        occasion = Occasion(deadline, stage, deadline.due_at, level)
        return [each.account.account for each in told(occasion, the_rule, facts, organisation)]

    assert accounts(Stage.DUE) == ["manager-forsorjningsstod-mottagning", "coordinator-sn"]
    assert [accounts(Stage.ESCALATED, level) for level in range(1, 7)] == [
        ["manager-forsorjningsstod"],
        ["head-forsorjningsstod"],
        ["manager-individ-familj"],
        ["head-sn"],
        ["head-sn"],
        ["head-sn"],
    ]


def test_a_measure_tells_its_owner_or_the_manager_where_nobody_knows_the_owner(
    organisation: Organisation,
) -> None:
    the_rule = rule(
        counted_from="measure_due", met_by="measure_done", recipients=["owner", "responsible"]
    )
    unknown = UNDONE.model_copy(update={"number": 1, "owner": "caseworker-7"})
    facts = facts_of(
        unit="forsorjningsstod-mottagning",
        measures=(unknown, UNDONE),
        responsible="head-forsorjningsstod",
    )

    found = deadlines_of(facts, board_with(organisation, the_rule))
    accounts = [
        [
            each.account.account
            for each in told(
                Occasion(deadline, Stage.DUE, deadline.due_at), the_rule, facts, organisation
            )
        ]
        for deadline in found
    ]
    assert accounts == [
        ["manager-forsorjningsstod-mottagning", "head-forsorjningsstod"],
        ["manager-forsorjningsstod", "head-forsorjningsstod"],
    ]


def test_the_fingerprint_of_the_rules_changes_with_each_that_matters(
    organisation: Organisation,
) -> None:
    board = board_with(organisation, rule())
    other_days = board_with(organisation, rule(within={"days": 15}))
    other_name = board.model_copy(update={"name": organisation.known_board("von").name})
    kept = board.model_copy(update={"retention": ()})

    assert rules_of(board) == rules_of(other_name)
    assert len({rules_of(each) for each in (board, other_days, kept)}) == 3
    assert rules_of(organisation.known_board("sn")) != rules_of(organisation.known_board("von"))


@pytest.mark.parametrize(
    ("received_on", "remind", "due_at"),
    [
        # Summer time begins on 29 March, and ends on 25 October.
        (date(2026, 3, 15), at("2026-03-29", 5), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 3, 14), at("2026-03-28", 6), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 10, 11), at("2026-10-25", 6), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (date(2026, 10, 10), at("2026-10-24", 5), datetime(2026, 10, 24, 22, tzinfo=UTC)),
    ],
)
def test_mornings_and_midnights_are_swedish_on_both_sides_of_summer_time(
    organisation: Organisation, received_on: date, remind: datetime, due_at: datetime
) -> None:
    deadline = only(organisation, rule(remind_before={"days": 0}), received_on=received_on)

    assert [each.at for each in occasions([deadline], ())] == [remind, due_at]
