"""Children die with the launcher, also when the launcher itself is killed with SIGKILL."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_PARENT_IS_GONE = 125


def tether() -> Callable[[], None] | None:
    """Return what a child must run between fork and exec, or None where there is no such thing.

    The kernel counts the death of the *thread* that forked, so the child must be started from a
    thread that lives as long as the launcher: the one of the event loop.
    """
    if sys.platform != "linux":
        return None
    # Looked up before the fork: afterwards nothing may be loaded or imported.
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    launcher = os.getpid()

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != launcher:
            os._exit(_PARENT_IS_GONE)

    return tie
