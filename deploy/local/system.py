"""The whole system, started and stopped as one."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from deploy.local.assembly import Assembly, assemble
from deploy.local.endpoints import Endpoints
from deploy.local.plan import Plan
from deploy.local.supervisor import Supervisor


class LocalSystem:
    """``async with LocalSystem(plan, print) as system:`` runs it until the block is left."""

    def __init__(self, plan: Plan, tell: Callable[[str], None]) -> None:
        self._plan = plan
        self._tell = tell
        self._running = AsyncExitStack()
        self._assembly: Assembly | None = None

    @property
    def endpoints(self) -> Endpoints:
        """Where everything is now. Raises RuntimeError when it does not run."""
        if self._assembly is None:
            raise RuntimeError("the system does not run: enter it with `async with` first")
        return self._assembly.endpoints()

    async def __aenter__(self) -> Self:
        """Start everything, wait until it is ready, write `endpoints.json`.

        Raises LauncherFailure, with nothing left running, when it cannot be done.
        """
        async with AsyncExitStack() as starting:
            # What a launcher that was killed has left would send readers to dead addresses.
            self._plan.endpoints_file.unlink(missing_ok=True)
            self._assembly = assemble(self._plan)
            supervisor = Supervisor(
                self._assembly.tiers, changed=self._write_endpoints, tell=self._tell
            )
            await supervisor.start()
            starting.push_async_callback(supervisor.stop)
            starting.callback(self._plan.endpoints_file.unlink, missing_ok=True)
            self._write_endpoints()
            self._running = starting.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._running.aclose()
        self._assembly = None

    def _write_endpoints(self) -> None:
        self.endpoints.write(self._plan.endpoints_file)
