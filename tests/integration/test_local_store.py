"""The embedded store: on loopback alone, and unharmed by a kill."""

from pathlib import Path
from typing import Any

import psutil
import pytest
from pymongo import AsyncMongoClient

from deploy.local.failures import NotReady
from deploy.local.store import EmbeddedStore


async def insert(url: str, name: str) -> None:
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(url)
    async with client:
        await client["test"]["kept"].insert_one({"_id": name})


async def ids(url: str) -> set[str]:
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(url)
    async with client:
        return {document["_id"] async for document in client["test"]["kept"].find()}


async def test_only_loopback_hears_it(store: EmbeddedStore) -> None:
    assert store.pid
    connections = psutil.Process(store.pid).net_connections("tcp")
    listening = {c.laddr for c in connections if c.status == psutil.CONN_LISTEN}
    assert listening == {("127.0.0.1", store.port)}


async def test_killed_store_comes_back_on_its_port_with_what_it_had_written(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "a folder with spaces and å"
    async with EmbeddedStore(folder) as store:
        url, first = store.url, store.pid
        await insert(url, "before the kill")
        await store.kill()
        assert store.pid is None
        await store.start()
        await store.ready()
        assert store.url == url
        assert store.pid != first
        await insert(url, "before the restart")
        await store.restart()
        assert await ids(url) == {"before the kill", "before the restart"}

    async with EmbeddedStore(folder) as later:
        assert await ids(later.url) == {"before the kill", "before the restart"}


async def test_store_that_cannot_start_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where its folder should be")
    store = EmbeddedStore(tmp_path)
    with pytest.raises(NotReady, match="it ended by itself") as failure:
        async with store:
            pass
    assert failure.value.part == "store"
    assert store.pid is None
