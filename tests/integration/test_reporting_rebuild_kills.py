"""A rebuild whose copies are killed with SIGKILL, while cases go on coming in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.http_part import HttpPart
from shared.events.envelope import FactsEvent
from shared.events.vocabulary import Role, Status
from shared.settings import Settings
from tests.integration.reporting_cases import investigating
from tests.integration.reporting_workflow import WorkflowStandIn
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.service import TOKENS, bearer, service_process
from tests.support.submissions import submission
from tests.support.waiting import until

pytestmark = pytest.mark.failure

BEFORE = 30
MEANWHILE = 30


@dataclass(frozen=True)
class Copies:
    """Two copies of reporting; each kills itself when it comes to an armed place."""

    parts: tuple[HttpPart, ...]
    flag: Path
    client: httpx.AsyncClient

    async def ask(self, method: str, path: str) -> dict[str, Any]:
        """Ask whichever copy answers."""
        for part in self.parts:
            try:
                answer = await self.client.request(method, f"{part.url}/api/v1{path}")
            except httpx.TransportError:
                continue
            if answer.is_success:
                return dict(answer.json())
        return {}

    async def bring_back_the_killed(self) -> None:
        await until(lambda: any(part.pid is None for part in self.parts), "one has died")
        for part in self.parts:
            if part.pid is None:
                await part.start()
                await part.ready()


Start = Callable[[WorkflowStandIn, str], Any]


@pytest.fixture
async def start(
    empty_broker: PrivateBroker,
    settings_for: Callable[..., Settings],
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Start]:
    started: list[HttpPart] = []
    client = httpx.AsyncClient(
        headers=bearer(Role.SERVICE), trust_env=False, verify=NO_AUTHORITIES, timeout=60
    )

    async def make(workflow: WorkflowStandIn, place: str) -> Copies:
        folders = [tmp_path_factory.mktemp("reporting") for _ in range(2)]
        flag = folders[0] / "armed"
        extra = {
            "LYHORD_FAULT": f"{place}:{flag}",
            "LYHORD_WORKFLOW_URL": workflow.url,
            "LYHORD_SERVICE_TOKEN": TOKENS[Role.SERVICE],
            "LYHORD_REBUILD_PATIENCE": "2",
            "LYHORD_REBUILD_GRACE": "1",
        }
        parts = [service_process("reporting", folder, settings_for(), extra) for folder in folders]
        started.extend(parts)
        await asyncio.gather(*(part.start() for part in parts))
        await asyncio.gather(*(part.ready() for part in parts))
        return Copies(tuple(parts), flag, client)

    yield make
    await client.aclose()
    await asyncio.gather(*(part.stop() for part in started))


@pytest.fixture
async def workflow(empty_broker: PrivateBroker) -> AsyncIterator[WorkflowStandIn]:
    async with WorkflowStandIn(empty_broker.url) as stand_in:
        yield stand_in


async def counted(copies: Copies, event: FactsEvent) -> dict[str, Any]:
    return await copies.ask("GET", f"/cases/{event.case_id}/facts")


async def all_counted(copies: Copies, workflow: WorkflowStandIn) -> bool:
    if (await copies.ask("GET", "/statistics")).get("total") != len(workflow.cases):
        return False
    found = await asyncio.gather(*(counted(copies, event) for event in workflow.cases.values()))
    return all(
        facts.get("seq") == event.seq
        for facts, event in zip(found, workflow.cases.values(), strict=True)
    )


async def life_goes_on(workflow: WorkflowStandIn, known: list[FactsEvent]) -> None:
    """New cases, and further steps of old ones."""
    for event in known[:MEANWHILE]:
        await workflow.tells(investigating(event, status=Status.ACTING), submission(board="von"))


async def assert_right(copies: Copies, workflow: WorkflowStandIn, rebuild_id: str) -> None:
    """Swapped, and every case counted once, as the workflow knows it."""

    async def swapped() -> bool:
        return (await copies.ask("GET", f"/rebuilds/{rebuild_id}")).get("state") == "swapped"

    await until(swapped, "the rebuild has swapped")
    await until(lambda: all_counted(copies, workflow), "every case is counted at its newest")
    for event in workflow.cases.values():
        facts = await counted(copies, event)
        assert facts["facts"] == event.facts.model_dump(mode="json")
    statistics = await copies.ask("GET", "/statistics?group_by=board,status")
    assert statistics["total"] == len(workflow.cases)
    assert sum(row["count"] for row in statistics["rows"]) == len(workflow.cases)


@pytest.mark.parametrize(
    "place", ["rebuild.asking", "rebuild.asked", "rebuild.compared", "rebuild.swapped"]
)
async def test_copy_killed_in_a_step_of_a_rebuild(
    start: Start, workflow: WorkflowStandIn, place: str
) -> None:
    copies: Copies = await start(workflow, place)
    known = [submission(board="sn") for _ in range(BEFORE)]
    await workflow.tells(*known)
    await until(lambda: all_counted(copies, workflow), "all are counted")

    copies.flag.touch()
    rebuild = await copies.ask("POST", "/rebuilds")
    await asyncio.gather(life_goes_on(workflow, list(known)), copies.bring_back_the_killed())

    await assert_right(copies, workflow, rebuild["rebuild_id"])
    assert not copies.flag.exists()


async def test_copy_killed_while_snapshots_come_in(start: Start, workflow: WorkflowStandIn) -> None:
    copies: Copies = await start(workflow, "nowhere")
    known = [submission(board="sn") for _ in range(BEFORE)]
    await workflow.tells(*known)
    await until(lambda: all_counted(copies, workflow), "all are counted")
    workflow.held_after = BEFORE // 2

    rebuild = await copies.ask("POST", "/rebuilds")
    path = f"/rebuilds/{rebuild['rebuild_id']}"

    async def half_received() -> bool:
        return bool((await copies.ask("GET", path)).get("received") == BEFORE // 2)

    await until(half_received, "half of the snapshots have come")
    await copies.parts[0].kill()
    await asyncio.gather(life_goes_on(workflow, list(known)), copies.bring_back_the_killed())
    workflow.go_on.set()

    await assert_right(copies, workflow, rebuild["rebuild_id"])
