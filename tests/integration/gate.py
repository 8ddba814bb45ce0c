"""A port that leads to the broker once it is opened: a broker that is down and comes back."""

import asyncio
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from deploy.local.ports import LOOPBACK, free_ports


class Gate:
    """Shut at first: whoever connects is refused."""

    def __init__(self, broker_url: str) -> None:
        self._broker = urlsplit(broker_url)
        (self._port,) = free_ports(1)
        self._server: asyncio.Server | None = None
        self._passing: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The broker's address by way of the gate."""
        credentials = self._broker.netloc.rpartition("@")[0]
        return self._broker._replace(netloc=f"{credentials}@{LOOPBACK}:{self._port}").geturl()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._let_through, LOOPBACK, self._port)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)

    async def _let_through(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        inner_reader, inner_writer = await asyncio.open_connection(
            self._broker.hostname, self._broker.port
        )
        for source, target in ((reader, inner_writer), (inner_reader, writer)):
            task = asyncio.create_task(_pass_on(source, target))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while content := await source.read(65536):
            target.write(content)
            await target.drain()
    except ConnectionError:
        return
    finally:
        target.close()
