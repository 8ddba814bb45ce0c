"""Intake's API as its callers see it: a real process, by HTTP and by the bus."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from shared.clock import SystemClock
from shared.events.envelope import Actor
from shared.events.facts import CaseFacts
from shared.events.handling import CaseRegistered, RegisteredDetail
from shared.events.upkeep import CaseErased
from shared.events.vocabulary import Role, Status
from shared.ids import new_id
from tests.integration.eavesdropper import Eavesdropper
from tests.integration.intake_process import (
    COMPLAINT,
    IntakeProcess,
    intake_process,
    settings_on,
)
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.service import publish
from tests.support.waiting import until


@pytest.fixture(scope="module")
async def intake(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[IntakeProcess]:
    folder = tmp_path_factory.mktemp("intake")
    async with intake_process(folder, settings_on(broker.url, store.url)) as process:
        yield process


@pytest.fixture(scope="module")
async def heard(broker: PrivateBroker) -> AsyncIterator[Eavesdropper]:
    async with Eavesdropper(broker.url) as heard:
        yield heard


async def accepted(intake: IntakeProcess, role: Role | None = None, **body: Any) -> dict[str, Any]:
    async with intake.client(role) as client:
        response = await client.post("/cases", json=COMPLAINT | body)
    assert response.status_code == 202, response.text
    receipt: dict[str, Any] = response.json()
    return receipt


async def test_a_case_is_stored_as_posted_and_told_to_the_others(
    intake: IntakeProcess, heard: Eavesdropper
) -> None:
    posted = (
        '{"board": "Socialnämnden",  "kind":"complaint", "channel":"web", "unit": "Nattugglan",'
        ' "text":"Brevet\\u0000 kom till fel person.", "contact": {"email": "kund@post.example"},'
        ' "feedback_wish": "email"}'
    ).encode()
    async with intake.client() as client:
        response = await client.post(
            "/cases", content=posted, headers={"Content-Type": "application/json"}
        )

    assert response.status_code == 202
    receipt = response.json()
    assert receipt["status_url"].endswith(f"/api/v1/cases/{receipt['case_id']}")
    (submission,) = await intake.stored("submissions", _id=receipt["case_id"])
    assert submission["posted"] == posted
    assert receipt["secret"] not in str(submission)
    event = await heard.first(receipt["case_id"], "case.received")
    assert event["seq"] == 1
    assert event["actor"] == {"role": "public"}
    assert event["detail"] == {"raw": "json", "arrival_basis": "day_it_reached_us"}
    assert event["content"] == {
        "text": "Brevet kom till fel person.",
        "contact": {"email": "kund@post.example"},
        "unit_as_given": "Nattugglan",
        "attachments": [],
    }
    facts = event["facts"]
    assert (facts["board"], facts["reference"]) == ("sn", receipt["reference"])
    assert facts["marks"] == ["unit_unknown"]
    assert (facts["feedback_wish"], facts["feedback_way"]) == ("yes", "email")
    assert "kund" not in str(facts)


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({"board": "trafiknämnden"}, "board", "sn, von"),
        ({"category": "weather"}, "category", "availability"),
        ({"received_on": "2999-01-01"}, "received_on", "1990-01-01"),
        ({"received_on": "1980-01-01"}, "received_on", "1990-01-01"),
        ({"occurred_on": "2999-01-01"}, "occurred_on", "1990-01-01"),
        ({"acknowledged_orally": True}, "acknowledged_orally", "phone"),
        ({"kind": "rumour"}, "kind", "complaint"),
        ({"text": " \u0000\n"}, "text", "at least 1"),
        ({"anonymous": True, "contact": {"name": "X"}}, "body", "anonymous"),
        ({"contact": {"email": "kund"}}, "contact.email", "pattern"),
        ({"colour": "red"}, "colour", "Extra"),
    ],
)
async def test_an_impossible_field_is_named(
    intake: IntakeProcess, body: dict[str, Any], field: str, said: str
) -> None:
    async with intake.client() as client:
        response = await client.post("/cases", json=COMPLAINT | body)

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    errors = {error["field"]: error["message"] for error in response.json()["errors"]}
    assert said in errors[field]


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{", 422), (b"\xff\xfe\x00", 400), (b"[]", 422), (b'{"text": 1' + b"0" * 5000 + b"}", 400)],
)
async def test_a_body_that_is_no_request_is_refused_as_a_problem(
    intake: IntakeProcess, content: bytes, status: int
) -> None:
    async with intake.client() as client:
        response = await client.post(
            "/cases", content=content, headers={"Content-Type": "application/json"}
        )

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_body_over_the_limit_is_refused_before_it_is_sent(intake: IntakeProcess) -> None:
    host, port = intake.part.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        b"POST /api/v1/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 1000001\r\n\r\n"
    )
    answer = await reader.read()
    writer.close()

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"urn:lyhord:problem:too_large" in answer


@pytest.mark.parametrize(
    ("channel", "role", "status"),
    [
        ("web", None, 202),
        ("web", Role.AUDITOR, 202),
        ("partner", None, 401),
        ("partner", Role.PARTNER, 202),
        ("region", Role.PARTNER, 202),
        ("ivo", Role.PARTNER, 202),
        ("ivo", Role.REGISTRAR, 202),
        ("partner", Role.AUDITOR, 403),
        ("phone", None, 401),
        ("phone", Role.PARTNER, 403),
        ("phone", Role.STAFF, 202),
        ("letter", Role.CASEWORKER, 202),
        ("meeting", Role.MANAGER, 202),
        ("contact_centre", Role.ADMINISTRATOR, 202),
        ("voicemail", Role.STAFF, 202),
        ("email", Role.SERVICE, 202),
        ("email", Role.AUDITOR, 403),
    ],
)
async def test_a_channel_is_open_to_those_who_use_it(
    intake: IntakeProcess, channel: str, role: Role | None, status: int
) -> None:
    async with intake.client(role) as client:
        response = await client.post("/cases", json=COMPLAINT | {"channel": channel})

    assert response.status_code == status, response.text


@pytest.mark.parametrize(
    ("role", "body", "state"),
    [
        (Role.STAFF, {"channel": "phone", "acknowledged_orally": True}, "oral"),
        (Role.STAFF, {"channel": "phone"}, "pending"),
        (None, {"channel": "web"}, "receipt"),
        (None, {"channel": "web", "contact": {"email": "kund@post.example"}}, "pending"),
        (Role.PARTNER, {"channel": "region"}, "receipt"),
        (Role.STAFF, {"channel": "letter"}, "pending"),
    ],
)
async def test_who_is_told_at_once_is_acknowledged_at_once(
    intake: IntakeProcess, role: Role | None, body: dict[str, Any], state: str
) -> None:
    receipt = await accepted(intake, role, **body)

    (submission,) = await intake.stored("submissions", _id=receipt["case_id"])
    assert submission["facts"]["acknowledgement"] == state
    assert (submission["facts"]["acknowledged_at"] is None) == (state == "pending")


async def test_a_repeated_request_is_given_the_same_receipt(
    intake: IntakeProcess, heard: Eavesdropper
) -> None:
    key = {"Idempotency-Key": str(new_id())}
    async with intake.client() as client:
        first = await client.post("/cases", json=COMPLAINT, headers=key)
        again = await client.post("/cases", json=dict(reversed(COMPLAINT.items())), headers=key)
        other = await client.post("/cases", json=COMPLAINT | {"text": "Annat."}, headers=key)

    assert first.json() == again.json()
    assert other.status_code == 409
    assert other.json()["type"] == "urn:lyhord:problem:idempotency_key_reused"
    async with intake.client(Role.STAFF) as client:
        elsewhere = await client.post("/cases", json=COMPLAINT, headers=key)
    assert elsewhere.json()["case_id"] != first.json()["case_id"]
    await heard.first(elsewhere.json()["case_id"], "case.received")
    assert len(heard.of(first.json()["case_id"], "case.received")) == 1


async def test_the_same_key_at_once_from_many_makes_one_case(intake: IntakeProcess) -> None:
    key, text = {"Idempotency-Key": str(new_id())}, f"Tjugo gånger samma {new_id()}"
    async with intake.client() as client:
        answers = await asyncio.gather(
            *(
                client.post("/cases", json=COMPLAINT | {"text": text}, headers=key)
                for _ in range(20)
            )
        )

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.text for answer in answers}) == 1
    assert len(await intake.stored("submissions", **{"content.text": text})) == 1


async def test_whoever_has_the_secret_follows_the_case(
    intake: IntakeProcess, broker: PrivateBroker
) -> None:
    receipt = await accepted(intake, contact={"name": "Testkund", "email": "kund@post.example"})
    spoken = receipt["secret"].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    async with intake.client(**{"X-Case-Secret": spoken}) as client:
        response = await client.get(f"/cases/{receipt['case_id']}")
        assert response.status_code == 200
        assert response.json()["status"] == "received"
        assert response.json()["status_text"]["sv"] == "Vi har tagit emot det du skrev."
        assert "kund" not in response.text.lower()

        await publish(broker.url, await registered(intake, receipt["case_id"], "SN 2026-00001"))

        async def numbered() -> bool:
            answer = await client.get(f"/cases/{receipt['case_id']}")
            return bool(answer.json()["diary_number"] == "SN 2026-00001")

        await until(numbered, "the diary number is shown")


async def registered(intake: IntakeProcess, case_id: str, number: str) -> CaseRegistered:
    (submission,) = await intake.stored("submissions", _id=case_id)
    now = SystemClock().now()
    facts = CaseFacts.model_validate(submission["facts"]).model_copy(
        update={"status": Status.REGISTERED, "diary_number": number, "registered_at": now}
    )
    return CaseRegistered(
        id=new_id(),
        occurred_at=now,
        recorded_at=now,
        case_id=UUID(case_id),
        seq=2,
        actor=Actor(role=Role.SERVICE),
        correlation_id=new_id(),
        producer="workflow",
        facts=facts,
        detail=RegisteredDetail(board="sn", year=2026, serial=1),
    )


async def test_a_wrong_secret_and_an_unknown_case_look_alike(intake: IntakeProcess) -> None:
    receipt = await accepted(intake)
    other = await accepted(intake)
    async with intake.client(**{"X-Case-Secret": other["secret"]}) as client:
        wrong = await client.get(f"/cases/{receipt['case_id']}")
        unknown = await client.get(f"/cases/{new_id()}")
    async with intake.client() as client:
        without = await client.get(f"/cases/{receipt['case_id']}")

    assert (wrong.status_code, wrong.json()) == (404, unknown.json())
    assert without.status_code == 401


async def test_the_partner_that_handed_it_in_may_read_it_and_others_may_not(
    intake: IntakeProcess,
) -> None:
    receipt = await accepted(intake, Role.PARTNER, channel="partner", external_reference="R-1")
    path = f"/cases/{receipt['case_id']}"
    of_somebody_else = f"/cases/{(await accepted(intake))['case_id']}"
    async with intake.client(Role.PARTNER) as client:
        assert (await client.get(path)).json()["external_reference"] == "R-1"
        assert (await client.get(of_somebody_else)).status_code == 404
        (found,) = (await client.get("/cases?external_reference=R-1")).json()["items"]
        assert found["case_id"] == receipt["case_id"]
    async with intake.client(**{"X-Case-Secret": receipt["secret"]}) as client:
        assert (await client.get(path)).json()["external_reference"] is None
    async with intake.client(Role.STAFF) as client:
        assert (await client.get(path)).status_code == 404


async def test_a_message_is_stored_once_and_told(
    intake: IntakeProcess, heard: Eavesdropper
) -> None:
    receipt = await accepted(intake)
    path = f"/cases/{receipt['case_id']}/messages"
    said = {"text": "Det är inte klart.", "view": "disputes"}
    key = {"Idempotency-Key": "1"}
    async with intake.client(**{"X-Case-Secret": receipt["secret"]}) as client:
        first = await client.post(path, json=said, headers=key)
        again = await client.post(path, json=said, headers=key)
        other = await client.post(path, json={"text": "Annat."}, headers=key)
        empty = await client.post(path, json={})
        agreeing = await client.post(path, json={"view": "agrees"})
        asking = await client.post(path, json={"text": "x", "view": "not_asked"})

    assert first.status_code == 202
    assert first.json() == again.json()
    assert other.status_code == 409
    assert (empty.status_code, agreeing.status_code, asking.status_code) == (422, 202, 422)
    event = await heard.first(receipt["case_id"], "message.received")
    assert event["content"]["text"] == "Det är inte klart."
    assert event["detail"] == {"view": "disputes"}
    assert event["actor"] == {"role": "complainant"}
    assert "facts" not in event
    await until(
        lambda: len(heard.of(receipt["case_id"], "message.received")) == 2,
        "both messages are told",
    )


async def test_staff_add_to_any_case_and_strangers_to_none(intake: IntakeProcess) -> None:
    receipt = await accepted(intake)
    path, said = f"/cases/{receipt['case_id']}/messages", {"text": "Ringde igen."}
    async with intake.client(Role.STAFF) as client:
        assert (await client.post(path, json=said)).status_code == 202
        assert (await client.post(f"/cases/{new_id()}/messages", json=said)).status_code == 404
    async with intake.client(Role.PARTNER) as client:
        assert (await client.post(path, json=said)).status_code == 404
    async with intake.client() as client:
        assert (await client.post(path, json=said)).status_code == 401


async def test_the_public_form_hands_in_and_its_receipt_follows(intake: IntakeProcess) -> None:
    text = f"Parkbänken är trasig {new_id()}"
    typed = {
        "kind": "view",
        "text": text,
        "place": "unknown",
        "answer": "no",
    }
    async with httpx.AsyncClient(
        base_url=intake.part.url, trust_env=False, verify=NO_AUTHORITIES, follow_redirects=True
    ) as visitor:
        assert (await visitor.get("/")).status_code == 200
        form = (await visitor.get("/lamna")).text
        (token,) = re.findall(r'name="form_token" value="([^"]+)"', form)
        sent = {**typed, "form_token": token}
        receipt = await visitor.post("/lamna/skicka", data=sent)
        again = await visitor.post("/lamna/skicka", data=sent)

    (submission,) = await intake.stored("submissions", **{"content.text": text})
    assert submission["raw"] == "form"
    assert submission["facts"]["acknowledgement"] == "receipt"
    for page in (receipt, again):
        assert page.status_code == 200
        assert submission["reference"] in page.text


async def test_the_offer_has_what_a_form_needs(intake: IntakeProcess) -> None:
    async with intake.client() as client:
        offer = (await client.get("/organisation")).json()

    boards = {board["id"]: board for board in offer["boards"]}
    assert set(boards) == {"sn", "von", "an"}
    assert "hemvard-norr" in [unit["id"] for unit in boards["von"]["units"]]
    assert boards["sn"]["categories"][0]["name"]["sv"]
    assert "complaint" in offer["kinds"]


async def test_erasing_leaves_the_figures_and_takes_the_person(
    intake: IntakeProcess, broker: PrivateBroker, heard: Eavesdropper
) -> None:
    receipt = await accepted(intake, text="Hemligt", contact={"email": "kund@post.example"})
    case_id = receipt["case_id"]
    async with intake.client(Role.STAFF) as client:
        await client.post(f"/cases/{case_id}/messages", json={"text": "Hemligt igen"})
    await heard.first(case_id, "message.received")
    number = await registered(intake, case_id, "SN 2026-00009")
    order = CaseErased.model_validate(
        number.model_dump(exclude={"type", "version", "detail", "id"}) | {"id": new_id(), "seq": 3}
    )

    await publish(broker.url, order, order)

    done = await heard.first(case_id, "case.erasure-done")
    assert done["detail"] == {"service": "intake"}
    kept = [
        *await intake.stored("submissions", _id=case_id),
        *await intake.stored("messages", case_id=case_id),
    ]
    assert len(kept) == 2
    assert "emligt" not in str(kept)
    assert "kund@" not in str(kept)
    assert kept[0]["facts"]["reference"] == receipt["reference"]
