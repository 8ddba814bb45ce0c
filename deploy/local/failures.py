"""What can stop the launcher. Each message says what was wrong and what to do."""

from pathlib import Path


class LauncherFailure(Exception):
    """The launcher cannot go on; the message is shown to whoever typed the command."""


class ProgramMissing(LauncherFailure):
    """A program that has to be installed on the machine is not there."""


class FolderInUse(LauncherFailure):
    """Another launcher that is still alive works in the same folder."""


class PortTaken(LauncherFailure):
    """A port that was asked for by number is held by someone else."""


class NotReady(LauncherFailure):
    """A part did not become ready: it ended by itself, or its time ran out."""

    def __init__(self, part: str, reason: str, log: Path, tail: str) -> None:
        super().__init__(
            f"{part} is not ready: {reason}. The end of its log ({log}):\n{tail or '(empty)'}"
        )
        self.part = part
