"""Cases of earlier systems in the workflow: their own numbers, their own days, no line of ours."""

from datetime import UTC, date, datetime

import pytest

from services.workflow.control_points import control_points
from services.workflow.opening import Opening, open_case, take_over
from services.workflow.stepping import Step
from services.workflow.steps.answering import GiveAnswer
from services.workflow.steps.assessing import Assess
from services.workflow.steps.assigning import Assign
from services.workflow.steps.closing import Close
from shared.events.envelope import Actor
from shared.events.facts import ActionCounts
from shared.events.handling import NO_SERIAL, CaseRegistered
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import (
    Acknowledgement,
    Channel,
    ComplainantView,
    ControlPoint,
    Feedback,
    Role,
    Status,
    Wish,
)
from shared.organisation import Organisation, UnknownBoard
from tests.support.submissions import submission

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
CLOSED = {
    "status": Status.CLOSED,
    "received_on": date(2021, 4, 12),
    "received_at": datetime(2021, 4, 12, 10, tzinfo=UTC),
    "closed_at": datetime(2021, 5, 11, 10, tzinfo=UTC),
}


def imported(**facts: object) -> CaseReceived:
    return submission(**{"imported": True, "at": NOW, **facts})  # type: ignore[arg-type]


def test_the_number_is_kept_as_given_and_no_line_of_ours_is_made(
    organisation: Organisation,
) -> None:
    event = imported(diary_number="SN 2026-00001", **CLOSED)
    taken = take_over(event, organisation, NOW)
    assert taken.case.facts.diary_number == "SN 2026-00001"
    assert taken.case.diary is None
    assert isinstance(taken.events[0], CaseRegistered)
    assert taken.events[0].detail.serial == NO_SERIAL
    assert taken.events[0].detail.year == 2021
    assert taken.events[0].facts == taken.case.facts
    assert (taken.case.seq, taken.events[0].causation_id) == (2, event.id)


def test_the_history_begins_with_the_import_and_who_did_it(organisation: Organisation) -> None:
    event = imported(diary_number="7/21", **CLOSED)
    received, registered = take_over(event, organisation, NOW).case.history
    assert (received.step, received.at, received.actor) == ("case.received", NOW, event.actor)
    assert (registered.step, registered.seq) == ("case.registered", 2)


@pytest.mark.parametrize("status", [Status.CLOSED, Status.ANSWERED])
def test_what_it_had_come_to_stands(organisation: Organisation, status: Status) -> None:
    event = imported(**{**CLOSED, "status": status})
    kept, numbered = (
        take_over(event, organisation, NOW),
        open_case(Opening(event), 2026, 9, organisation, NOW),
    )
    for taken in (kept, numbered):
        assert taken.case.facts.status is status
        assert taken.case.facts.closed_at == CLOSED["closed_at"]


def test_an_open_case_is_registered(organisation: Organisation) -> None:
    taken = take_over(imported(diary_number="x"), organisation, NOW)
    assert taken.case.facts.status is Status.REGISTERED
    assert taken.case.facts.registered_at is None, "when it was registered there is not known"


def test_one_without_number_gets_ours_and_its_line_is_closed(organisation: Organisation) -> None:
    taken = open_case(Opening(imported(**CLOSED)), 2026, 9, organisation, NOW)
    assert taken.case.facts.diary_number == "SN 2026-00009"
    assert taken.case.diary is not None
    assert taken.case.diary.received_on == date(2021, 4, 12)
    assert taken.case.diary.closed_on == date(2021, 5, 11)
    assert taken.case.facts.status is Status.CLOSED


def test_it_stands_in_lists_where_it_belongs_in_time(organisation: Organisation) -> None:
    event = imported(diary_number="x", **CLOSED)
    assert take_over(event, organisation, NOW).case.opened_at == CLOSED["received_at"]
    assert open_case(Opening(submission()), 2026, 9, organisation, NOW).case.opened_at == NOW


def test_the_control_points_say_what_is_known(organisation: Organisation) -> None:
    known = imported(
        diary_number="x",
        channel=Channel.LETTER,
        category="decision",
        severity=2,
        acknowledgement=Acknowledgement.SENT,
        feedback_wish=Wish.YES,
        feedback=Feedback.GIVEN,
        complainant_view=ComplainantView.AGREES,
        actions=ActionCounts(decided=2),
        **CLOSED,
    )
    points = {
        point.id: point.evidence
        for point in control_points(take_over(known, organisation, NOW).case)
    }
    assert points[ControlPoint.HOW_RECEIVED] == "letter 2021-04-12"
    assert points[ControlPoint.MEASURES] == "2 decided, 0 done"
    assert points[ControlPoint.PROCESSING_TIME] == "2021-05-11"
    assert [point for point, evidence in points.items() if evidence is None] == [
        ControlPoint.RESPONSIBLE
    ]


def test_what_is_not_known_fulfils_no_control_point(organisation: Organisation) -> None:
    unknown = imported(diary_number="x", channel=Channel.UNKNOWN, **CLOSED)
    facts = take_over(unknown, organisation, NOW).case.facts
    assert facts.control_points == (ControlPoint.DESCRIPTION, ControlPoint.PROCESSING_TIME)


def test_an_open_one_is_handled_like_any_other(organisation: Organisation) -> None:
    event = imported(diary_number="x", category="decision", channel=Channel.LETTER)
    case = take_over(event, organisation, NOW).case
    step = Step(Actor(role=Role.CASEWORKER, id="caseworker-1"), NOW)
    for command in (
        Assign(responsible="manager-1"),
        Assess(severity=2, probability=2),
        GiveAnswer(text="Så här blev det.", measures="Rutinen ändras."),
        Close.model_validate(
            {
                "complainant_view": "agrees",
                "waived": [
                    {"control_point": "acknowledgement", "reason": "Okänt i det äldre systemet"},
                    {"control_point": "feedback_wish", "reason": "Okänt i det äldre systemet"},
                ],
            }
        ),
    ):
        case = command.take(case, step, organisation).case
    assert case.facts.status is Status.CLOSED
    assert case.facts.imported
    assert case.facts.diary_number == "x"


def test_a_board_that_is_gone_is_said(organisation: Organisation) -> None:
    with pytest.raises(UnknownBoard):
        take_over(imported(board="gone", diary_number="x"), organisation, NOW)
