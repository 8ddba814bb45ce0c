"""What the services stand on in the tests: private processes, or containers where that is asked.

`LYHORD_TEST_ON=containers` has the same tests run on RabbitMQ and MongoDB in containers. They
need Docker; where there is none, only the private processes have been tried.
"""

import asyncio
import os
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import aio_pika
from aio_pika.exceptions import AMQPError
from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError
from testcontainers.core.container import DockerContainer

from deploy.local.broker import PrivateBroker
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.store import EmbeddedStore
from tests.support.waiting import until

VARIABLE = "LYHORD_TEST_ON"
ON_CONTAINERS = os.environ.get(VARIABLE) == "containers"
BROKER_IMAGE = "rabbitmq:4.1-management"
STORE_IMAGE = "mongo:8.0"
READY_SECONDS = 240.0


class Foundation(Protocol):
    """A broker or a store that a test can kill."""

    @property
    def url(self) -> str: ...
    async def start(self) -> None: ...
    async def ready(self) -> None: ...
    async def stop(self) -> None: ...
    async def kill(self) -> None: ...
    async def restart(self) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Container(ABC):
    """A container on a fixed port, so that it comes back where it was."""

    def __init__(self, image: str, port: int, environment: dict[str, str]) -> None:
        self.port = free_ports(1)[0]
        self._container = DockerContainer(image).with_bind_ports(port, self.port)
        for name, value in environment.items():
            self._container.with_env(name, value)
        self._made = False

    @property
    @abstractmethod
    def url(self) -> str: ...

    @abstractmethod
    async def answers(self) -> bool:
        """Whether it does its work."""

    async def start(self) -> None:
        if self._made:
            await asyncio.to_thread(self._container.get_wrapped_container().start)
        else:
            await asyncio.to_thread(self._container.start)
            self._made = True

    async def ready(self) -> None:
        await until(self.answers, f"{self.url} answers", READY_SECONDS)

    async def kill(self) -> None:
        """SIGKILL to the process in the container; its data stay."""
        await asyncio.to_thread(self._container.get_wrapped_container().kill)

    async def stop(self) -> None:
        if self._made:
            await asyncio.to_thread(self._container.stop)
            self._made = False

    async def restart(self) -> None:
        await self.start()
        await self.ready()

    async def __aenter__(self) -> Self:
        await self.start()
        await self.ready()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()


class ContainerBroker(Container):
    """RabbitMQ as production has it."""

    def __init__(self) -> None:
        user = {"RABBITMQ_DEFAULT_USER": "lyhord", "RABBITMQ_DEFAULT_PASS": "lyhord"}
        super().__init__(BROKER_IMAGE, 5672, user)

    @property
    def url(self) -> str:
        return f"amqp://lyhord:lyhord@{LOOPBACK}:{self.port}/"

    async def answers(self) -> bool:
        try:
            async with asyncio.timeout(20), await aio_pika.connect(self.url):
                return True
        except (OSError, AMQPError, TimeoutError):
            return False


class ContainerStore(Container):
    """MongoDB as production has it, but of one node without a replica set."""

    def __init__(self) -> None:
        super().__init__(STORE_IMAGE, 27017, {})

    @property
    def url(self) -> str:
        return f"mongodb://{LOOPBACK}:{self.port}/?directConnection=true&retryWrites=false"

    async def answers(self) -> bool:
        client: AsyncMongoClient[dict[str, object]] = AsyncMongoClient(
            self.url, serverSelectionTimeoutMS=1000
        )
        try:
            await client.admin.command("ping")
        except PyMongoError:
            return False
        finally:
            await client.close()
        return True


def new_broker(folder: Path) -> Foundation:
    """A broker of the tests' own."""
    return ContainerBroker() if ON_CONTAINERS else PrivateBroker(folder)


def new_store(folder: Path) -> Foundation:
    """A store of the tests' own."""
    return ContainerStore() if ON_CONTAINERS else EmbeddedStore(folder)
