"""The workflow as its callers see it: a real process, by HTTP and by the bus."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from deploy.local.broker import PrivateBroker
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Channel, Kind, Role, Wish
from shared.settings import Settings
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.service import bearer, publish, service_process
from tests.support.submissions import submission
from tests.support.waiting import until


class Workflow:
    def __init__(self, client: httpx.AsyncClient, broker_url: str) -> None:
        self.client = client
        self._broker_url = broker_url

    async def receive(self, *events: CaseReceived) -> None:
        await publish(self._broker_url, *events)
        for event in events:
            await until(lambda event=event: self._has(event), "the case is there")  # type: ignore[misc]

    async def _has(self, event: CaseReceived) -> bool:
        response = await self.client.get(f"/cases/{event.case_id}")
        return response.status_code == 200

    async def step(
        self, event: CaseReceived, step: str, body: dict[str, Any], seq: int | None = None
    ) -> httpx.Response:
        if seq is None:
            seq = (await self.client.get(f"/cases/{event.case_id}")).json()["seq"]
        return await self.client.post(
            f"/cases/{event.case_id}/{step}", json=body, headers={"If-Match": f'"{seq}"'}
        )


@pytest.fixture
async def workflow(
    empty_broker: PrivateBroker,
    settings_for: Callable[..., Settings],
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Workflow]:
    service = service_process("workflow", tmp_path_factory.mktemp("workflow"), settings_for())
    await service.start()
    await service.ready()
    async with httpx.AsyncClient(
        base_url=f"{service.url}/api/v1",
        headers=bearer(Role.CASEWORKER),
        trust_env=False,
        verify=NO_AUTHORITIES,
        timeout=60,
    ) as client:
        yield Workflow(client, empty_broker.url)
    await service.stop()


async def test_a_case_from_received_to_closed(workflow: Workflow) -> None:
    event = submission(feedback_wish=Wish.NO, unit="forsorjningsstod")
    await workflow.receive(event)

    case = (await workflow.client.get(f"/cases/{event.case_id}")).json()
    assert case["diary_number"] == "SN 2026-00001"
    assert case["status"] == "registered"
    assert len(case["control_points"]) == 11
    assert case["content"]["text"] == "Utbetalningen kom inte."

    assigned = await workflow.step(event, "assign", {})
    assert assigned.status_code == 200
    assert assigned.headers["etag"] == f'"{assigned.json()["seq"]}"'
    board = (await workflow.client.get("/diary", params={"board": "Socialnämnden"})).json()
    assert [line["number"] for line in board["items"]] == ["SN 2026-00001"]

    assessed = await workflow.step(event, "assess", {"severity": 2, "probability": 3})
    assert assessed.json()["facts"]["must_investigate"] is False
    answered = await workflow.step(
        event, "answer", {"text": "Vi beklagar.", "measures": "Rutinen är ändrad."}
    )
    assert answered.json()["status"] == "answered"

    refused = await workflow.step(event, "close", {})
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["reasons"] == [
        "The control point is not answered: Category.",
        "The control point is not answered: Acknowledgement to the complainant.",
    ]

    closed = await workflow.step(
        event,
        "close",
        {
            "waived": [
                {"control_point": "category", "reason": "Ingen kategori passar."},
                {"control_point": "acknowledgement", "reason": "Bekräftad muntligen."},
            ]
        },
    )
    assert closed.status_code == 200, closed.text
    assert closed.json()["status"] == "closed"
    assert closed.json()["diary"]["closed_on"] is not None
    assert [entry["step"] for entry in closed.json()["history"]] == [
        "case.received",
        "case.registered",
        "case.assigned",
        "case.assessed",
        "case.answered",
        "case.closed",
    ]


async def test_a_stale_step_is_refused_with_what_has_changed(workflow: Workflow) -> None:
    event = submission()
    await workflow.receive(event)
    await workflow.step(event, "assign", {"responsible": "manager-hemvard"})

    stale = await workflow.step(event, "assess", {"severity": 1, "probability": 1}, seq=2)

    assert stale.status_code == 409
    assert stale.json()["seq"] == 3
    assert [change["step"] for change in stale.json()["changes"]] == ["case.assigned"]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, {}, 428),
        ({"If-Match": "x"}, {}, 422),
        ({"If-Match": "2"}, {"severity": 9, "probability": 1}, 422),
        ({"If-Match": "2", **bearer(Role.AUDITOR)}, {"severity": 1, "probability": 1}, 403),
        ({"If-Match": "2", "Authorization": "Bearer wrong"}, {}, 401),
    ],
)
async def test_what_is_wrong_with_a_step_is_told_as_a_problem(
    workflow: Workflow, headers: dict[str, str], body: dict[str, Any], status: int
) -> None:
    event = submission()
    await workflow.receive(event)
    if status == 428:
        body = {"severity": 1, "probability": 1}

    response = await workflow.client.post(
        f"/cases/{event.case_id}/assess", json=body, headers=headers
    )

    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status


async def test_an_unknown_case_is_not_found(workflow: Workflow) -> None:
    for path in ("/cases/nothing", "/cases/0199a7d0-0000-7000-8000-000000000000"):
        assert (await workflow.client.get(path)).status_code == 404


async def test_lists_filter_and_page_without_losing_or_repeating(workflow: Workflow) -> None:
    events = [
        *(submission(unit="hemvard-norr", board="von") for _ in range(7)),
        *(submission(kind=Kind.PRAISE, channel=Channel.PHONE) for _ in range(4)),
    ]
    await workflow.receive(*events)

    seen: list[str] = []
    cursor: str | None = None
    while True:
        parameters: dict[str, Any] = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await workflow.client.get("/cases", params=parameters)).json()
        seen += [item["case_id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(str(event.case_id) for event in events)

    async def count(**filters: Any) -> int:
        response = await workflow.client.get("/cases", params=filters)
        assert response.status_code == 200, response.text
        return len(response.json()["items"])

    assert await count(board="von") == 7
    assert await count(unit="hemvard") == 7
    assert await count(unit="hemvard-soder") == 0
    assert await count(kind=["praise", "view"]) == 4
    assert await count(channel="phone", board="von") == 0
    assert await count(open=True) == 11
    assert await count(status="closed") == 0
    assert (await workflow.client.get("/cases", params={"kind": "x"})).status_code == 422
    assert (await workflow.client.get("/cases", params={"cursor": "x"})).status_code == 422


async def test_lists_hold_nothing_personal(workflow: Workflow) -> None:
    await workflow.receive(submission(text="Anna Andersson", email="anna@post.example"))

    for path in ("/cases", "/worklist", "/diary?board=sn"):
        assert "nna" not in (await workflow.client.get(path)).text


async def test_the_work_list_counts_what_is_unassigned(workflow: Workflow) -> None:
    first, second = submission(), submission()
    await workflow.receive(first, second)
    await workflow.step(first, "assign", {"responsible": "caseworker-1"})

    lists = {
        view: (await workflow.client.get("/worklist", params={"view": view})).json()
        for view in ("mine", "unassigned", "open")
    }

    assert {view: found["total"] for view, found in lists.items()} == {
        "mine": 1,
        "unassigned": 1,
        "open": 2,
    }
    assert lists["mine"]["items"][0]["case_id"] == str(first.case_id)
