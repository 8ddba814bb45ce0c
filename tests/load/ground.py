"""What all lines of one run stand on: one private broker and one embedded store."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from pymongo import AsyncMongoClient

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore

Driver = Literal["motor", "pymongo"]
QueueType = Literal["classic", "quorum"]


@dataclass(frozen=True, slots=True)
class Choice:
    """How broker and store are used, by the bare journey and by the product alike."""

    driver: Driver = "motor"
    queue_type: QueueType = "classic"


class Ground:
    """`async with`: both run, and the bench looks at the store through `client`."""

    def __init__(self, folder: Path, choice: Choice) -> None:
        self.folder = folder
        self.choice = choice
        self.broker = PrivateBroker(folder / "broker")
        self.store = EmbeddedStore(folder / "store")
        self.client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(self.store.url)

    @property
    def pids(self) -> dict[str, int]:
        """Their processes, by the name of the part. Raises RuntimeError when one is dead."""
        if self.broker.pid is None or self.store.pid is None:
            raise RuntimeError("the broker or the store has died: see its log")
        return {"broker": self.broker.pid, "store": self.store.pid}

    async def __aenter__(self) -> Self:
        try:
            await asyncio.gather(self.broker.start(), self.store.start())
            await asyncio.gather(self.broker.ready(), self.store.ready())
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stop()

    async def drop(self, *databases: str) -> None:
        """Remove what a line has left, so that the next one starts on an empty store."""
        for database in databases:
            await self.client.drop_database(database)

    async def _stop(self) -> None:
        await self.client.close()
        await asyncio.gather(self.broker.stop(), self.store.stop())
