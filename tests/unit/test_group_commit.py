"""Group commit: each caller gets its own result, and a lone one waits for nobody."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.store.group_commit import GroupCommit
from tests.support.waiting import until


class Store:
    """Notes the batches; odd numbers are refused, and everything when broken."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken = False

    async def perform(self, requests: Sequence[int]) -> Sequence[str | Exception]:
        self.batches.append(list(requests))
        await self.gate.wait()
        if self.broken:
            raise OSError("gone")
        return [ValueError(str(n)) if n % 2 else f"done {n}" for n in requests]


@pytest.fixture
def store() -> Store:
    return Store()


async def test_callers_of_the_same_moment_share_a_batch(store: Store) -> None:
    commit = GroupCommit(store.perform)

    results = await asyncio.gather(*(commit.submit(n) for n in (0, 2, 4)))

    assert results == ["done 0", "done 2", "done 4"]
    assert store.batches == [[0, 2, 4]]


async def test_each_caller_gets_its_own_error(store: Store) -> None:
    commit = GroupCommit(store.perform)

    results = await asyncio.gather(*(commit.submit(n) for n in range(4)), return_exceptions=True)

    assert [str(result) for result in results] == ["done 0", "1", "done 2", "3"]


async def test_who_comes_while_a_batch_is_under_way_joins_the_next(store: Store) -> None:
    commit = GroupCommit(store.perform)
    store.gate.clear()
    first = asyncio.create_task(commit.submit(0))
    await until(lambda: bool(store.batches), "the batch is under way")
    later = [asyncio.create_task(commit.submit(n)) for n in (2, 4)]
    await asyncio.sleep(0)
    store.gate.set()

    await asyncio.gather(first, *later)

    assert store.batches == [[0], [2, 4]]


async def test_a_batch_has_at_most_the_limit(store: Store) -> None:
    commit = GroupCommit(store.perform, limit=2)

    await asyncio.gather(*(commit.submit(n) for n in range(0, 10, 2)))

    assert [len(batch) for batch in store.batches] == [2, 2, 1]


async def test_a_failed_batch_fails_its_callers_and_no_others(store: Store) -> None:
    commit = GroupCommit(store.perform)
    store.broken = True
    results = await asyncio.gather(commit.submit(0), commit.submit(2), return_exceptions=True)
    assert [type(result) for result in results] == [OSError, OSError]

    store.broken = False
    assert await commit.submit(4) == "done 4"


async def test_a_caller_that_leaves_does_not_disturb_the_others(store: Store) -> None:
    commit = GroupCommit(store.perform)
    store.gate.clear()
    leaving = asyncio.create_task(commit.submit(0))
    staying = asyncio.create_task(commit.submit(2))
    await until(lambda: bool(store.batches), "the batch is under way")
    leaving.cancel()
    store.gate.set()

    assert await staying == "done 2"
    assert store.batches == [[0, 2]]
