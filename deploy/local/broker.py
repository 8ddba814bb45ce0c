"""A private RabbitMQ node as a child process, on 127.0.0.1 and in one folder.

For one machine: trying out, demonstration and tests. Production runs a cluster of its own.
"""

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import aio_pika
from aio_pika.exceptions import AMQPError

from deploy.local.erlang_node import (
    USER,
    BrokerPorts,
    NodeFolder,
    epmd_program,
    server_program,
)
from deploy.local.ports import LOOPBACK
from deploy.local.process import ChildProcess, Command
from deploy.local.readiness import refusal, until_ready

READY_SECONDS = 240.0
_STOP_SECONDS = 20.0
_HANDSHAKE_SECONDS = 5.0


class PrivateBroker:
    """One node. The folder keeps its data; its ports stay the same as long as the object lives.

    ``async with PrivateBroker(folder) as broker:`` gives one that answers at ``broker.url``.
    """

    name = "broker"

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        log: Path | None = None,
        memory_limit: str = "1GB",
        ready_seconds: float = READY_SECONDS,
    ) -> None:
        self._folder = NodeFolder(folder.absolute())
        self._memory_limit = memory_limit
        self._ready_seconds = ready_seconds
        self._log = log.absolute() if log else self._folder.root / "log" / "node.log"
        self.ports = BrokerPorts.choose(port)
        # epmd as a child of ours: started by the node it would stay behind, one for each port.
        self._epmd = ChildProcess(
            self._command(
                "epmd", str(epmd_program()), "-address", LOOPBACK, "-port", str(self.ports.epmd)
            )
        )
        self._node = ChildProcess(
            self._command("broker", str(server_program()), "-noinput"), _STOP_SECONDS
        )

    @property
    def url(self) -> str:
        """Its AMQP address, with the password that was made for this folder."""
        password = quote(self._folder.password, safe="")
        return f"amqp://{USER}:{password}@{LOOPBACK}:{self.ports.amqp}/"

    @property
    def pid(self) -> int | None:
        return self._node.pid

    async def start(self) -> None:
        """Start the node; it answers only after ready().

        Raises FolderInUse when another launcher that is alive runs a node in the folder.
        """
        self._folder.prepare(self._memory_limit)
        await self._epmd.start()
        (self._folder.root / "node.pid").unlink(missing_ok=True)
        await self._node.start()

    async def ready(self) -> None:
        """Wait for a whole AMQP handshake: a node exits with 0 even when its boot failed.

        Raises NotReady, with the end of its log.
        """
        await until_ready(self._node, self._shake_hands, self._ready_seconds)

    async def stop(self) -> None:
        """End node and epmd; the data stays."""
        await self._node.stop()
        await self._epmd.stop()

    async def kill(self) -> None:
        """SIGKILL to the node, as a crash would be."""
        await self._node.kill()

    async def restart(self) -> None:
        """Stop it if it runs; start it on the same folder and ports; wait until it answers."""
        await self.stop()
        await self.start()
        await self.ready()

    async def exited(self) -> int:
        """Wait until the node is gone, for whatever reason."""
        return await self._node.exited()

    async def __aenter__(self) -> Self:
        try:
            await self.start()
            await self.ready()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def _shake_hands(self) -> str | None:
        if missing := await refusal(self.ports.amqp):
            return missing
        try:
            async with asyncio.timeout(_HANDSHAKE_SECONDS):
                connection = await aio_pika.connect(self.url)
                async with connection:
                    await connection.channel()
        except (OSError, AMQPError, TimeoutError) as error:
            return f"the AMQP handshake fails: {error!r}"
        return None

    def _command(self, name: str, *arguments: str) -> Command:
        root = self._folder.root
        return Command(
            name=name,
            arguments=arguments,
            environment=self._folder.environment(self.ports),
            folder=root,
            log=self._log if name == self.name else root / "log" / f"{name}.log",
            pid_file=root / f"{name}.pid.json",
        )
