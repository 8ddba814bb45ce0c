"""The supervisor's decisions, on parts that live in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from deploy.local.failures import LauncherFailure
from deploy.local.supervisor import Supervisor
from tests.support.waiting import until


class MemoryPart:
    """Runs, dies and comes back on the test's word."""

    def __init__(self, name: str, diary: list[str]) -> None:
        self.name = name
        self.pid: int | None = None
        self.fails_to_come_back = 0
        self._diary = diary
        self._started = 0
        self._gone = asyncio.Event()

    async def start(self) -> None:
        self._diary.append(f"start {self.name}")
        self._started += 1
        self._gone.clear()
        self.pid = self._started

    async def ready(self) -> None:
        if self.fails_to_come_back:
            self.fails_to_come_back -= 1
            raise LauncherFailure("did not boot")
        self._diary.append(f"ready {self.name}")

    async def stop(self) -> None:
        self._diary.append(f"stop {self.name}")
        self.die()

    async def exited(self) -> int:
        await self._gone.wait()
        return -9

    def die(self) -> None:
        self.pid = None
        self._gone.set()


class Stage:
    """Two parts below, two above, and what was told."""

    def __init__(self) -> None:
        self.diary: list[str] = []
        self.told: list[str] = []
        self.changes = 0
        self.broker, self.store = MemoryPart("broker", self.diary), MemoryPart("store", self.diary)
        self.intake, self.flow = MemoryPart("intake", self.diary), MemoryPart("flow", self.diary)
        self.supervisor = Supervisor(
            [[self.broker, self.store], [self.intake, self.flow]],
            changed=self._change,
            tell=self.told.append,
        )

    def _change(self) -> None:
        self.changes += 1

    def place(self, line: str) -> int:
        return self.diary.index(line)


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr("deploy.local.supervisor.FIRST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr("deploy.local.supervisor.LONGEST_PAUSE_SECONDS", 0.002)
    stage = Stage()
    yield stage
    await stage.supervisor.stop()


async def test_services_start_once_all_below_is_ready_and_stop_before_it(stage: Stage) -> None:
    await stage.supervisor.start()
    for below in ("broker", "store"):
        for above in ("intake", "flow"):
            assert stage.place(f"ready {below}") < stage.place(f"start {above}")
    await stage.supervisor.stop()
    assert stage.diary[-4:-2] == ["stop intake", "stop flow"]
    assert stage.diary[-2:] == ["stop broker", "stop store"]


async def test_part_that_dies_is_started_again_and_told(stage: Stage) -> None:
    await stage.supervisor.start()
    stage.flow.die()
    await until(lambda: stage.changes == 1, "the restart is announced")
    assert stage.flow.pid == 2
    assert stage.told == [
        "flow ended (by SIGKILL); it is started again",
        "flow is back (pid 2)",
    ]
    assert stage.intake.pid == 1


async def test_part_that_does_not_come_back_is_tried_until_it_does(stage: Stage) -> None:
    await stage.supervisor.start()
    stage.store.fails_to_come_back = 3
    stage.store.die()
    await until(lambda: stage.changes == 1, "the restart is announced")
    assert sum("did not come back: did not boot" in line for line in stage.told) == 3
    assert stage.store.pid == 5


async def test_part_that_dies_again_is_started_again(stage: Stage) -> None:
    await stage.supervisor.start()
    for times in (1, 2, 3):
        stage.intake.die()
        await until(_changed(stage, times), "the restart is announced")
    assert stage.intake.pid == 4


async def test_failing_start_stops_what_was_started_and_names_the_fault(stage: Stage) -> None:
    stage.store.fails_to_come_back = 1
    with pytest.raises(LauncherFailure, match="did not boot"):
        await stage.supervisor.start()
    assert "start intake" not in stage.diary
    assert stage.broker.pid is None
    assert stage.store.pid is None


async def test_nothing_is_started_again_after_the_stop(stage: Stage) -> None:
    await stage.supervisor.start()
    await stage.supervisor.stop()
    starts = [line for line in stage.diary if line.startswith("start")]
    assert len(starts) == 4
    assert stage.told == []


def _changed(stage: Stage, times: int) -> Callable[[], bool]:
    return lambda: stage.changes == times
