"""`python -m tests.load.diary_year --cases 10000`: the diary of a year, without gap and double.

Several copies of the workflow, each a process of its own, register the cases of one board at once;
one of them is killed in the middle and comes back. Then the journal is read, from the store and by
the API, and every number from 1 to the last must stand there once.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from pymongo import AsyncMongoClient

from deploy.local.http_part import HttpPart
from shared.clock import SystemClock, local_date
from shared.events.vocabulary import Role
from shared.ids import new_id
from shared.settings import Settings
from tests.support.foundation import new_broker, new_store
from tests.support.service import bearer, publish, service_process
from tests.support.submissions import submission
from tests.support.waiting import until

BOARD = "sn"
COPIES = 3
STRIDE = 100
STALLED_SECONDS = 300.0
"""For so many further numbers."""


@dataclass(frozen=True)
class Verdict:
    """What was found in the journal. Seconds are those from the first event to the last number."""

    cases: int
    seconds: float
    gaps: Sequence[str]
    doubles: Sequence[str]
    unnumbered: int
    told_otherwise: int
    """Lines that the API gives otherwise than the store has them."""

    @property
    def is_well(self) -> bool:
        return not (self.gaps or self.doubles or self.unnumbered or self.told_otherwise)

    def __str__(self) -> str:
        return (
            f"{self.cases} cases by {COPIES} copies in {self.seconds:.1f} s, one killed in the "
            f"middle: {len(self.gaps)} gaps, {len(self.doubles)} doubles, {self.unnumbered} "
            f"without number, {self.told_otherwise} told otherwise by the API"
        )


async def register_year(folder: Path, settings: Settings, cases: int) -> Verdict:
    """Have so many cases registered on the broker and the store of the settings."""
    copies = [_copy(folder, settings, number) for number in range(COPIES)]
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        settings.mongo_url.get_secret_value()
    )
    stored = client[f"{settings.database_prefix}_workflow"]["cases"]
    try:
        await asyncio.gather(*(copy.start() for copy in copies))
        await asyncio.gather(*(copy.ready() for copy in copies))
        events = [submission(board=BOARD) for _ in range(cases)]
        began = time.monotonic()
        publishing = asyncio.create_task(publish(settings.amqp_url.get_secret_value(), *events))
        await _until_registered(stored, cases // 3)
        await copies[0].kill()
        await copies[0].start()
        await publishing
        await _until_registered(stored, cases)
        seconds = time.monotonic() - began
        found = await stored.find({}, {"diary": 1, "facts.diary_number": 1}).to_list(None)
        ids = {str(event.case_id) for event in events}
        assert {document["_id"] for document in found} == ids, "every case, and no other"
        return await _judged(found, seconds, copies[1].url)
    finally:
        await asyncio.gather(*(copy.stop() for copy in copies))
        await client.close()


async def _until_registered(stored: Any, wanted: int) -> None:
    """Wait as long as the series goes on: a look by number costs the store nothing."""
    series = {"diary.board": BOARD, "diary.year": local_date(SystemClock().now()).year}
    for serial in [*range(STRIDE, wanted, STRIDE), wanted]:

        async def is_given(serial: int = serial) -> bool:
            return await stored.find_one({**series, "diary.serial": serial}) is not None

        await until(is_given, f"number {serial} is given", STALLED_SECONDS)

    async def are_all_there() -> bool:
        return bool(await stored.count_documents({}) >= wanted)

    await until(are_all_there, f"{wanted} cases are there", STALLED_SECONDS)


async def _judged(found: list[dict[str, Any]], seconds: float, url: str) -> Verdict:
    numbered = [document["diary"] for document in found if document.get("diary")]
    series: defaultdict[int, list[int]] = defaultdict(list)
    for entry in numbered:
        series[entry["year"]].append(entry["serial"])
    gaps = [
        f"{year}: {serial}"
        for year, serials in series.items()
        for serial in sorted(set(range(1, len(serials) + 1)) - set(serials))
    ]
    printed = Counter(document["facts"].get("diary_number") for document in found)
    journal = {entry["number"]: entry["serial"] for entry in numbered}
    told = {line["number"]: line["serial"] for line in await _journal(url, series)}
    return Verdict(
        cases=len(found),
        seconds=seconds,
        gaps=gaps,
        doubles=[str(number) for number, times in printed.items() if number and times > 1],
        unnumbered=len(found) - len(numbered),
        told_otherwise=len(journal.items() ^ told.items()),
    )


async def _journal(url: str, years: Iterable[int]) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    async with httpx.AsyncClient(
        base_url=f"{url}/api/v1", headers=bearer(Role.AUDITOR), trust_env=False, timeout=30
    ) as client:
        for year in years:
            after: int | None = 0
            while after is not None:
                asked: dict[str, str | int] = {
                    "board": BOARD,
                    "year": year,
                    "after": after,
                    "limit": 200,
                }
                page = (await client.get("/diary", params=asked)).raise_for_status().json()
                lines += page["items"]
                after = page["next"]
    return lines


def _copy(folder: Path, settings: Settings, number: int) -> HttpPart:
    own = folder / f"copy-{number + 1}"
    own.mkdir()
    return service_process("workflow", own, settings, ready_seconds=STALLED_SECONDS)


async def _run(cases: int) -> Verdict:
    with TemporaryDirectory(prefix="diary-year-") as name:
        folder = Path(name)
        async with new_broker(folder / "broker") as broker, new_store(folder / "store") as store:
            settings = Settings(
                amqp_url=broker.url,
                mongo_url=store.url,
                database_prefix=f"y{new_id().hex[-12:]}",
                queue_type="classic",
            )
            return await register_year(folder, settings, cases)


def main() -> int:
    """The exit code: 0 without gap and double."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.load.diary_year")
    parser.add_argument("--cases", type=int, default=10_000)
    verdict = asyncio.run(_run(parser.parse_args().cases))
    print(verdict)
    for what in (*verdict.gaps[:20], *verdict.doubles[:20]):
        print(f"  {what}")
    return 0 if verdict.is_well else 1


if __name__ == "__main__":
    sys.exit(main())
