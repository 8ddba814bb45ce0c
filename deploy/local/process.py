"""One child process: started, watched, ended, and never left behind."""

import asyncio
import contextlib
import signal
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.local.claim import Claim, Identity, evict_leftover
from deploy.local.tether import tether

GRACE_SECONDS = 15.0
_LOG_LIMIT_BYTES = 20_000_000
_TAIL_BYTES = 4_000


@dataclass(frozen=True, slots=True)
class Command:
    """What to run, where, and where its output and its pid are kept."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    log: Path
    pid_file: Path


class ChildProcess:
    """A process in a session of its own (Ctrl-C reaches the launcher alone), tied to its life."""

    def __init__(self, command: Command, grace_seconds: float = GRACE_SECONDS) -> None:
        self.command = command
        self._grace_seconds = grace_seconds
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self.running else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it, after ending what a killed launcher may have left in the same place.

        Raises FolderInUse when another launcher runs it, OSError when it cannot be executed.
        """
        if self.running:
            return
        command = self.command
        await asyncio.to_thread(evict_leftover, command.pid_file, command.name)
        _make_room(command.log)
        with command.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command.arguments,
                cwd=command.folder,
                env=dict(command.environment),
                stdin=DEVNULL,
                stdout=log,
                stderr=STDOUT,
                start_new_session=True,
                preexec_fn=tether(),
            )
        with contextlib.suppress(psutil.NoSuchProcess):  # already ended: nothing to remember
            Claim(Identity.of(self._process.pid), Identity.of(psutil.Process().pid)).write(
                command.pid_file
            )

    async def exited(self) -> int:
        """Wait for its end and return its exit code (negative: the signal that ended it)."""
        return await self._process.wait() if self._process else 0

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL after the grace period; its own children go with it."""
        family = self._descendants()
        if self._process and self.running:
            self._signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(self._grace_seconds):
                    await self._process.wait()
            except TimeoutError:
                await self.kill()
        await asyncio.to_thread(_end_stragglers, family)
        self.command.pid_file.unlink(missing_ok=True)

    async def kill(self) -> None:
        """SIGKILL to the process itself, and wait until it is gone."""
        if self._process and self.running:
            self._signal(signal.SIGKILL)
            await self._process.wait()

    def log_tail(self) -> str:
        """Return the end of its log, at most some fifty lines."""
        try:
            with self.command.log.open("rb") as log:
                size = log.seek(0, 2)
                log.seek(max(0, size - _TAIL_BYTES))
                return log.read().decode("utf-8", "replace").strip()
        except FileNotFoundError:
            return ""

    def _signal(self, number: signal.Signals) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    def _descendants(self) -> list[psutil.Process]:
        if self.pid is None:
            return []
        try:
            return psutil.Process(self.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []


def _make_room(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))


def _end_stragglers(family: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(family, timeout=1)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=5)
