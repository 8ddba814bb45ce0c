"""Becomes a service or a command: for processes forked from one that has loaded them all.

This module is what that one process loads. See `forking`.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.cli.main import app
from deploy.local.tether import tether
from services.intake.main import main as intake
from services.notifications.main import main as notifications
from services.reporting.main import main as reporting
from services.workflow.main import main as workflow

_SERVICES = {
    "intake": intake,
    "workflow": workflow,
    "notifications": notifications,
    "reporting": reporting,
}
_tie = tether()


def service(name: str, environment: Mapping[str, str], folder: Path, log: Path) -> None:
    """Be `python -m services.<name>`."""
    _become(environment, folder, log, log)
    _SERVICES[name]()


def command(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, out: Path, err: Path
) -> None:
    """Be `lyhord` with these arguments."""
    _become(environment, folder, out, err)
    app(list(arguments), prog_name="lyhord")


def _become(environment: Mapping[str, str], folder: Path, out: Path, err: Path) -> None:
    os.setsid()
    if _tie is not None:
        _tie()
    for descriptor, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), descriptor)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
