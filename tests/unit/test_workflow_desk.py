"""What an open case shows to work lists, against a plain reading of the board's rules."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.workflow.case import Case, ConflictOfInterest, Referral, SentMessage
from services.workflow.desk import NO_DAY, Desk, Waiting, desk_of
from services.workflow.measures import Measure
from services.workflow.opening import REGISTRAR, Opening, open_case
from shared.calendar import is_working_day
from shared.events.facts import CaseFacts
from shared.events.handling_words import ActionKind, ActionLevel, ActionState, Receiver
from shared.events.vocabulary import Acknowledgement, Feedback, Kind, Role, Status
from shared.organisation import Organisation
from tests.support.submissions import MOMENT, submission

ME = "manager-hemvard-norr"


def case(organisation: Organisation, changes: dict[str, Any] | None = None, **parts: Any) -> Case:
    opened = open_case(Opening(submission(board="von")), 2026, 1, organisation, MOMENT).case
    facts = opened.facts.model_copy(update=changes or {})
    return opened.model_copy(update={"facts": facts, **parts})


def shown(found: Case, organisation: Organisation) -> Desk:
    desk = desk_of(found, organisation)
    assert desk is not None
    return desk


def measure(**given: Any) -> Measure:
    return Measure(
        number=1,
        kind=ActionKind.TALK,
        level=ActionLevel.UNIT,
        text="Samtal.",
        owner=ME,
        decided_at=MOMENT,
        **given,
    )


def working_days_after(day: date, left: int) -> date:
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


@settings(deadline=None)
@given(
    received_on=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    kind=st.sampled_from(Kind),
    acknowledgement=st.sampled_from(Acknowledgement),
    answered=st.booleans(),
    feedback=st.sampled_from(Feedback),
    assigned=st.booleans(),
)
def test_the_due_day_is_the_first_target_that_is_unmet(
    organisation: Organisation,
    received_on: date,
    kind: Kind,
    acknowledgement: Acknowledgement,
    answered: bool,
    feedback: Feedback,
    assigned: bool,
) -> None:
    changes = {
        "received_on": received_on,
        "kind": kind,
        "acknowledgement": acknowledgement,
        "answered_at": MOMENT if answered else None,
        "feedback": feedback,
        "assigned_at": MOMENT if assigned else None,
    }

    desk = shown(case(organisation, changes), organisation)

    # As deploy/organisation/boards/von.toml has it.
    expected: list[tuple[date, str]] = []
    if kind is not Kind.LEX_SARAH and acknowledgement is Acknowledgement.PENDING:
        expected.append((working_days_after(received_on, 2), "acknowledge"))
    if kind not in (Kind.LEX_SARAH, Kind.PRAISE) and not assigned:
        expected.append((working_days_after(received_on, 3), "assign"))
    due_to_answer = kind not in (Kind.LEX_SARAH, Kind.PRAISE)
    if due_to_answer and not answered and feedback is Feedback.DUE:
        expected.append((received_on + timedelta(days=14), "answer"))
    if kind is Kind.LEX_SARAH and not assigned:
        expected.append((received_on, "lex-sarah-at-once"))
    first = min(expected, default=(None, None), key=lambda each: each[0])
    assert (desk.due, desk.rule) == first


@settings(deadline=None)
@given(
    first=st.tuples(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 10**6)),
    second=st.tuples(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 10**6)),
)
def test_desks_are_in_order_of_due_day_then_of_opening(
    organisation: Organisation, first: tuple[date, int], second: tuple[date, int]
) -> None:
    def desk(given: tuple[date, int]) -> Desk:
        opened_at = MOMENT + timedelta(milliseconds=given[1])
        changes = {"received_on": given[0], "acknowledgement": Acknowledgement.SENT}
        return shown(case(organisation, changes, opened_at=opened_at), organisation)

    one, other = desk(first), desk(second)
    assert one.order != other.order
    if first != second:
        assert (one.order < other.order) == (first < second)


def test_what_has_no_day_comes_after_all_that_has(organisation: Organisation) -> None:
    desk = shown(case(organisation, {"feedback": Feedback.GIVEN, **TOLD}), organisation)

    assert desk.due is None
    assert desk.order.startswith(NO_DAY)


TOLD = {"acknowledgement": Acknowledgement.SENT, "assigned_at": MOMENT}


@pytest.mark.parametrize(
    "status", [Status.CLOSED, Status.FOLLOWED_UP, Status.DISMISSED, Status.REFERRED]
)
def test_a_finished_case_shows_nothing(organisation: Organisation, status: Status) -> None:
    assert desk_of(case(organisation, {"status": status}), organisation) is None


def test_a_closed_case_shows_an_undone_measure_to_its_owner(organisation: Organisation) -> None:
    due = date(2026, 5, 1)
    closed = case(organisation, {"status": Status.CLOSED}, measures=(measure(due=due),))
    done = case(
        organisation, {"status": Status.CLOSED}, measures=(measure(state=ActionState.DONE),)
    )

    desk = shown(closed, organisation)

    assert (desk.open, desk.due, desk.rule) == (False, due, None)
    assert desk.owners == (ME,)
    assert not desk.needs_assignment
    assert desk_of(done, organisation) is None


def test_a_case_needs_somebody_when_nobody_may_handle_it(organisation: Organisation) -> None:
    conflict = ConflictOfInterest(
        account=ME, reason="Släkt.", declared_by=REGISTRAR, declared_at=MOMENT
    )
    mine = {"responsible": ME}

    assert shown(case(organisation), organisation).needs_assignment
    assert not shown(case(organisation, mine), organisation).needs_assignment
    assert shown(case(organisation, mine, conflicts=(conflict,)), organisation).needs_assignment


def test_for_whom_a_case_waits(organisation: Organisation) -> None:
    offered = Referral(to=Receiver.REGION, name="Regionen", reason="Deras.", offered_at=MOMENT)
    asked = SentMessage(seq=3, sent_at=MOMENT + timedelta(hours=1), text="När?", by=Role.CASEWORKER)

    def waiting(found: Case) -> Waiting | None:
        return shown(found, organisation).waiting

    assert waiting(case(organisation)) is None
    assert waiting(case(organisation, {"status": Status.PAUSED})) is Waiting.PAUSED
    assert waiting(case(organisation, referral=offered)) is Waiting.RECEIVER
    assert waiting(case(organisation, sent=(asked,))) is Waiting.COMPLAINANT


def test_a_board_that_is_no_longer_there_stops_no_work(organisation: Organisation) -> None:
    desk = shown(case(organisation, {"board": "gone"}), organisation)

    assert desk.open
    assert desk.due is None


def test_facts_have_every_field_that_meets_a_deadline() -> None:
    assert {"acknowledged_at", "answered_at", "assigned_at"} <= set(CaseFacts.model_fields)
