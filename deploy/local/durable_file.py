"""Small files that others read while they are rewritten: whole or not at all, never half."""

import os
import threading
from pathlib import Path

OWNER_ONLY = 0o600


def write_atomically(path: Path, content: str | bytes, mode: int = OWNER_ONLY) -> None:
    """Replace the file in one step, on disk before this returns; the owner's alone as a rule."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Without it the rename itself may be lost when the power goes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
