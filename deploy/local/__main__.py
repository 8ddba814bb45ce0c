"""``python -m deploy.local run`` and ``python -m deploy.local demo``."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence

from deploy.local.command_line import Choice, read_choice
from deploy.local.failures import LauncherFailure
from deploy.local.interruption import Interrupted, until_interrupted
from deploy.local.journeys import make_journeys, write_journeys
from deploy.local.only_one import only_one
from deploy.local.plan import Plan, plan_from, var_folder
from deploy.local.port_choice import choose_ports
from deploy.local.system import LocalSystem
from deploy.local.welcome import welcome


def main(arguments: Sequence[str]) -> int:
    """Return the exit code: 0 well ended, 1 could not, 130 and 143 demo broken off by a signal."""
    choice = read_choice(arguments)
    try:
        with only_one(var_folder(os.environ) / "run"):
            ports = choose_ports(choice.ports, yielding=choice.command == "demo")
            plan = plan_from(os.environ, ports)
            return asyncio.run(until_interrupted(_serve(choice, plan)))
    except LauncherFailure as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT  # before anything was started
    except Interrupted as interrupted:
        _say("Everything is stopped.")
        # Ctrl-C is how `run` is meant to end; a demo that was broken off has shown nothing.
        return 0 if choice.command == "run" else interrupted.exit_code


async def _serve(choice: Choice, plan: Plan) -> int:
    _say(f"Starting; logs are in {plan.var / 'log'}.")
    async with LocalSystem(plan, _say) as system:
        _say(welcome(system.endpoints, plan))
        complete = await _show_journeys(choice, plan, system) if choice.examples else True
        if choice.command == "run":
            _say("Everything runs. Ctrl-C stops it.")
            await asyncio.Event().wait()
        _say("Stopping.")
    return 0 if complete else 1


async def _show_journeys(choice: Choice, plan: Plan, system: LocalSystem) -> bool:
    journeys = await make_journeys(system.endpoints, choice.journey_seconds, _say)
    write_journeys(plan.journeys_file, journeys)
    return not any(journey.missing for journey in journeys)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
