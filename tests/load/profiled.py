"""`python -m tests.load.profiled FILE SERVICE`: a service under cProfile until SIGTERM."""

import cProfile
import importlib
import signal
import sys
from types import FrameType


def main(file: str, service: str) -> None:
    """Run the service's own `main` and write the profile to `file` when it ends."""
    profile = cProfile.Profile()

    def end(_number: int, _frame: FrameType | None) -> None:
        profile.disable()
        profile.dump_stats(file)
        sys.exit(0)

    # The HTTP server passes the signal that stopped it on to whoever had it before.
    signal.signal(signal.SIGTERM, end)
    run = importlib.import_module(f"services.{service}.main").main
    profile.enable()
    run()


if __name__ == "__main__":
    main(*sys.argv[1:])
