"""A followed case through intake and the workflow as real processes."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from shared.events.vocabulary import Role
from tests.integration.eavesdropper import Eavesdropper
from tests.integration.intake_process import COMPLAINT, IntakeProcess, intake_process, settings_on
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.service import TOKENS, bearer, service_process
from tests.support.waiting import until

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


class Case:
    """One case, by both services; `client` is a browser that has opened it."""

    def __init__(
        self, receipt: dict[str, Any], client: httpx.AsyncClient, workflow: httpx.AsyncClient
    ) -> None:
        self.id: str = receipt["case_id"]
        self.client = client
        self.workflow = workflow

    async def shown(self) -> str:
        page = await self.client.get("/folj")
        assert page.status_code == 200
        return page.text

    async def shows(self, words: str) -> None:
        async def there() -> bool:
            return words in await self.shown()

        await until(there, f"the page shows {words}")

    async def step(self, step: str, seq: int | None = None, **body: Any) -> httpx.Response:
        if seq is None:
            seq = (await self.workflow.get(f"/cases/{self.id}")).json()["seq"]
        return await self.workflow.post(
            f"/cases/{self.id}/{step}", json=body, headers={"If-Match": f'"{seq}"'}
        )

    async def correspondence(self, role: Role = Role.SERVICE) -> httpx.Response:
        return await self.workflow.get(f"/cases/{self.id}/correspondence", headers=bearer(role))

    async def closed(self) -> None:
        for step, body in (
            ("assign", {}),
            ("assess", {"severity": 1, "probability": 1, "category": "availability"}),
            ("answer", {"text": "Vi beklagar.", "measures": "Rutinen är ändrad."}),
            ("close", {"complainant_view": "no_answer"}),
        ):
            answered = await self.step(step, **body)
            assert answered.status_code == 200, answered.text
        await self.shows("Ärendet är avslutat.")


@pytest.fixture(scope="module")
async def workflow(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Any]:
    settings = settings_on(broker.url, store.url)
    part = service_process("workflow", tmp_path_factory.mktemp("workflow"), settings)
    await part.start()
    await part.ready()
    yield part
    await part.stop()


@pytest.fixture(scope="module")
async def intake(
    broker: PrivateBroker,
    store: EmbeddedStore,
    workflow: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[IntakeProcess]:
    surroundings = {
        "LYHORD_SERVICE_TOKEN": TOKENS[Role.SERVICE],
        "LYHORD_WORKFLOW_URL": workflow.url,
    }
    settings = settings_on(broker.url, store.url)
    async with intake_process(tmp_path_factory.mktemp("intake"), settings, surroundings) as process:
        yield process


@pytest.fixture
async def case(intake: IntakeProcess, workflow: Any) -> AsyncIterator[Case]:
    """Just registered, and opened with its code."""
    async with intake.client() as api:
        body = COMPLAINT | {"contact": {"phone": "070-555 01 99"}, "feedback_wish": "phone"}
        receipt = (await api.post("/cases", json=body)).json()
    async with (
        httpx.AsyncClient(
            base_url=intake.part.url, trust_env=False, verify=NO_AUTHORITIES, timeout=60
        ) as client,
        httpx.AsyncClient(
            base_url=f"{workflow.url}/api/v1",
            headers=bearer(Role.CASEWORKER),
            trust_env=False,
            verify=NO_AUTHORITIES,
            timeout=60,
        ) as staff,
    ):
        given = {"reference": receipt["reference"], "secret": receipt["secret"]}
        assert (await client.post("/folj", data=given)).status_code == 303
        case = Case(receipt, client, staff)
        await case.shows("Ärendet är registrerat")
        yield case


async def test_messages_go_both_ways_with_files(case: Case, broker: PrivateBroker) -> None:
    async with Eavesdropper(broker.url) as heard:
        written = await case.step("write", text="Vilken tid skulle ni ha kommit?")
        assert written.json()["sent"][0]["text"] == "Vilken tid skulle ni ha kommit?"
        noted = await heard.first(case.id, "case.noted")
    assert noted["detail"] == {"to_complainant": True}
    assert "Vilken tid" not in str(noted)
    assert "Vilken tid skulle ni ha kommit?" in await case.shown()

    for _ in range(2):
        sent = await case.client.post(
            "/folj/meddelande",
            data={"message": "Klockan tolv.", "form_token": "abcdefghijklmnop"},
            files={"files": ("lapp.pdf", PDF)},
        )
        assert sent.status_code == 303, sent.text
    assert "lapp.pdf" in await case.shown()

    async def told() -> bool:
        return len((await case.correspondence()).json()["messages"]) == 2

    await until(told, "the message is with the case")
    out, incoming = (await case.correspondence()).json()["messages"]
    assert (out["direction"], out["by"]) == ("out", "caseworker")
    assert (incoming["direction"], incoming["by"]) == ("in", "complainant")
    (file,) = incoming["attachments"]
    assert (file["name"], file["media_type"], file["size"]) == (
        "lapp.pdf",
        "application/pdf",
        len(PDF),
    )


async def test_who_may_read_the_correspondence(case: Case) -> None:
    statuses = {role: (await case.correspondence(role)).status_code for role in Role}
    # The words of a case are for those who handle, follow up or audit it.
    refused = {
        Role.PUBLIC,
        Role.COMPLAINANT,
        Role.PARTNER,
        Role.INVESTIGATOR,
        Role.STAFF,
        Role.ADMINISTRATOR,
    }
    assert {role for role, status in statuses.items() if status == 403} == refused
    assert {status for role, status in statuses.items() if role not in refused} == {200}
    unknown = await case.workflow.get("/cases/nothing/correspondence")
    assert unknown.status_code == 404


async def test_a_message_is_written_to_the_case_that_was_read(case: Case) -> None:
    assert (await case.step("write", seq=1, text="Hej")).status_code == 409
    assert (await case.step("write", text=" ")).status_code == 422
    auditor = await case.workflow.post(
        f"/cases/{case.id}/write",
        json={"text": "Hej"},
        headers={"If-Match": "2", **bearer(Role.AUDITOR)},
    )
    assert auditor.status_code == 403


async def test_disputing_a_closed_case_reopens_it(case: Case) -> None:
    await case.closed()
    assert "Rutinen är ändrad." in await case.shown()

    disputed = await case.client.post(
        "/folj/asikt", data={"view": "disputes", "reason": "Ingen ringer nu heller."}
    )
    assert disputed.headers["location"] == "/folj?tack=asikt"

    await case.shows("Ärendet är öppet igen")
    reopened = (await case.workflow.get(f"/cases/{case.id}")).json()
    assert reopened["facts"]["complainant_view"] == "disputes"
    assert reopened["facts"]["reopened"] == 1


async def test_the_survey_is_stored_and_published_once(
    case: Case, intake: IntakeProcess, broker: PrivateBroker
) -> None:
    await case.closed()
    assert "Skicka svaren" in await case.shown()
    answers = {"survey": "after-closing.v1", "q-treatment": "5", "q-handling": "0"}
    async with Eavesdropper(broker.url) as heard:
        sent = await asyncio.gather(
            *(case.client.post("/folj/enkat", data=answers | {"q-treatment": n}) for n in "345")
        )
        assert {answer.status_code for answer in sent} == {303}
        event = await heard.first(case.id, "survey.answered")
        # A second one would have been published at the same moment.
        await case.step("write", text="Tack.")
        await heard.first(case.id, "case.noted")
        assert len(heard.of(case.id, "survey.answered")) == 1
    assert event["detail"]["survey"] == "after-closing.v1"
    assert event["detail"]["answers"]["handling"] == 0
    (stored,) = await intake.stored("survey_answers", case_id=case.id)
    assert stored["answers"] == event["detail"]["answers"]
    assert "Skicka svaren" not in await case.shown()


async def test_what_is_held_as_suspected_shows_as_received_and_can_be_added_to(
    intake: IntakeProcess, case: Case
) -> None:
    links = " ".join(f"https://spam.example/{n}" for n in range(9))
    async with intake.client() as api:
        receipt = (await api.post("/cases", json=COMPLAINT | {"text": links})).json()
    assert await intake.stored("submissions", _id=receipt["case_id"]) == []
    held = Case(receipt, case.client, case.workflow)
    given = {"reference": receipt["reference"], "secret": receipt["secret"]}
    assert (await held.client.post("/folj", data=given)).status_code == 303

    sent = await held.client.post("/folj/meddelande", data={"message": "Hallå?"})

    assert sent.headers["location"] == "/folj?tack=meddelande"
    shown = await held.shown()
    assert "Vi har tagit emot det du skrev." in shown
    assert "Hallå?" in shown
    assert (await held.correspondence()).status_code == 404


async def test_without_the_workflow_the_page_still_tells_how_far_it_is(
    case: Case, workflow: Any
) -> None:
    await case.step("write", text="Vi hör av oss på torsdag.")
    await workflow.kill()
    try:
        shown = await case.shown()
        assert "Det vi har skrivit kan inte visas just nu" in shown
        assert "Ärendet är registrerat" in shown
        assert "Vi hör av oss" not in shown
        sent = await case.client.post("/folj/meddelande", data={"message": "Är ni där?"})
        assert sent.status_code == 303
        assert re.search(r"Är ni där\?", await case.shown())
    finally:
        await workflow.start()
        await workflow.ready()
    await case.shows("Vi hör av oss på torsdag.")
