"""A process of the bench's own: a role of the bare journey, or the one that feeds the product."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.surroundings import REPOSITORY
from deploy.local.tether import tether
from tests.load.channel import LINE_LIMIT

_STOP_SECONDS = 15.0


class WorkerFailed(Exception):
    """A process of the bench ended by itself."""


@dataclass(frozen=True, slots=True)
class Fed:
    """Instants of the monotonic clock, which all processes of a machine share, and seconds."""

    started: float
    last_accepted: float
    seconds: Sequence[float]
    """How long each case took to be accepted."""


class Worker:
    """Told what to do by lines of JSON; what it writes as errors goes to `log`."""

    def __init__(self, module: str, order: Mapping[str, Any], log: Path) -> None:
        self._module = module
        self._order = order
        self._log = log
        self._started: Process | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def _process(self) -> Process:
        if self._started is None:
            raise RuntimeError(f"{self._module} is not started")
        return self._started

    async def start(self) -> None:
        """Start it and wait until it is ready. Raises WorkerFailed."""
        with self._log.open("ab") as log:
            self._started = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", self._module),
                cwd=REPOSITORY,
                stdin=PIPE,
                stdout=PIPE,
                stderr=log,
                limit=LINE_LIMIT,
                preexec_fn=tether(),
            )
        await self._tell(self._order)
        await self._told("ready")

    async def feed(self, count: int, accepted: list[str]) -> Fed:
        """Have so many cases fed in; `accepted` grows by their ids. Raises WorkerFailed."""
        await self._tell({"feed": count})
        while "fed" not in (told := await self._told("accepted", "fed")):
            accepted += told["accepted"]
        return Fed(**told["fed"])

    async def stop(self) -> None:
        """Close the channel, which is how it knows that it is no longer needed."""
        if self._started is None:
            return
        if self._process.stdin:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _tell(self, message: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\n")
        await self._process.stdin.drain()

    async def _told(self, *expected: str) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise WorkerFailed(
                f"{self._module} ended by itself; its last words:\n"
                f"{self._log.read_text(errors='replace')[-4000:]}"
            )
        told: dict[str, Any] = json.loads(line)
        assert any(name in told for name in expected), told
        return told
