"""An earlier case as a submission and its event: all that is known, and nothing made up."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.intake.imports.earlier_case import EarlierCase, Setting
from services.intake.imports.history import Taking, noon, take_over, told_by
from services.intake.imports.row import read_row
from services.intake.submission import Submission
from shared.clock import local_date
from shared.events.envelope import Actor
from shared.events.facts import Mark
from shared.events.submissions import CaseReceived, Raw
from shared.events.vocabulary import (
    Acknowledgement,
    Channel,
    Feedback,
    LexSarahState,
    Role,
    Status,
)
from shared.organisation import Organisation

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
TAKING = Taking("lifecare", UUID(int=7), Actor(role=Role.REGISTRAR, id="registrar-1"))
SMALLEST = {"external_id": "1", "board": "sn", "kind": "view", "received_on": "2023-03-25"}


@pytest.fixture
def taken(organisation: Organisation) -> Any:
    def take(**told: str) -> tuple[Submission, CaseReceived]:
        row = SMALLEST | told
        return take_over(read_row(row, Setting(organisation, date(2026, 11, 22))), row, TAKING, NOW)

    return take


def test_days_become_noon_in_sweden_winter_and_summer(taken: Any) -> None:
    _, event = taken(received_on="2023-03-25", closed_on="2023-03-27")
    assert event.facts.received_at == datetime(2023, 3, 25, 11, tzinfo=UTC)
    assert event.facts.closed_at == datetime(2023, 3, 27, 10, tzinfo=UTC)
    assert (local_date(event.facts.closed_at) - event.facts.received_on).days == 2


def test_what_the_row_does_not_say_stays_open(taken: Any) -> None:
    _, event = taken()
    facts = event.facts
    assert facts.imported
    assert facts.status is Status.RECEIVED
    assert facts.channel is Channel.UNKNOWN
    assert facts.marks == (Mark.NO_TEXT,)
    assert facts.acknowledgement is Acknowledgement.PENDING
    assert facts.feedback is Feedback.DUE
    assert facts.severity is facts.must_investigate is facts.investigated is None
    assert facts.diary_number is facts.registered_at is facts.responsible is None


@pytest.mark.parametrize(
    ("told", "status", "feedback"),
    [
        ({"answered_on": "2023-04-02"}, Status.ANSWERED, Feedback.GIVEN),
        ({"feedback": "lämnad"}, Status.ANSWERED, Feedback.GIVEN),
        ({"feedback": "impossible"}, Status.RECEIVED, Feedback.IMPOSSIBLE),
        ({"closed_on": "2023-04-02"}, Status.CLOSED, Feedback.DUE),
        (
            {"closed_on": "2023-04-02", "answered_on": "2023-04-01"},
            Status.CLOSED,
            Feedback.GIVEN,
        ),
        ({"closed_on": "2023-04-02", "feedback": "waived"}, Status.CLOSED, Feedback.WAIVED),
    ],
)
def test_the_status_follows_from_the_days(
    taken: Any, told: dict[str, str], status: Status, feedback: Feedback
) -> None:
    facts = taken(**told)[1].facts
    assert (facts.status, facts.feedback) == (status, feedback)


@pytest.mark.parametrize(
    ("told", "acknowledgement"),
    [
        ({"acknowledged_on": "2023-03-25"}, Acknowledgement.SENT),
        ({"acknowledged_on": "2023-03-25", "channel": "telefon"}, Acknowledgement.ORAL),
        ({"acknowledged_on": "2023-03-26", "channel": "telefon"}, Acknowledgement.SENT),
    ],
)
def test_an_acknowledgement_on_the_phone_the_same_day_was_by_word(
    taken: Any, told: dict[str, str], acknowledgement: Acknowledgement
) -> None:
    facts = taken(**told)[1].facts
    assert facts.acknowledgement is acknowledgement
    assert facts.acknowledged_at == noon(date.fromisoformat(told["acknowledged_on"]))


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({}, LexSarahState.NONE),
        ({"kind": "lex_sarah"}, LexSarahState.REPORTED),
        ({"kind": "lex_sarah", "lex_sarah": "utreds"}, LexSarahState.INVESTIGATING),
        ({"ivo_notified": "ja"}, LexSarahState.IVO_NOTIFIED),
        ({"ivo_notified": "nej", "lex_sarah": "beslutat"}, LexSarahState.DECIDED),
    ],
)
def test_how_far_lex_sarah_came(taken: Any, told: dict[str, str], state: LexSarahState) -> None:
    assert taken(**told)[1].facts.lex_sarah is state


def test_ivo_as_the_channel_says_that_ivo_handed_it_over(taken: Any) -> None:
    assert taken(channel="IVO")[1].facts.ivo_referred
    assert taken(channel="brev", ivo_referred="ja")[1].facts.ivo_referred
    assert not taken(channel="brev")[1].facts.ivo_referred


def test_what_is_personal_is_in_the_content_alone(taken: Any) -> None:
    _, event = taken(text="Kalle Anka ringde", external_id="LC/19/4711", unit="Hos Kalle Anka")
    assert event.content.text == "Kalle Anka ringde"
    assert event.content.external_reference == "LC/19/4711"
    assert event.content.unit_as_given == "Hos Kalle Anka"
    facts = event.facts.model_dump_json()
    assert "Anka" not in facts
    assert "4711" not in facts
    assert Mark.UNIT_UNKNOWN in event.facts.marks


def test_an_anonymous_reporter_makes_the_case_anonymous(taken: Any) -> None:
    assert taken(reporter_kind="anonym")[1].facts.anonymous


def test_the_same_row_of_the_same_source_is_the_same_case(taken: Any) -> None:
    one, event = taken()
    again, _ = taken(text="mer")
    other, _ = taken(external_id="2")
    assert one.id == again.id != other.id
    assert one.reference == again.reference
    assert one.reference.startswith("23-")
    assert str(event.case_id) == one.id


def test_it_happened_when_it_was_imported_and_by_whom(taken: Any) -> None:
    submission, event = taken()
    assert event.occurred_at == event.recorded_at == submission.created_at == NOW
    assert event.actor == TAKING.by
    assert event.correlation_id == TAKING.import_id
    assert event.seq == 1
    assert event.detail.raw is submission.raw is Raw.ROW


def test_the_row_is_kept_as_it_came(taken: Any) -> None:
    submission, _ = taken(gender="KVINNA", text="  en\r\ntext ")
    assert told_by(submission.posted) == {
        **SMALLEST,
        "gender": "KVINNA",
        "text": "  en\r\ntext ",
    }


def test_a_document_of_it_reads_back(taken: Any) -> None:
    submission, _ = taken(actions="3/2/1", causes="stress", themes="pandemi")
    assert Submission.from_bson(submission.to_bson()) == submission


def test_every_column_has_a_place_in_the_event(organisation: Organisation, taken: Any) -> None:
    """A column that changed nothing would be lost without anybody noticing."""
    values = {
        "diary_number": "SN 2023-1",
        "unit": "IFO",
        "kind": "praise",
        "channel": "brev",
        "category": "decision",
        "themes": "pandemi",
        "law": "SoL",
        "discovered_by": "unit",
        "reporter_kind": "staff",
        "gender": "woman",
        "received_on": "2023-03-24",
        "occurred_on": "2023-03-20",
        "acknowledged_on": "2023-03-26",
        "answered_on": "2023-03-27",
        "closed_on": "2023-03-28",
        "severity": "2",
        "probability": "3",
        "feedback_wish": "telefon",
        "feedback": "given",
        "complainant_view": "agrees",
        "outcome": "justified",
        "causes": "stress",
        "actions": "1",
        "lex_sarah": "declined",
        "ivo_referred": "ja",
        "ivo_notified": "ja",
        "investigated": "ja",
        "responsible": "ja",
        "text": "ord",
        "external_id": "2",
        "board": "von",
    }
    assert set(values) == set(EarlierCase.model_fields)
    plain = taken()[1].model_dump(include={"facts", "content"})
    for column, text in values.items():
        told = taken(**{column: text})[1].model_dump(include={"facts", "content"})
        assert told != plain, column
