"""The workflow as a real process beside a diary system that is down, refuses, or outlives it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.http_part import HttpPart
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Role
from shared.settings import Settings
from tests.integration.test_external_diary import with_external_diary
from tests.support.diary_system import TOKEN, DiarySystem
from tests.support.foundation import Foundation
from tests.support.service import bearer, publish, service_process
from tests.support.submissions import submission
from tests.support.waiting import until
from tests.unit.organisation_folder import Folder

pytestmark = pytest.mark.failure

PLACE = "mirror.numbered"


class Office:
    """The workflow and the diary system that its board uses."""

    def __init__(self, process: HttpPart, flag: Path, system: DiarySystem, broker: str) -> None:
        self.process = process
        self.flag = flag
        self.system = system
        self._broker = broker
        self.client = httpx.AsyncClient(
            base_url=f"{process.url}/api/v1",
            headers=bearer(Role.REGISTRAR),
            trust_env=False,
            timeout=20,
        )

    async def receive(self, count: int = 1) -> list[CaseReceived]:
        events = [submission() for _ in range(count)]
        await publish(self._broker, *events)
        return events

    async def case(self, event: CaseReceived) -> dict[str, Any]:
        response = await self.client.get(f"/cases/{event.case_id}")
        found: dict[str, Any] = response.json() if response.status_code == 200 else {}
        return found

    async def is_there(self, event: CaseReceived) -> bool:
        return bool(await self.case(event))

    async def is_numbered(self, event: CaseReceived) -> bool:
        return bool((await self.case(event)).get("diary_number"))

    async def step(self, event: CaseReceived, name: str, **body: Any) -> httpx.Response:
        seq = (await self.case(event))["seq"]
        return await self.client.post(
            f"/cases/{event.case_id}/{name}", json=body, headers={"If-Match": f'"{seq}"'}
        )

    async def conflicts(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await self.client.get("/diary/conflicts")).json()["items"]
        return items


@pytest.fixture
async def office(
    empty_broker: Foundation, settings_for: Callable[..., Settings], tmp_path: Path
) -> AsyncIterator[Office]:
    folder = with_external_diary(Folder(tmp_path))
    flag, token = tmp_path / "armed", tmp_path / "diary_token"
    token.write_text(f"{TOKEN}\n", encoding="utf-8")
    async with DiarySystem() as system:
        extra = {
            "LYHORD_DIARY_URL": system.url,
            "LYHORD_DIARY_TOKEN_FILE": str(token),
            "LYHORD_DIARY_TIMEOUT": "1",
            "LYHORD_DIARY_RETRY_DELAYS": "0.2,0.4",
            "LYHORD_FAULT": f"{PLACE}:{flag}",
        }
        process = service_process(
            "workflow", tmp_path, settings_for(organisation=folder.path), extra
        )
        await process.start()
        await process.ready()
        running = Office(process, flag, system, empty_broker.url)
        yield running
        await running.client.aclose()
        await process.stop()


async def test_workflow_killed_between_the_diarys_answer_and_its_own_write(office: Office) -> None:
    office.flag.touch()
    (event,) = await office.receive()
    await until(lambda: office.process.pid is None, "the workflow has killed itself")
    assert list(office.system.numbers) == [str(event.case_id)], "the diary has given the number"

    await office.process.start()
    await office.process.ready()
    await until(lambda: office.is_numbered(event), "the number is here")

    case = await office.case(event)
    assert list(office.system.numbers.values()) == [case["diary_number"]]
    assert [entry["step"] for entry in case["history"]].count("case.registered") == 1
    assert len(office.system.answers_to(event.case_id)) >= 2


async def test_work_goes_on_without_it_and_numbers_come_afterwards(office: Office) -> None:
    await office.system.stop()
    events = await office.receive(25)
    for event in events:
        await until(lambda event=event: office.is_there(event), "the case is there")  # type: ignore[misc]
    assigned = await office.step(events[0], "assign", responsible="manager-1")
    assert assigned.status_code == 200, assigned.text
    assert assigned.json()["status"] == "assigned"
    waiting = await office.client.get("/diary/conflicts", params={"unnumbered": True})
    assert waiting.json()["total"] == 25

    await office.system.start()
    for event in events:
        await until(lambda event=event: office.is_numbered(event), "the number has come")  # type: ignore[misc]

    numbers = {(await office.case(event))["diary_number"] for event in events}
    assert numbers == set(office.system.numbers.values())
    assert len(numbers) == 25


async def test_the_registrar_settles_a_conflict(office: Office) -> None:
    await office.system.stop()
    (event,) = await office.receive()
    office.system.conflicts[str(event.case_id)] = "closed_there"
    await office.system.start()
    await until(lambda: _any(office), "the conflict is listed")

    (found,) = await office.conflicts()
    assert (found["case_id"], found["problem"]) == (str(event.case_id), "closed_there")
    assert (found["state"], found["next_attempt_at"]) == ("conflict", None)
    office.system.conflicts.clear()
    retried = await office.step(event, "retry-diary")
    assert retried.status_code == 200, retried.text
    await until(lambda: office.is_numbered(event), "the number has come")
    assert await office.conflicts() == []

    refused = await office.step(event, "set-diary-number", number="KS 1", reason="Felskrivet")
    assert refused.status_code == 409
    assert refused.json()["reasons"] == ["The number is given by the municipality's diary."]


async def test_a_slow_diary_is_unreachable_and_hears_the_same_again(office: Office) -> None:
    office.system.open_ended.clear()
    (event,) = await office.receive()
    await until(lambda: len(office.system.told) >= 2, "it has been told twice")
    assert not await office.is_numbered(event)

    office.system.open_ended.set()
    await until(lambda: office.is_numbered(event), "the number has come")
    assert len(office.system.numbers) == 1


async def _any(office: Office) -> bool:
    return bool(await office.conflicts())
