"""Every step's documented example is taken on the real API."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from deploy.local.broker import PrivateBroker
from services.workflow.commands import BY_NAME
from services.workflow.step_examples import OTHER_CASE
from shared.events.vocabulary import Channel, Kind
from shared.settings import Settings
from tests.support.handling_desk import HandlingDesk, handling_desk
from tests.support.returned import came_back
from tests.support.service import publish
from tests.support.submissions import submission
from tests.support.waiting import until

OF_AN_EXTERNAL_DIARY = {"retry-diary", "set-diary-number"}
"""Where the municipality keeps its own diary: tests/integration/test_external_diary.py."""


@pytest.fixture
async def desk(
    empty_broker: PrivateBroker,
    settings_for: Callable[..., Settings],
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[HandlingDesk]:
    async with handling_desk(tmp_path_factory.mktemp("workflow"), settings_for()) as running:
        yield running


class Documented:
    """The examples as the running service's OpenAPI document has them."""

    def __init__(self, desk: HandlingDesk, document: dict[str, Any]) -> None:
        self._desk = desk
        self._paths = document["paths"]
        self.taken: set[str] = set()

    def example(self, step: str) -> dict[str, Any]:
        operation = self._paths[f"/api/v1/cases/{{case_id}}/{step}"]["post"]
        body = operation["requestBody"]["content"]["application/json"]
        told: dict[str, Any] = body["examples"]["example"]["value"]
        return told

    async def take(self, case_id: object, *steps: str, other: object = None) -> dict[str, Any]:
        """Take the steps as they are documented."""
        case: dict[str, Any] = {}
        for step in steps:
            told = {
                name: str(other) if value == OTHER_CASE else value
                for name, value in self.example(step).items()
            }
            case = await self._desk.take(case_id, step, **told)
            self.taken.add(step)
        return case


async def test_every_documented_example_works(desk: HandlingDesk) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        document = (await client.get(f"{desk.part.url}/openapi.json")).json()
    documented = Documented(desk, document)
    take = documented.take
    first, other, offered, foreign, twin, short, declined = (
        submission(board="von", unit="hemvard-norr", channel=Channel.LETTER) for _ in range(7)
    )
    await desk.receive(first, other, offered, foreign, twin, short, declined)

    await publish(desk.amqp_url, came_back(other.case_id))

    async def is_unreached() -> bool:
        return bool((await desk.case(other.case_id))["facts"]["unreached"])

    await until(is_unreached, "it is known that the complainant was not reached")
    await take(other.case_id, "record-reached")
    await take(first.case_id, "assign", "declare-conflict", "acknowledge", "reclassify", "assess")
    case = await take(first.case_id, "report-lex-sarah")
    lex_sarah = case["links"][0]["case_id"]
    await take(first.case_id, "investigate", "add-finding", "conclude", "decide-action")
    await take(first.case_id, "complete-action", "judge-effect", "pause", "resume", "extend")
    await take(first.case_id, "draft-answer", "answer", "write", "correct")
    await take(first.case_id, "add-paper", "correct-paper", "link", other=other.case_id)
    closed = await take(first.case_id, "close")
    assert closed["status"] == "closed"
    assert closed["diary"]["closed_on"] is not None
    assert (await take(first.case_id, "follow-up"))["status"] == "followed_up"
    assert (await take(first.case_id, "reopen"))["status"] == "assigned"

    await desk.take(lex_sarah, "assign")
    await desk.take(lex_sarah, "assess", severity=4, probability=2)
    await take(lex_sarah, "notify-ivo", "investigate", "add-finding", "conclude")
    decided = await take(lex_sarah, "decide-lex-sarah", "record-ivo-decision")
    assert decided["facts"]["lex_sarah"] == "ivo_decided"

    await take(offered.case_id, "refer", "withdraw-referral", "refer")
    assert (await take(offered.case_id, "accept-referral"))["status"] == "referred"
    assert (await take(foreign.case_id, "dismiss"))["status"] == "dismissed"
    merged = await take(twin.case_id, "merge", other=other.case_id)
    assert merged["facts"]["dismissed"] == "duplicate"

    for event in (short, declined):
        await desk.take(event.case_id, "assign")
        await take(event.case_id, "assess")
    await take(declined.case_id, "decline-lex-sarah")
    assert (await take(short.case_id, "waive-answer"))["facts"]["feedback"] == "waived"

    for step in OF_AN_EXTERNAL_DIARY:
        refused = await desk.ask(short.case_id, step, documented.example(step))
        assert refused.status_code == 409
    assert documented.taken | OF_AN_EXTERNAL_DIARY == set(BY_NAME), "each step has an example"


async def test_a_case_shows_what_may_be_done_with_it(desk: HandlingDesk) -> None:
    event = submission(board="von", unit="hemvard-norr", kind=Kind.DEVIATION)
    await desk.receive(event)

    offered = {each["step"]: each["reasons"] for each in (await desk.case(event.case_id))["may"]}

    assert list(offered) == list(BY_NAME)
    assert offered["assign"] == []
    assert offered["assess"] == ["Nobody answers for the case: assign it first."]
    assert "A deviation is not closed without an investigation." in offered["close"]
    refused = await desk.ask(event.case_id, "close", {})
    assert refused.status_code == 409
    assert set(offered["close"]) <= set(refused.json()["reasons"])


async def test_a_step_on_an_older_state_says_what_has_changed(desk: HandlingDesk) -> None:
    event = submission(board="von", unit="hemvard-norr")
    await desk.receive(event)
    before = (await desk.case(event.case_id))["seq"]
    await desk.take(event.case_id, "assign")
    await desk.take(event.case_id, "draft-answer", text="Anna Andersson")

    stale = await desk.ask(
        event.case_id, "pause", {"until": "2099-01-01", "reason": "x" * 9}, before
    )

    assert stale.status_code == 409
    assert stale.json()["seq"] == before + 2
    assert [each["step"] for each in stale.json()["changes"]] == [
        "case.assigned",
        "case.documented",
    ]
    assert "Anna" not in stale.text


async def test_an_unknown_other_case_is_said(desk: HandlingDesk) -> None:
    event = submission(board="von")
    await desk.receive(event)
    unknown = await desk.ask(event.case_id, "link", {"other": OTHER_CASE})
    assert unknown.status_code == 404
    itself = await desk.ask(
        event.case_id, "merge", {"into": str(event.case_id), "reason": "dubbel"}
    )
    assert itself.status_code == 409
    assert itself.json()["reasons"] == ["A case cannot be merged with itself."]
