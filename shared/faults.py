"""Places where a failure test can have the process kill itself, once, as by `kill -9`.

`LYHORD_FAULT=relay.published:/path/of/flag` kills the process when it comes to `relay.published`
and the flag file is there; the file is removed first, so that it happens once. Without the
setting nothing is ever checked.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path

Fault = Callable[[str], None]


def no_fault(_place: str) -> None:
    """What production runs with."""


def fault_from(setting: str | None) -> Fault:
    """The fault that the setting names, or none."""
    if setting is None:
        return no_fault
    armed, _, flag = setting.partition(":")
    if not flag:
        raise ValueError(
            f'LYHORD_FAULT is "{setting}"; '
            'give a place and a flag file, for instance "relay.published:/run/flag"'
        )

    def reach(place: str) -> None:
        if place != armed:
            return
        try:
            Path(flag).unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)

    return reach
