"""What can be typed: ``python -m deploy.local run | demo``."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from deploy.local.port_choice import USES

JOURNEY_SECONDS = 240.0

_ENVIRONMENT = """\
environment:
  LYHORD_AMQP_URL    use this broker instead of starting one
  LYHORD_MONGO_URL   use this store instead of starting one
  LYHORD_VAR         folder of data, logs and addresses (default: var)
  LYHORD_…           every other setting is handed to the services
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for. `ports` has only those that were given by option or environment."""

    command: Literal["run", "demo"]
    ports: Mapping[str, int]
    examples: bool
    journey_seconds: float


def read_choice(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Choice:
    """Read options, which go before the environment. Exits with a message when they are wrong."""
    known = os.environ if environment is None else environment
    parser = argparse.ArgumentParser(
        prog="python -m deploy.local",
        description="The whole system on this machine, for trying out; not for production.",
        epilog=_ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="start everything, send the examples, stay up")
    demo = commands.add_parser("demo", help="the same, then stop; 0 if every journey completed")
    run.add_argument(
        "--no-examples", action="store_true", help="start with the cases that are there already"
    )
    for command in (run, demo):
        _add_common(command)
    options = parser.parse_args(arguments)
    return Choice(
        command=options.command,
        ports=_ports(parser, options, known),
        examples=not getattr(options, "no_examples", False),
        journey_seconds=options.journey_seconds,
    )


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--journey-seconds",
        type=float,
        default=JOURNEY_SECONDS,
        help="how long the examples may take together (default: %(default).0f)",
    )
    for use in USES:
        default = f"default {use.default}" if use.default else "default: any that is free"
        command.add_argument(
            f"--{use.name.replace('_', '-')}-port",
            dest=use.name,
            type=int,
            metavar="PORT",
            help=f"{use.meaning} ({default}; {use.variable})",
        )


def _ports(
    parser: argparse.ArgumentParser, options: argparse.Namespace, environment: Mapping[str, str]
) -> dict[str, int]:
    given = {use: getattr(options, use.name) or environment.get(use.variable) for use in USES}
    ports = {}
    for use, port in given.items():
        if port is None or port == "":
            continue
        if not str(port).isdecimal() or not 0 < int(port) < 65536:
            parser.error(f"{use.variable} is {port!r}: give a port number from 1 to 65535")
        ports[use.name] = int(port)
    return ports
