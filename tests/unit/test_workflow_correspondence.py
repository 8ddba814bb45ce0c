"""What the complainant may see of the correspondence, and the step that adds to it."""

from datetime import timedelta
from typing import Any

import pytest

from services.workflow.case import Case
from services.workflow.correspondence import Correspondence
from services.workflow.opening import Opening, open_case
from services.workflow.stepping import Step
from services.workflow.steps.answering import GiveAnswer, Write
from services.workflow.steps.assessing import Assess
from services.workflow.steps.assigning import Assign
from services.workflow.tidings import noted
from shared.events.envelope import Actor
from shared.events.submissions import (
    AttachmentReference,
    MessageContent,
    MessageDetail,
    MessageReceived,
)
from shared.events.vocabulary import Role, Status
from shared.ids import new_id
from shared.organisation import Organisation
from tests.support.submissions import MOMENT, submission

FILE = AttachmentReference(
    id=new_id(), media_type="image/jpeg", size=1200, sha256="0" * 64, name="lapp.jpg"
)


@pytest.fixture
def case(organisation: Organisation) -> Case:
    return open_case(Opening(submission()), 2026, 47, organisation, MOMENT).case


def manager(hours: float) -> Step:
    return Step(Actor(role=Role.MANAGER, id="enhetschef"), MOMENT + timedelta(hours=hours))


def told(case: Case, hours: float, text: str, role: Role = Role.COMPLAINANT) -> Case:
    event = MessageReceived(
        id=new_id(),
        occurred_at=MOMENT + timedelta(hours=hours),
        recorded_at=MOMENT,
        case_id=case.case_id,
        actor=Actor(role=role),
        correlation_id=case.correlation_id,
        producer="intake",
        detail=MessageDetail(),
        content=MessageContent(text=text, attachments=(FILE,)),
    )
    taken = noted(case, event, manager(hours))
    assert taken is not None
    return taken.case


def test_writing_tells_that_it_was_done_and_never_what(
    case: Case, organisation: Organisation
) -> None:
    taken = Write(text="Vilken tid?").take(case, manager(1), organisation)

    assert taken.event.type == "case.noted"
    assert taken.event.model_dump(mode="json")["detail"] == {
        "complainant_view": None,
        "to_complainant": True,
    }
    assert "Vilken" not in taken.event.model_dump_json()
    assert taken.case.facts == case.facts
    assert [(sent.seq, sent.text, sent.by) for sent in taken.case.sent] == [
        (case.seq + 1, "Vilken tid?", Role.MANAGER)
    ]


def test_a_closed_case_can_be_written_to(case: Case, organisation: Organisation) -> None:
    closed = case.model_copy(
        update={"facts": case.facts.model_copy(update={"status": Status.CLOSED})}
    )
    taken = Write(text="Tack själv.").take(closed, manager(1), organisation)
    assert taken.case.facts.status is Status.CLOSED


def test_messages_both_ways_stand_in_order_of_time_without_names(
    case: Case, organisation: Organisation
) -> None:
    case = told(case, 3, "Klockan tolv.")
    case = Write(text="Vilken tid?").take(case, manager(2), organisation).case

    shown = Correspondence.of(case).model_dump(mode="json")

    assert [(m["direction"], m["by"], m["text"]) for m in shown["messages"]] == [
        ("out", "manager", "Vilken tid?"),
        ("in", "complainant", "Klockan tolv."),
    ]
    assert shown["messages"][1]["attachments"] == [
        {
            "id": str(FILE.id),
            "name": "lapp.jpg",
            "media_type": "image/jpeg",
            "size": 1200,
            "scan": "not_scanned",
        }
    ]
    assert "enhetschef" not in str(shown)


def test_mail_from_others_than_the_contact_is_left_out(case: Case) -> None:
    case = told(case, 1, "Jag är granne.", Role.PUBLIC)
    assert len(case.messages) == 1
    assert Correspondence.of(case).messages == []


def test_an_earlier_answer_is_kept_beside_the_one_that_holds(
    case: Case, organisation: Organisation
) -> None:
    for command in (
        Assign(),
        Assess(severity=1, probability=1),
        GiveAnswer(text="Ingen brist.", measures="Ingen."),
        GiveAnswer(text="Vi hade fel.", measures="Rutinen är ändrad."),
    ):
        case = command.take(case, manager(1), organisation).case

    shown = Correspondence.of(case)

    assert shown.answer is not None
    assert shown.answer.text == "Vi hade fel."
    assert [answer.text for answer in shown.earlier_answers] == ["Ingen brist."]


def test_a_case_of_an_earlier_release_is_read(case: Case) -> None:
    stored: dict[str, Any] = told(case, 1, "Hej").to_bson()
    for new in ("sent", "earlier_answers"):
        del stored[new]
    del stored["messages"][0]["by"]

    (message,) = Correspondence.of(Case.from_bson(stored)).messages

    assert (message.text, message.by) == ("Hej", Role.COMPLAINANT)
