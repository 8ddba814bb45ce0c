"""How far an import has come, on a terminal."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from deploy.cli.intake_client import ImportProgress, ImportRefused, IntakeClient, IntakeUnreachable

LOOK_SECONDS = 0.5


@contextmanager
def shown_progress(intake: IntakeClient, import_id: str, size: int | None) -> Iterator[None]:
    """Show a bar on stderr while the block runs; nothing where stderr is no terminal.

    `size` in bytes, where it is known.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %" if size else ""),
        TextColumn("{task.fields[said]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=size, said="")
        ended = threading.Event()
        looking = threading.Thread(target=_look, args=(intake, import_id, bar, task, ended))
        looking.start()
        try:
            yield
        finally:
            ended.set()
            looking.join()


def _look(
    intake: IntakeClient, import_id: str, bar: Progress, task: TaskID, ended: threading.Event
) -> None:
    while not ended.wait(LOOK_SECONDS):
        try:
            progress = intake.progress(import_id)
        except (ImportRefused, IntakeUnreachable):
            # Not begun yet, or away for a moment: whoever sends the list will be told.
            continue
        seconds = bar.tasks[task].elapsed or 0.0
        bar.update(task, completed=progress.bytes_read, said=_said(progress, seconds))


def _said(progress: ImportProgress, seconds: float) -> str:
    speed = f"{progress.rows / seconds:.0f} rows/s" if seconds else ""
    counts = (
        (progress.taken, "new"),
        (progress.unchanged, "unchanged"),
        (progress.differs, "differ"),
        (progress.rejected, "rejected"),
    )
    told = ", ".join(f"{count} {word}" for count, word in counts if count)
    return f"{progress.rows} rows, {speed}: {told}"
