"""Who runs in a folder: a pid file that cannot be mistaken for a later process's pid."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from deploy.local.durable_file import write_atomically
from deploy.local.failures import FolderInUse

_ASK_SECONDS = 10.0
_INSIST_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Identity:
    """A process by pid and start, since the kernel gives a pid to someone else later."""

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> "Identity":
        """Raise psutil.NoSuchProcess when there is none."""
        return cls(pid, psutil.Process(pid).create_time())

    def process(self) -> psutil.Process | None:
        """Return the process if it is still this one and not a zombie."""
        try:
            process = psutil.Process(self.pid)
            same = process.create_time() == self.started
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the pid file says: the process, and the launcher that started it."""

    child: Identity
    launcher: Identity

    @classmethod
    def read(cls, path: Path) -> "Claim | None":
        try:
            content = json.loads(path.read_text())
            return cls(Identity(**content["child"]), Identity(**content["launcher"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None  # never written, or torn by a power cut: nothing can be said of it

    def write(self, path: Path) -> None:
        write_atomically(path, json.dumps(asdict(self)))


def evict_leftover(path: Path, name: str) -> None:
    """End the process that a launcher which is gone left behind, and remove its pid file.

    Raises FolderInUse when that launcher is alive and is another than this one.
    """
    claim = Claim.read(path)
    process = claim.child.process() if claim else None
    if claim and process:
        if claim.launcher.process() and claim.launcher.pid != psutil.Process().pid:
            raise FolderInUse(
                f"{name} is already run from {path.parent} by the launcher with pid "
                f"{claim.launcher.pid}: stop that one, or choose another folder with LYHORD_VAR"
            )
        end(process)
    path.unlink(missing_ok=True)


def end(process: psutil.Process) -> None:
    """Ask, then insist. psutil signals only while pid and start time still agree."""
    try:
        process.terminate()
        process.wait(_ASK_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(_INSIST_SECONDS)
    except psutil.NoSuchProcess:
        return
