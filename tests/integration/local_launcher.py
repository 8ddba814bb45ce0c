"""Runs the local system with stand-ins for the services: ``python -m …local_launcher FOLDER``."""

import asyncio
import sys
from pathlib import Path

from deploy.local.interruption import Interrupted, until_interrupted
from deploy.local.plan import Plan
from deploy.local.port_choice import any_ports
from deploy.local.system import LocalSystem

STAND_IN = Path(__file__).with_name("local_stand_in.py")


async def _serve(folder: Path) -> int:
    plan = Plan(
        var=folder,
        ports=any_ports(),
        arguments=lambda _: (sys.executable, str(STAND_IN), "ready"),
    )
    async with LocalSystem(plan, lambda line: print(line, flush=True)):
        print("up", flush=True)
        await asyncio.Event().wait()
    return 0


if __name__ == "__main__":
    try:
        asyncio.run(until_interrupted(_serve(Path(sys.argv[1]))))
    except Interrupted as interrupted:
        sys.exit(interrupted.exit_code)
