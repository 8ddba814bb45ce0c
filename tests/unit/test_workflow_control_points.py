"""The auditors' eleven control points as a table: what answers each, and what does not."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.workflow.case import Answer, Waiver
from services.workflow.control_points import control_points, fulfilled
from shared.events.envelope import Actor
from shared.events.facts import ActionCounts, Mark
from shared.events.vocabulary import (
    Acknowledgement,
    Channel,
    ComplainantView,
    ControlPoint,
    Feedback,
    Role,
    Way,
    Wish,
)
from shared.organisation import Organisation
from tests.support.submissions import MOMENT
from tests.unit.handled_cases import Handled

P = ControlPoint
ANSWER = Answer(text="x", measures="y", given_at=MOMENT)
REPLY = Answer(text="x", measures="", given_at=MOMENT)
LATE = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
"""In Sweden it is the next day."""


@pytest.mark.parametrize(
    ("point", "facts", "answer", "evidence"),
    [
        (P.HOW_RECEIVED, {}, None, "web 2026-03-02"),
        (P.HOW_RECEIVED, {"channel": Channel.UNKNOWN}, None, None),
        (P.CATEGORY, {}, None, None),
        (P.CATEGORY, {"category": "care-given"}, None, "care-given"),
        (P.DESCRIPTION, {}, None, "own words"),
        (P.DESCRIPTION, {"marks": (Mark.NO_TEXT,)}, None, None),
        (P.DESCRIPTION, {"marks": (Mark.UNREADABLE,)}, None, None),
        (P.FEEDBACK_WISH, {}, None, None),
        (P.FEEDBACK_WISH, {"feedback_wish": Wish.NO}, None, "no"),
        (
            P.FEEDBACK_WISH,
            {"feedback_wish": Wish.YES, "feedback_way": Way.PHONE},
            None,
            "yes phone",
        ),
        (P.FEEDBACK_WISH, {"anonymous": True}, None, "anonymous"),
        (P.SEVERITY, {}, None, None),
        (P.SEVERITY, {"severity": 3}, None, "3"),
        (P.ACKNOWLEDGEMENT, {}, None, None),
        (P.ACKNOWLEDGEMENT, {"acknowledgement": Acknowledgement.SENT}, None, "sent"),
        (P.ACKNOWLEDGEMENT, {"acknowledgement": Acknowledgement.IMPOSSIBLE}, None, "impossible"),
        (P.RESPONSIBLE, {}, None, None),
        (P.RESPONSIBLE, {"responsible": "manager-1"}, None, "manager-1"),
        (P.MEASURES, {}, None, None),
        (P.MEASURES, {"actions": ActionCounts(decided=2, done=1)}, None, "2 decided, 1 done"),
        (P.MEASURES, {}, ANSWER, "stated in the answer"),
        (P.MEASURES, {}, REPLY, None),
        (P.FEEDBACK, {}, None, None),
        (P.FEEDBACK, {"feedback": Feedback.GIVEN}, None, "given"),
        (P.FEEDBACK, {"feedback": Feedback.WAIVED}, None, "waived"),
        (P.FEEDBACK, {"feedback_wish": Wish.NO}, None, "not wanted"),
        (P.COMPLAINANT_VIEW, {}, None, None),
        (P.COMPLAINANT_VIEW, {"complainant_view": ComplainantView.DISPUTES}, None, "disputes"),
        (P.COMPLAINANT_VIEW, {"anonymous": True}, None, "cannot or need not be asked"),
        (P.PROCESSING_TIME, {}, None, None),
        (P.PROCESSING_TIME, {"closed_at": MOMENT}, None, "2026-03-02"),
        (P.PROCESSING_TIME, {"closed_at": LATE}, None, "2026-03-03"),
    ],
)
def test_what_answers_a_point(
    organisation: Organisation,
    point: ControlPoint,
    facts: dict[str, Any],
    answer: Answer | None,
    evidence: str | None,
) -> None:
    case = Handled(organisation).case
    changed = case.model_copy(
        update={"facts": case.facts.model_copy(update=facts), "answer": answer}
    )
    found = {state.id: state for state in control_points(changed)}[point]
    assert (found.evidence, found.fulfilled) == (evidence, evidence is not None)


def test_a_waived_point_is_fulfilled_and_says_so(organisation: Organisation) -> None:
    case = Handled(organisation).case
    signed = Actor(role=Role.MANAGER, id="manager-1")
    waiver = Waiver(control_point=P.CATEGORY, reason="beröm", signed_by=signed, signed_at=MOMENT)
    points = control_points(case.model_copy(update={"waivers": (waiver,)}))
    assert [point.id for point in points] == list(ControlPoint)
    assert P.CATEGORY in fulfilled(points)
    assert points[1].evidence == "waived"
