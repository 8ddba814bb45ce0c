"""An import is never more than some hundred rows ahead of the workflow, and never stuck."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest

from services.intake.imports import pacing
from services.intake.imports.pacing import Pacing
from services.intake.progress import Progress
from shared.store.versioned import VersionedCollection

BATCH = 100


class Registered:
    """What the workflow has told of so far."""

    def __init__(self) -> None:
        self.ids_known: set[str] = set()
        self.asked = 0

    async def ids(self, where: Mapping[str, Any]) -> Sequence[str]:
        self.asked += 1
        return [where["_id"]] if where["_id"] in self.ids_known else []


class Seconds:
    """A clock that goes on a second whenever it is looked at."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def paced(registered: Registered, patience: float, seconds: Seconds | None = None) -> Pacing:
    progress = cast("VersionedCollection[Progress]", registered)
    return Pacing(progress, patience, ahead=3 * BATCH, seconds=seconds or Seconds())


def batch(number: int) -> list[str]:
    return [f"{number}-{position}" for position in range(BATCH)]


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "LOOK_SECONDS", 0)


async def test_rows_wait_until_the_workflow_has_come_near() -> None:
    registered = Registered()
    pace = paced(registered, patience=1e9)
    for number in range(3):
        await pace.stored(batch(number))
    assert registered.asked == 0, "as long as there is room nobody is asked"

    waiting = asyncio.create_task(pace.stored(batch(3)))
    await turns()
    assert not waiting.done()

    registered.ids_known.add("0-99")
    await waiting


async def test_each_batch_makes_room_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    registered = Registered()
    pace = paced(registered, patience=1e9)
    for number in range(3):
        await pace.stored(batch(number))
    for number in range(3, 6):
        waiting = asyncio.create_task(pace.stored(batch(number)))
        await turns()
        assert not waiting.done()
        registered.ids_known.add(f"{number - 3}-99")
        await waiting


async def test_a_workflow_that_is_away_slows_it_and_does_not_stop_it() -> None:
    seconds = Seconds()
    pace = paced(Registered(), patience=10, seconds=seconds)
    for number in range(6):
        await pace.stored(batch(number))
    assert 3 * 10 <= seconds.now <= 3 * 13


async def test_rows_that_are_there_already_wait_for_nobody() -> None:
    registered = Registered()
    pace = paced(registered, patience=1e9)
    for _ in range(100):
        await pace.stored([])
    assert registered.asked == 0
