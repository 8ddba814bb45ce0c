"""`python -m tests.load.bench`: the floor, the batched limit and the product, from one run.

What is measured, and how, stands in docs/performance.md.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import NamedTuple

from deploy.local.surroundings import SERVICES
from tests.load.figures import figures
from tests.load.ground import Choice, Ground
from tests.load.looking import Look, looks
from tests.load.profile import profile
from tests.load.ratios import Round, ratios
from tests.load.report import (
    FIGURES_HEADING,
    HEADING,
    LOOKS_HEADING,
    TICKS_HEADING,
    legend,
    look_row,
    ratio_table,
    row,
    tick_row,
)
from tests.load.rounds import Extent, Kind, one_round
from tests.load.ticking import STORED, Tick, ticks


class Found(NamedTuple):
    """Everything that one run has measured."""

    rounds: Sequence[Round]
    looks: Sequence[Look]
    ticks: Sequence[Tick]


def main() -> None:
    """Measure and print; the folder with the logs is kept when something fails."""
    asked = _arguments()
    choice = Choice(asked.driver, asked.queue_type)
    extent = Extent(
        asked.cases,
        asked.concurrency,
        frozenset(asked.lines),
        asked.archive,
        asked.stored,
        asked.facts,
    )
    folder = Path(tempfile.mkdtemp(prefix="lyhord-bench-"))
    try:
        if asked.profile:
            print(asyncio.run(profile(asked.profile, folder, choice, extent)))
        else:
            found = asyncio.run(_rounds(folder, choice, extent, asked.repeat))
            if asked.json:
                asked.json.write_text(_as_json(choice, extent, found), encoding="utf-8")
    except KeyboardInterrupt:
        shutil.rmtree(folder)
        sys.exit("Interrupted; everything is stopped.")
    except BaseException:
        print(f"The logs are in {folder}")
        raise
    shutil.rmtree(folder)


async def _rounds(folder: Path, choice: Choice, extent: Extent, count: int) -> Found:
    print(f"{legend()}\n")
    print(f"{extent.cases} cases a line, {choice.driver}, {choice.queue_type} queues\n{HEADING}")
    rounds = []
    async with Ground(folder, choice) as ground:
        for number in range(1, count + 1):
            lines = []
            async for line in one_round(ground, extent, number):
                print(row(line), flush=True)
                lines.append(line)
            rounds.append(lines)
        seen = [look async for look in _looks(ground, extent)]
        seen += [look async for look in _figures(ground, extent)]
        ticked = [tick async for tick in _ticks(ground, extent)]
        seen += [look async for look in _figures(ground, extent)]
    print(f"\n{ratio_table(ratios(rounds))}")
    return Found(rounds, seen, ticked)


async def _looks(ground: Ground, extent: Extent) -> AsyncIterator[Look]:
    if Kind.LOOKING not in extent.kinds:
        return
    print(LOOKS_HEADING)
    async for look in looks(ground, extent.archive):
        print(look_row(look), flush=True)
        yield look


async def _ticks(ground: Ground, extent: Extent) -> AsyncIterator[Tick]:
    if Kind.TICKING not in extent.kinds:
        return
    print(TICKS_HEADING)
    async for tick in ticks(ground, extent.stored):
        print(tick_row(tick), flush=True)
        yield tick


async def _figures(ground: Ground, extent: Extent) -> AsyncIterator[Look]:
    if Kind.FIGURES not in extent.kinds:
        return
    print(FIGURES_HEADING)
    async for look in figures(ground, extent.facts, lambda said: print(said, flush=True)):
        print(look_row(look), flush=True)
        yield look


def _as_json(choice: Choice, extent: Extent, found: Found) -> str:
    return json.dumps(
        {
            "driver": choice.driver,
            "queue_type": choice.queue_type,
            "cases": extent.cases,
            "rounds": [[line.to_json() for line in lines] for lines in found.rounds],
            "ratios": [ratio.to_json() for ratio in ratios(found.rounds)],
            "looking": [look.to_json() for look in found.looks],
            "ticking": [tick.to_json() for tick in found.ticks],
        },
        indent=2,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load.bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=1000, help="a line (default 1000)")
    parser.add_argument(
        "--archive", type=int, default=100_000, metavar="CASES",
        help="in the store that is looked at (default 100000)",
    )  # fmt: skip
    parser.add_argument(
        "--stored", type=int, default=STORED, metavar="DEADLINES",
        help=f"in the store that the scheduler looks at (default {STORED})",
    )  # fmt: skip
    parser.add_argument(
        "--facts", type=int, default=1_000_000, metavar="CASES",
        help="that figures are made of (default 1000000)",
    )  # fmt: skip
    parser.add_argument("--concurrency", type=int, default=20, help="cases at once (default 20)")
    parser.add_argument("--repeat", type=int, default=1, help="rounds (default 1)")
    parser.add_argument("--queue-type", choices=("classic", "quorum"), default="classic")
    parser.add_argument("--driver", choices=("motor", "pymongo"), default="motor")
    parser.add_argument(
        "--lines", nargs="+", type=Kind, choices=list(Kind), default=list(Kind), metavar="LINE",
        help=f"only these: {', '.join(Kind)}",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to it")
    parser.add_argument(
        "--profile", choices=SERVICES, help="run this service under cProfile, and nothing else"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
