"""`python -m tests.load.imports`: a long list of earlier cases through the whole system, twice.

Tells how many rows a second became cases, the most memory that intake held, and whether the
second time changed nothing. What it measured stands in docs/performance.md.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.support.earlier_cases import as_csv, earlier_cases
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.system import System
from tests.support.waiting import until

MEGABYTE = 1_000_000
SAMPLE_SECONDS = 0.1
HEADING = "| run | rows | s | rows/s | s until counted | MB at most | report |"
SETTLE_SECONDS = 600.0


@dataclass(frozen=True)
class Run:
    """One import as it was measured."""

    report: dict[str, Any]
    seconds: float
    """Until the answer."""
    counted_seconds: float
    """Until statistics had all of it."""
    peak_bytes: dict[str, int]
    """The most memory (RSS) that each service held."""


async def run(system: System, rows: int) -> Run:
    """Import so many rows."""
    peaks = dict.fromkeys(system.services, 0)
    watching = asyncio.create_task(_watch(system, peaks))
    began = time.monotonic()
    try:
        async with httpx.AsyncClient(
            trust_env=False, verify=NO_AUTHORITIES, timeout=None
        ) as client:
            answer = await client.post(
                f"{system.url('intake')}/api/v1/imports",
                params={"source": "bench"},
                headers={**system.headers("service"), "Content-Type": "text/csv"},
                content=_pieces(rows),
            )
            answer.raise_for_status()
            answered = time.monotonic()

            async def all_counted() -> bool:
                told = await client.get(
                    f"{system.url('reporting')}/api/v1/statistics", headers=system.headers("audit")
                )
                return bool(told.json()["total"] == rows)

            await until(all_counted, f"{rows} cases are counted", SETTLE_SECONDS)
    finally:
        watching.cancel()
    return Run(answer.json(), answered - began, time.monotonic() - began, peaks)


async def _pieces(rows: int) -> AsyncIterator[bytes]:
    held = b""
    for line in as_csv(earlier_cases(rows)):
        held += line
        if len(held) > 2**16:
            yield held
            held = b""
    yield held


async def _watch(system: System, peaks: dict[str, int]) -> None:
    processes = {
        name: psutil.Process(parts[0].pid)
        for name, parts in system.services.items()
        if parts[0].pid
    }
    while True:
        for name, process in processes.items():
            peaks[name] = max(peaks[name], process.memory_info().rss)
        await asyncio.sleep(SAMPLE_SECONDS)


def told(what: str, measured: Run) -> str:
    """One line of the table."""
    report = measured.report
    rows = report["rows"]
    memory = ", ".join(
        f"{name} {peak / MEGABYTE:.0f}" for name, peak in measured.peak_bytes.items()
    )
    counts = ", ".join(
        f"{report[name]} {name}" for name in ("taken", "unchanged", "differs", "rejected")
    )
    return (
        f"| {what} | {rows} | {measured.seconds:.1f} | {rows / measured.seconds:.0f} | "
        f"{measured.counted_seconds:.1f} | {memory} | {counts} |"
    )


async def measure(sizes: list[int]) -> None:
    """Each size in a system of its own, and the last one a second time."""
    print(
        "| run | rows | s | rows/s | s until counted | MB at most | report |\n" + "|---" * 7 + "|"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="lyhord-imports-") as folder:
            async with System(Path(folder)) as system:
                print(told("first", await run(system, size)), flush=True)
                print(told("again", await run(system, size)), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.imports", description=__doc__)
    parser.add_argument(
        "--rows", type=int, nargs="+", default=[5_000, 50_000], help="sizes (5000 and 50000)"
    )
    asyncio.run(measure(parser.parse_args().rows))


if __name__ == "__main__":
    main()
