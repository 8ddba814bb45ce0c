"""One launcher in a folder at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.failures import FolderInUse


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder. The kernel lets go of it when this process ends, however it ends.

    Raises FolderInUse when another launcher holds it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "launcher.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise FolderInUse(
                f"The system already runs from {folder.parent} (launcher's pid "
                f"{lock.read().strip() or 'unknown'}): stop it with Ctrl-C, or set LYHORD_VAR to "
                "another folder to run a second one beside it."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
