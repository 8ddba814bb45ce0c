"""The embedded store as a child process: MongoDB's protocol over WiredTiger, in one folder.

SecantusDB is beta and GPL-2.0-only: for evaluation and tests, run as a program, never imported.
"""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from deploy.local.failures import ProgramMissing
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.process import ChildProcess, Command
from deploy.local.readiness import refusal, until_ready

READY_SECONDS = 180.0
_PING_MILLISECONDS = 2000


class EmbeddedStore:
    """One store. The folder keeps its data; its port stays the same as long as the object lives.

    ``async with EmbeddedStore(folder) as store:`` gives one that answers at ``store.url``.
    """

    name = "store"

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        log: Path | None = None,
        ready_seconds: float = READY_SECONDS,
    ) -> None:
        self.port = port or free_ports(1)[0]
        self._folder = folder.absolute()
        self._ready_seconds = ready_seconds
        self._process = ChildProcess(self._command(log))

    @property
    def url(self) -> str:
        """Its address. Retryable writes are off since they make this store thirty times slower."""
        return f"mongodb://{LOOPBACK}:{self.port}/?retryWrites=false&journal=true"

    @property
    def pid(self) -> int | None:
        return self._process.pid

    async def start(self) -> None:
        """Start it; it answers only after ready().

        Raises FolderInUse when another launcher that is alive runs a store in the folder.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # An empty file of its own, or it would read one it finds in the user's home.
        (self._folder / "secantusd.toml").touch()
        await self._process.start()

    async def ready(self) -> None:
        """Wait until it answers a ping. Raises NotReady, with the end of its log."""
        await until_ready(self._process, self._ping, self._ready_seconds)

    async def stop(self) -> None:
        """End it; the data stays."""
        await self._process.stop()

    async def kill(self) -> None:
        """SIGKILL, as a crash would be."""
        await self._process.kill()

    async def restart(self) -> None:
        """Stop it if it runs; start it on the same folder and port; wait until it answers."""
        await self.stop()
        await self.start()
        await self.ready()

    async def exited(self) -> int:
        """Wait until it is gone, for whatever reason."""
        return await self._process.exited()

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

    async def _ping(self) -> str | None:
        if missing := await refusal(self.port):
            return missing
        client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            self.url, serverSelectionTimeoutMS=_PING_MILLISECONDS
        )
        try:
            await client.admin.command("ping")
        except PyMongoError as error:
            return f"a ping fails: {error!r}"
        finally:
            await client.close()
        return None

    def _command(self, log: Path | None) -> Command:
        folder = self._folder
        options = {
            "--config": str(folder / "secantusd.toml"),
            "--host": LOOPBACK,
            "--port": str(self.port),
            "--storage-path": str(folder / "data"),
            "--log-level": "WARNING",
        }
        pairs = (word for option in options.items() for word in option)
        return Command(
            name=self.name,
            arguments=(str(store_program()), *pairs, "--sync-on-commit"),
            environment={
                "PATH": os.environ.get("PATH", os.defpath),
                "LANG": "C.UTF-8",
                "HOME": str(folder),
            },
            folder=folder,
            log=log.absolute() if log else folder / "store.log",
            pid_file=folder / "store.pid.json",
        )


def store_program() -> Path:
    """Find the store in this Python's own environment. Raises ProgramMissing."""
    program = Path(sys.prefix) / "bin" / "secantusd-py"
    if not os.access(program, os.X_OK):
        raise ProgramMissing(
            "The embedded store is not installed: run `deploy/bootstrap run`, or give the "
            "address of a MongoDB that runs with LYHORD_MONGO_URL=mongodb://host:27017/"
        )
    return program
