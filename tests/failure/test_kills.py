"""kill -9 of every part under a steady load: nothing is lost and nothing is done twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.load import Load, assert_nothing_lost_nothing_twice, settled
from tests.support.system import System
from tests.support.waiting import until

pytestmark = pytest.mark.failure

CASES = 90
KILL_AFTER = 25
FAULTS = {
    "intake": "relay.publishing",
    "workflow": "relay.published",
    "notifications": "mail.acknowledged",
    "reporting": "none",
}


@pytest.fixture(scope="module")
async def running(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[System, Load]]:
    """One system for all kills; the balance is struck over everything accepted so far."""
    async with System(tmp_path_factory.mktemp("system"), faults=FAULTS) as system:
        yield system, Load(system)


async def load_until(load: Load, count: int) -> None:
    await until(lambda: len(load.accepted) >= count, "some cases are accepted")


@pytest.mark.parametrize(
    "part", ["intake", "workflow", "notifications", "reporting", "broker", "store"]
)
async def test_part_killed_under_load(running: tuple[System, Load], part: str) -> None:
    system, load = running
    before = len(load.accepted)
    sending = asyncio.create_task(load.send(CASES))
    await load_until(load, before + KILL_AFTER)

    await system.kill(part)
    await system.bring_back(part)
    await sending

    now = await settled(system, load)
    # A kill of notifications may by chance fall between the server's 250 and the mark.
    repeats = len(now.mails) - len(set(now.mails))
    assert_nothing_lost_nothing_twice(
        now, load, mails_may_repeat=part == "notifications" or repeats == load.repeats
    )
    if part == "notifications":
        load.repeats = repeats


@pytest.mark.parametrize(
    ("service", "between"),
    [
        ("intake", "the document write and the publish"),
        ("workflow", "the publish and the clearing of the outbox"),
        ("notifications", "the server's 250 and the mark that it is sent"),
    ],
)
async def test_service_killed_between(
    running: tuple[System, Load], service: str, between: str
) -> None:
    system, load = running
    before = len(load.accepted)
    sending = asyncio.create_task(load.send(CASES))
    await load_until(load, before + KILL_AFTER)

    system.arm(service, FAULTS[service])
    await system.died(service, FAULTS[service])
    await system.bring_back(service)
    await sending

    now = await settled(system, load)
    assert_nothing_lost_nothing_twice(now, load, mails_may_repeat=True)
    load.repeats = len(now.mails) - len(set(now.mails))


async def test_two_copies_of_everything(tmp_path: Path) -> None:
    async with System(tmp_path, copies=2) as system:
        load = Load(system, copies=2)
        await load.send(150)

        now = await settled(system, load)

        assert_nothing_lost_nothing_twice(now, load)
