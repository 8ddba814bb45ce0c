"""Real processes that start at once: forked from one that has loaded the product.

A service needs two seconds of the processor to load its modules, and tests start hundreds. Each
forked one has an environment, output, a session and an ending of its own, and can be killed; that
a service and a command also start from nothing is proven by the tests of the whole system.

All of it is used from one thread: two that ask for the same exit code would get different ones.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from math import inf
from multiprocessing.process import BaseProcess
from typing import Any

from deploy.local.http_part import READY_SECONDS, HttpPart
from deploy.local.process import ChildProcess, Command
from tests.support import loaded
from tests.support.waiting import until

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload([loaded.__name__])


class Forked:
    """A process that runs one function; as `asyncio.subprocess.Process`, as far as is needed."""

    def __init__(self, become: Callable[..., None], *arguments: Any) -> None:
        self._process: BaseProcess = _FORKING.Process(target=become, args=arguments, daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """How it ended (negative: the signal that ended it), or None while it runs."""
        return self._process.exitcode

    async def wait(self) -> int:
        await until(lambda: self.returncode is not None, "the process has ended", inf)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class ForkedService(ChildProcess):
    """A service as a child of the one that has it loaded."""

    async def start(self) -> None:
        if self.running:
            return
        command = self.command
        command.log.parent.mkdir(parents=True, exist_ok=True)
        # All that is asked of the one is answered by the other.
        self._process = Forked(  # type: ignore[assignment]
            loaded.service, command.name, command.environment, command.folder, command.log
        )


class ServicePart(HttpPart):
    """A service, forked; ready when it says so."""

    def __init__(self, command: Command, url: str, *, ready_seconds: float = READY_SECONDS) -> None:
        super().__init__(command, url, ready_seconds=ready_seconds)
        self._process = ForkedService(command, grace_seconds=30)
