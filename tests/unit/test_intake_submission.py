"""What intake makes of a request: facts without the person, content apart, one event."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.intake.case_request import CaseRequest
from services.intake.message import MessagePosting, MessageRequest, receive_message
from services.intake.refusals import ImpossibleFields
from services.intake.submission import Posting, Submission, fingerprint, receive
from shared.events.envelope import Actor
from shared.events.facts import Mark
from shared.events.submissions import CaseReceived, Raw
from shared.events.vocabulary import Acknowledgement, ComplainantView, Role, Status
from shared.organisation import Organisation

CASE = UUID("0199a7d0-5cdb-7b3e-9b6d-000000000001")
NEW_YEARS_EVE = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
"""In Swedish time it is New Year's Day."""


def request(**changes: Any) -> CaseRequest:
    given = {"board": "von", "kind": "complaint", "channel": "web", "text": "Ingen kom."}
    return CaseRequest.model_validate(given | changes)


def received(
    organisation: Organisation, at: datetime = NEW_YEARS_EVE, **changes: Any
) -> tuple[Submission, CaseReceived]:
    posting = Posting(case_id=CASE, at=at, by=Actor(role=Role.PUBLIC), raw=Raw.FORM, posted=b"x")
    return receive(request(**changes), posting, organisation)


def test_the_event_carries_the_facts_and_the_content_of_the_submission(
    organisation: Organisation,
) -> None:
    submission, event = received(
        organisation,
        contact={"name": "Testkund", "phone": "070-000 00 00"},
        external_reference="IVO 7",
    )

    assert (event.seq, event.case_id, event.producer) == (1, CASE, "intake")
    assert event.facts == submission.facts
    assert event.content == submission.content
    assert event.content.external_reference == "IVO 7"
    assert event.facts.status is Status.RECEIVED
    assert event.facts.kind is event.facts.first_kind
    assert "Testkund" not in event.facts.model_dump_json()
    assert submission.posted == b"x"


def test_the_same_submission_gives_the_same_event(organisation: Organisation) -> None:
    assert received(organisation) == received(organisation)


def test_a_document_survives_the_store(organisation: Organisation) -> None:
    submission, _ = received(organisation, themes=["mat"], occurred_on="2026-12-24")

    assert Submission.from_bson(submission.to_bson()) == submission


def test_days_are_swedish(organisation: Organisation) -> None:
    submission, event = received(organisation)

    assert submission.facts.received_on == date(2027, 1, 1)
    assert submission.reference.startswith("27-")
    assert event.detail.arrival_basis == "day_it_reached_us"
    _, given = received(organisation, received_on="2027-01-01")
    assert given.detail.arrival_basis == "as_given"
    with pytest.raises(ImpossibleFields, match="received_on"):
        received(organisation, received_on="2027-01-02")


@pytest.mark.parametrize(
    "board", ["von", "VON", "Vård- och omsorgsnämnden", "vard och omsorgsnamnden"]
)
def test_a_board_is_found_however_it_is_spelt(organisation: Organisation, board: str) -> None:
    assert received(organisation, board=board)[0].facts.board == "von"


@pytest.mark.parametrize(
    ("given", "unit", "marks", "as_given"),
    [
        (None, None, (), None),
        ("hemvard-norr", "hemvard-norr", (), None),
        ("Hemtjänsten norr", "hemvard-norr", (), None),
        ("Hemvård på månen", None, (Mark.UNIT_UNKNOWN,), "Hemvård på månen"),
        ("forsorjningsstod", None, (Mark.UNIT_UNKNOWN,), "forsorjningsstod"),
    ],
)
def test_a_unit_that_the_board_does_not_have_is_marked_and_kept(
    organisation: Organisation,
    given: str | None,
    unit: str | None,
    marks: tuple[Mark, ...],
    as_given: str | None,
) -> None:
    submission, _ = received(organisation, unit=given)

    assert (submission.facts.unit, submission.facts.marks) == (unit, marks)
    assert submission.content.unit_as_given == as_given


def test_a_category_is_found_by_its_name_and_kept_by_its_id(organisation: Organisation) -> None:
    board = organisation.known_board("von")
    category = board.category_list.categories[0]

    submission, _ = received(organisation, category=category.name.sv.upper())

    assert submission.facts.category == category.id


def test_everything_that_is_wrong_is_told_at_once(organisation: Organisation) -> None:
    with pytest.raises(ImpossibleFields) as refused:
        received(
            organisation,
            category="vädret",
            occurred_on="2999-01-01",
            received_on="1066-10-14",
            acknowledged_orally=True,
        )

    assert {fault.field for fault in refused.value.faults} == {
        "category",
        "occurred_on",
        "received_on",
        "acknowledged_orally",
    }


def test_an_unknown_board_names_those_there_are(organisation: Organisation) -> None:
    with pytest.raises(ImpossibleFields, match=r"Use one of: .*sn"):
        received(organisation, board="stadsträdgården")


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"channel": "phone", "acknowledged_orally": True}, Acknowledgement.ORAL),
        ({"channel": "meeting", "acknowledged_orally": True}, Acknowledgement.ORAL),
        ({"channel": "phone"}, Acknowledgement.PENDING),
        ({"channel": "web"}, Acknowledgement.RECEIPT),
        ({"channel": "web", "anonymous": True}, Acknowledgement.RECEIPT),
        ({"channel": "web", "contact": {"phone": "1"}}, Acknowledgement.RECEIPT),
        ({"channel": "web", "contact": {"email": "a@b.example"}}, Acknowledgement.PENDING),
        ({"channel": "letter"}, Acknowledgement.PENDING),
    ],
)
def test_whoever_has_a_receipt_or_was_told_is_acknowledged(
    organisation: Organisation, changes: dict[str, Any], state: Acknowledgement
) -> None:
    facts = received(organisation, **changes)[0].facts

    assert facts.acknowledgement is state
    assert facts.acknowledged_at == (
        None if state is Acknowledgement.PENDING else facts.received_at
    )


def test_requests_that_say_the_same_have_the_same_fingerprint() -> None:
    assert fingerprint(request(unit=" x ")) == fingerprint(request(unit="x", anonymous=False))
    assert fingerprint(request()) != fingerprint(request(text="Någon kom."))


def test_text_from_outside_loses_what_no_reader_sees() -> None:
    written = request(
        text=" \x00Rad\r\nrad\u0007 \ud800",
        contact={"name": "Åsa\r\nBcc: alla@post.example", "email": "kund@post.example\n"},
    )

    assert written.text == "Rad\nrad"
    assert written.contact.name == "Åsa Bcc: alla@post.example"
    assert written.contact.email == "kund@post.example"


def test_a_message_tells_what_was_said_and_nothing_of_the_facts() -> None:
    posting = MessagePosting(CASE, CASE, NEW_YEARS_EVE, Actor(role=Role.COMPLAINANT), Raw.JSON)
    said = MessageRequest(text="Nej.", view=ComplainantView.DISPUTES)

    message, event = receive_message(said, posting)

    assert (event.seq, event.facts, event.detail.view) == (0, None, ComplainantView.DISPUTES)
    assert event.content.text == message.text == "Nej."
    assert receive_message(said, posting) == (message, event)
    assert type(message).from_bson(message.to_bson()) == message
