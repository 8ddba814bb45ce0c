"""Waiting until a part really answers, and saying why when it does not."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from deploy.local.failures import NotReady
from deploy.local.ports import LOOPBACK
from deploy.local.process import ChildProcess

Probe = Callable[[], Awaitable[str | None]]
"""Says what is still missing, or None when the part is ready."""

_PAUSE_SECONDS = 0.1


async def until_ready(process: ChildProcess, probe: Probe, timeout_seconds: float) -> None:
    """Ask again and again until nothing is missing.

    Raises NotReady, with the end of the log, when the process ends or the time runs out.
    """
    missing: str | None = "it was not asked yet"
    try:
        async with asyncio.timeout(timeout_seconds):
            while True:
                missing = await probe()
                # Asked afterwards: what answered may be someone else on the same port.
                if not process.running:
                    raise _failure(process, "it ended by itself")
                if missing is None:
                    return
                await asyncio.sleep(_PAUSE_SECONDS)
    except TimeoutError:
        raise _failure(process, f"after {timeout_seconds:.0f} seconds {missing}") from None


async def refusal(port: int) -> str | None:
    """Say whether nothing listens; asked before clients that log each refusal as an error."""
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return f"nothing listens on port {port}"
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return None


def _failure(process: ChildProcess, reason: str) -> NotReady:
    return NotReady(process.command.name, reason, process.command.log, process.log_tail())
