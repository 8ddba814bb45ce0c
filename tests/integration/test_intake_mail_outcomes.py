"""What becomes of mails: put aside, an answer, or let through; and who is shown what."""

from typing import Any

import pytest

from shared.events.vocabulary import Role
from shared.ids import new_id
from tests.integration.eavesdropper import Eavesdropper
from tests.integration.intake_process import (
    COMPLAINT,
    SENDER,
    IntakeProcess,
    an_id,
    case_of,
    mail,
    outcome,
)


@pytest.fixture(scope="module")
def intake(mail_intake: IntakeProcess) -> IntakeProcess:
    return mail_intake


@pytest.fixture(scope="module")
def heard(heard_of_mails: Eavesdropper) -> Eavesdropper:
    return heard_of_mails


@pytest.mark.parametrize(
    ("headers", "return_path", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, SENDER, "automatic"),
        ({"Auto_Submitted": "auto-generated (failure)"}, SENDER, "automatic"),
        ({"X_Autoreply": "yes"}, SENDER, "automatic"),
        ({"Precedence": "bulk"}, SENDER, "automatic"),
        ({"Precedence": "list"}, SENDER, "mailing_list"),
        ({"List_Id": "<nytt.post.example>"}, SENDER, "mailing_list"),
        ({}, "", "bounce"),
        ({"Content_Type": "multipart/report; boundary=x"}, SENDER, "bounce"),
        ({"X_Lyhord_Reference": "26-00000-00000"}, SENDER, "own_mail"),
        ({"sender": "Socialnämnden <svar.sn@exempelkommun.example>"}, SENDER, "own_mail"),
    ],
)
async def test_what_no_person_wrote_is_put_aside_and_shown(
    intake: IntakeProcess, headers: dict[str, str], return_path: str, reason: str
) -> None:
    message_id = an_id()
    await intake.deliver(mail(message_id=message_id, **headers), sender=return_path)

    item = await outcome(intake, message_id)
    assert (item["outcome"], item["reason"], item["case_id"]) == ("parked", reason, None)
    (record,) = await intake.stored("mails", message_id=message_id)
    assert record["raw"]


async def test_a_mail_a_person_wrote_is_a_case_whatever_it_says_of_itself(
    intake: IntakeProcess,
) -> None:
    message_id = an_id()
    said = {"Auto_Submitted": "no", "Precedence": "normal", "X_Auto_Response_Suppress": "All"}
    await intake.deliver(mail(message_id=message_id, **said))

    await case_of(intake, message_id)


async def handed_in(intake: IntakeProcess, **body: Any) -> dict[str, Any]:
    async with intake.client() as client:
        response = await client.post("/cases", json=COMPLAINT | body)
    receipt: dict[str, Any] = response.json()
    return receipt


async def test_an_answer_to_a_notice_is_a_message_to_its_case(
    intake: IntakeProcess, heard: Eavesdropper
) -> None:
    receipt = await handed_in(intake, contact={"email": SENDER})
    notice = f"<{new_id()}.{receipt['case_id']}@exempelkommun.example>"
    message_id = an_id()

    await intake.deliver(mail("Tack.", message_id=message_id, In_Reply_To=notice))
    await intake.deliver(mail("Tack.", message_id=message_id, In_Reply_To=notice))

    first, again = await intake.inbound(message_id)
    assert (first["outcome"], first["case_id"]) == ("message", receipt["case_id"])
    assert (again["outcome"], again["case_id"]) == ("duplicate", receipt["case_id"])
    event = await heard.first(receipt["case_id"], "message.received")
    assert event["content"]["text"] == "Tack."
    assert event["actor"] == {"role": "complainant"}
    assert len(heard.of(receipt["case_id"], "message.received")) == 1


async def test_an_answer_to_the_first_mail_is_a_message_to_its_case(
    intake: IntakeProcess,
) -> None:
    first, second, third = an_id(), an_id(), an_id()
    await intake.deliver(mail(message_id=first))
    case_id = await case_of(intake, first)
    await intake.deliver(
        mail(message_id=second, References=f"<{an_id()}> <{first}>", sender="granne@post.example")
    )
    await intake.deliver(mail(message_id=third, In_Reply_To=f"<{second}>"))

    for message_id in (second, third):
        item = await outcome(intake, message_id)
        assert (item["outcome"], item["case_id"]) == ("message", case_id)
    messages = await intake.stored("messages", case_id=case_id)
    assert len(messages) == 2


@pytest.mark.parametrize(
    ("sender", "became"),
    [(f"Kund <{SENDER.upper()}>", "message"), ("granne@post.example", "case")],
)
async def test_the_reference_in_the_subject_counts_only_for_its_sender(
    intake: IntakeProcess, sender: str, became: str
) -> None:
    receipt = await handed_in(intake, contact={"email": SENDER})
    message_id = an_id()
    subject = f"Sv: Vi har tagit emot ditt ärende SN 2026-00001 [{receipt['reference'].lower()}]"

    await intake.deliver(mail(message_id=message_id, sender=sender, subject=subject))

    item = await outcome(intake, message_id)
    assert item["outcome"] == became
    assert (item["case_id"] == receipt["case_id"]) == (became == "message")


async def test_an_answer_to_nothing_of_ours_is_a_case(intake: IntakeProcess) -> None:
    message_id = an_id()
    strangers = f"<{new_id()}.{new_id()}@exempelkommun.example> <{an_id()}>"
    await intake.deliver(mail(message_id=message_id, References=strangers))

    await case_of(intake, message_id)


async def test_mails_are_shown_to_staff_alone(intake: IntakeProcess) -> None:
    for role, status in ((None, 401), (Role.PARTNER, 403), (Role.SERVICE, 200)):
        async with intake.client(role) as client:
            response = await client.get("/inbound", params={"message_id": "x@y"})
            listed = await client.get("/inbound")
        assert {response.status_code, listed.status_code} == {status}


async def test_what_was_put_aside_is_listed_and_let_through(
    intake: IntakeProcess, heard: Eavesdropper
) -> None:
    message_ids = [an_id(), an_id()]
    for message_id in message_ids:
        await intake.deliver(mail("Jag menar det.", message_id=message_id, Precedence="bulk"))
    async with intake.client(Role.REGISTRAR) as client:
        newest = (await client.get("/inbound", params={"limit": 1})).json()
        following = {"limit": 1, "before": newest["next"]}
        older = (await client.get("/inbound", params=following)).json()
        (item,) = newest["items"]
        released = await client.post(f"/inbound/{item['id']}/release")
        again = await client.post(f"/inbound/{item['id']}/release")
        after = (await client.get("/inbound")).json()
        missing = await client.post(f"/inbound/{new_id()}/release")
        wrong = await client.get("/inbound", params={"before": "igår"})

    assert [newest["items"][0]["message_id"], older["items"][0]["message_id"]] == message_ids[::-1]
    assert (item["outcome"], item["reason"], item["unseen"]) == ("parked", "automatic", True)
    assert released.json() == again.json()
    assert (released.json()["outcome"], released.json()["released"]) == ("case", True)
    assert after["unseen"] == newest["unseen"] - 1
    assert item["id"] not in {each["id"] for each in after["items"]}
    assert (missing.status_code, wrong.status_code) == (404, 422)
    event = await heard.first(released.json()["case_id"], "case.received")
    assert event["facts"]["marks"] == ["released"]


async def test_a_mail_that_was_never_put_aside_is_not_let_through(intake: IntakeProcess) -> None:
    await intake.deliver(mail(message_id=(message_id := an_id())))
    item = await outcome(intake, message_id)
    for role, status in ((Role.STAFF, 403), (Role.ADMINISTRATOR, 409)):
        async with intake.client(role) as client:
            response = await client.post(f"/inbound/{item['id']}/release")
        assert response.status_code == status
