"""A complaint that leads to a lex Sarah case, with everything real: store, bus, all services."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import aio_pika
import httpx
import pytest

from shared.bus.subscriptions import SUBSCRIPTIONS
from shared.events.vocabulary import Role
from tests.support.handling_desk import EVERYBODY, TOKEN, HandlingDesk
from tests.support.system import System
from tests.support.waiting import until

PLACE = "handling.opened"
REPORT = {"text": "Anna Andersson fick varken mat eller medicin."}


@pytest.fixture(scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[System]:
    """Its workflow can be killed between the new case and the one that it came from."""
    folder = tmp_path_factory.mktemp("lex_sarah")
    accounts = folder / "everybody.toml"
    roles = ", ".join(f'"{role}"' for role in Role)
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    accounts.write_text(f'[[token]]\nname = "all"\nsha256 = "{digest}"\nroles = [{roles}]\n')
    async with System(
        folder, settings={"LYHORD_ACCOUNTS": str(accounts)}, faults={"workflow": PLACE}
    ) as system:
        yield system


@pytest.fixture
async def desk(running: System) -> AsyncIterator[HandlingDesk]:
    async with httpx.AsyncClient(
        base_url=f"{running.url('workflow')}/api/v1",
        headers=EVERYBODY,
        trust_env=False,
        timeout=30,
    ) as client:
        part = running.services["workflow"][0]
        yield HandlingDesk(part, client, running.broker.url)


async def complaint(running: System, desk: HandlingDesk) -> str:
    """One that intake has taken in and the workflow has assessed: misconduct is suspected."""
    body = {
        "board": "von",
        "unit": "hemvard-norr",
        "kind": "complaint",
        "channel": "web",
        "text": "Besöket uteblev.",
        "contact": {"email": "kund@post.example"},
    }
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        response = await client.post(f"{running.url('intake')}/api/v1/cases", json=body)
    assert response.status_code == 202, response.text
    case_id: str = response.json()["case_id"]
    await desk.has(case_id)
    await acknowledged(desk, case_id)
    await desk.take(case_id, "assign")
    await desk.take(
        case_id,
        "assess",
        severity=3,
        probability=2,
        category="care-given",
        misconduct_suspected=True,
    )
    return case_id


async def acknowledged(desk: HandlingDesk, case_id: str) -> None:
    async def so() -> bool:
        return bool((await desk.case(case_id))["facts"]["acknowledgement"] == "sent")

    await until(so, "the complaint is acknowledged")


async def facts_become(desk: HandlingDesk, case_id: str, **expected: Any) -> None:
    async def so() -> bool:
        facts = (await desk.case(case_id))["facts"]
        return all(facts[name] == value for name, value in expected.items())

    await until(so, f"the case follows: {expected}")


async def parked(running: System) -> dict[str, int]:
    """Messages that no service could deal with."""
    connection = await aio_pika.connect(running.broker.url)
    async with connection:
        channel = await connection.channel()
        queues = [
            await channel.get_queue(each.dead_letter_queue, ensure=True) for each in SUBSCRIPTIONS
        ]
        return {
            queue.name: count
            for queue in queues
            if (count := queue.declaration_result.message_count or 0)
        }


async def asked(running: System, service: str, path: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, timeout=30, headers=EVERYBODY) as client:
        return await client.get(f"{running.url(service)}/api/v1{path}")


async def test_a_complaint_that_leads_to_lex_sarah(running: System, desk: HandlingDesk) -> None:
    origin = await complaint(running, desk)

    reported = await desk.take(origin, "report-lex-sarah", **REPORT)
    [link] = reported["links"]
    child = link["case_id"]
    assert reported["facts"]["lex_sarah"] == "reported"
    case = await desk.case(child)
    assert case["kind"] == "lex_sarah"
    assert case["diary_number"] != reported["diary_number"]
    assert case["diary"]["serial"] == reported["diary"]["serial"] + 1
    assert [(each["relation"], each["case_id"]) for each in case["links"]] == [("origin", origin)]
    assert case["lex_sarah"]["kept_from"] == ["manager-hemvard-norr"]
    assert [entry["step"] for entry in case["history"]] == [
        "case.received",
        "case.registered",
        "lexsarah.reported",
    ]

    assigned = await desk.take(child, "assign")
    assert assigned["facts"]["responsible"] == "investigator-von"
    await desk.take(child, "assess", severity=4, probability=2, category="care-given")
    await desk.take(child, "investigate")
    await facts_become(desk, origin, lex_sarah="investigating")
    await desk.take(
        child,
        "conclude",
        course_of_events="Passet byttes.",
        noticed="Samma kväll.",
        earlier_occurrences="Ja, i januari.",
        could_recur="Ja.",
        causes=["routine_missing"],
    )

    # The complaint keeps its own answer and closing (R52).
    await desk.take(origin, "answer", text="Vi beklagar.", measures="Rutinen är ändrad.")
    closing = {
        "complainant_view": "agrees",
        "waived": [{"control_point": "feedback_wish", "reason": "Frågan ställdes inte."}],
    }
    closed = await desk.take(origin, "close", **closing)
    assert closed["status"] == "closed"
    assert (await desk.case(child))["status"] == "investigating"

    await desk.take(child, "decide-lex-sarah", misconduct="serious_misconduct", decision="Grovt.")
    early = await desk.ask(child, "close", {})
    assert early.status_code == 409
    assert "Serious misconduct must be notified to IVO." in early.json()["reasons"]
    notified = await desk.take(
        child, "notify-ivo", notified_on="2026-03-04", ivo_reference="3.1.2-10047/2026"
    )
    assert notified["external_numbers"] == [{"of": "IVO", "number": "3.1.2-10047/2026"}]
    await facts_become(
        desk,
        origin,
        lex_sarah="ivo_notified",
        misconduct="serious_misconduct",
        ivo_notified_on="2026-03-04",
    )
    after = await desk.case(origin)
    assert after["status"] == "closed"
    assert after["diary"]["closed_on"] is not None
    measures = [{"control_point": "measures", "reason": "Åtgärderna står i klagomålet."}]
    ended = await desk.take(child, "close", waived=measures)
    assert ended["status"] == "closed"
    await desk.take(child, "record-ivo-decision", decision="closed")
    await facts_become(desk, origin, lex_sarah="ivo_decided")

    await understood_by_all(running, child)


async def understood_by_all(running: System, child: str) -> None:
    """A case that was born without `case.received`: counted once, watched, and nobody is told."""

    async def counted() -> bool:
        response = await asked(running, "reporting", f"/cases/{child}/facts")
        return (
            response.status_code == 200 and response.json()["facts"]["lex_sarah"] == "ivo_decided"
        )

    await until(counted, "reporting has counted it")
    deadlines = await asked(running, "notifications", f"/cases/{child}/deadlines")
    assert deadlines.status_code == 200
    assert {each["rule"] for each in deadlines.json()["items"]} >= {"lex-sarah-at-once"}
    watched = await running.documents("notifications", "watched").find_one({"_id": child})
    assert watched is not None
    assert watched.get("contact") is None
    notices = running.documents("notifications", "notices")
    assert await notices.count_documents({"case_id": child, "kind": "acknowledgement"}) == 0
    assert await running.documents("intake", "submissions").count_documents({"_id": child}) == 0
    for service, collection in (
        ("notifications", "watched"),
        ("notifications", "notices"),
        ("reporting", "facts"),
        ("intake", "progress"),
    ):
        async for document in running.documents(service, collection).find({}):
            assert "Anna Andersson" not in str(document)
    assert await parked(running) == {}


async def test_workflow_killed_between_the_new_case_and_the_one_it_came_from(
    running: System, desk: HandlingDesk
) -> None:
    origin = await complaint(running, desk)
    running.arm("workflow", PLACE)

    with pytest.raises(httpx.TransportError):
        await desk.ask(origin, "report-lex-sarah", REPORT)
    await running.died("workflow", PLACE)
    await running.bring_back("workflow")

    await facts_become(desk, origin, lex_sarah="reported")
    case = await desk.case(origin)
    [link] = case["links"]
    child = await desk.case(link["case_id"])
    assert child["content"]["text"] == REPORT["text"]
    assert child["diary"]["serial"] == case["diary"]["serial"] + 1
    again = await desk.ask(origin, "report-lex-sarah", REPORT)
    assert again.status_code == 409
    assert again.json()["reasons"] == ["The event has been reported under lex Sarah already."]
    assert await parked(running) == {}
