"""Asking for figures while the facts grow: medians over HTTP, few cases and many in turn."""

import itertools
import random
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from typing import Any

import httpx
import polars as pl
import psutil
from fastapi import FastAPI
from pydantic import SecretStr

from services.reporting import api
from services.reporting.counted_case import CountedCase
from services.reporting.fact_collections import FactCollections
from services.reporting.facts_in_use import FactsInUse
from services.reporting.projection import FIRST
from services.reporting.table.columns import table_of
from services.reporting.table.following import FactTable, Reading
from services.reporting.table.targets import Targets
from shared.clock import SystemClock
from shared.events.vocabulary import (
    Acknowledgement,
    Cause,
    Channel,
    ControlPoint,
    Feedback,
    Gender,
    Kind,
    Outcome,
    Role,
    Status,
)
from shared.identity.accounts import Accounts
from shared.identity.web import Authentication
from shared.ids import new_id
from shared.organisation import load_organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.documents import Bson
from tests.conftest import REPOSITORY
from tests.load.archive import Extent
from tests.load.ground import Ground
from tests.load.looking import ROUNDS, Look, measured
from tests.load.sample import BOARDS, UNITS
from tests.support.service import accounts_file, bearer
from tests.support.submissions import MOMENT, submission

SMALL = 10_000
BATCH = 2_000
_SHAPES = 400
"""Cases that differ; the others are like one of them, on other days."""
_LAST_DAY = date(2026, 10, 31)
_YEARS = 12


@dataclass(frozen=True)
class Counted:
    """The reporting API, and how many cases it counts."""

    client: httpx.AsyncClient
    extent: Extent

    def questions(self) -> dict[str, httpx.Request]:
        """What a manager, an analyst and an auditor ask."""
        year = {"from": "2026-01-01", "to": "2026-12-31"}

        def ask(path: str, **params: Any) -> httpx.Request:
            return self.client.build_request("GET", path, params=params)

        return {
            "all figures, a year": ask("/figures", **year),
            "all figures, all years": ask("/figures"),
            "by unit and month": ask("/statistics", group_by="unit,month"),
            "by cause, a kind": ask("/statistics", group_by="cause", kind="complaint"),
            "control points": ask("/control-points", **year),
            "cases behind a figure": ask("/figures/unanswered/cases", **year),
        }


async def figures(
    ground: Ground, facts: int, tell: Callable[[str], None], rounds: int = ROUNDS
) -> AsyncIterator[Look]:
    """Each question of few cases and of many; `tell` hears what reading and holding them takes.

    The few are read from the store. The many are put into the table as if they had been read: the
    embedded store takes as long to be filled with a million as all the rest of the bench.
    """
    async with _reporting(ground, "figures") as (database, ask):
        small, clock = min(SMALL, facts), SystemClock()
        targets = Targets(load_organisation(REPOSITORY / "deploy" / "organisation"))
        collections = FactCollections(database)
        stored = await collections.facts((await collections.projection()).active)
        made = list(_cases(small, targets))
        for start in range(0, small, BATCH):
            await stored.stored.insert_many(made[start : start + BATCH])
        few = FactTable(collections, targets, clock)
        many = FactTable(collections, targets, clock, _read(facts, targets, tell))
        began = perf_counter()
        await few.facts()
        tell(f"{small} cases read from the store in {perf_counter() - began:.1f} s")
        async with ask(few) as client, ask(many) as other:
            for look in await measured(
                Counted(client, Extent(small, 0)), Counted(other, Extent(facts, 0)), rounds
            ):
                yield look


def _read(cases: int, targets: Targets, tell: Callable[[str], None]) -> Reading:
    """As if so many cases had been read long before the newest that are in the store."""
    resident = psutil.Process().memory_info().rss
    began = perf_counter()
    made = _cases(cases, targets)
    parts = []
    while batch := list(itertools.islice(made, BATCH)):
        parts.append(table_of(batch, targets))
    table = pl.concat(parts)
    took = perf_counter() - began
    grown = (psutil.Process().memory_info().rss - resident) / 2**20
    tell(
        f"{cases} cases are a table of {table.estimated_size('mb'):.0f} MB, made in {took:.1f} s; "
        f"the process has grown by {grown:.0f} MB"
    )
    return Reading(FIRST, table, datetime.now(UTC), {})


Asking = Callable[[FactTable], AbstractAsyncContextManager[httpx.AsyncClient]]


@asynccontextmanager
async def _reporting(ground: Ground, name: str) -> AsyncIterator[tuple[Database, Asking]]:
    settings = Settings(
        mongo_url=SecretStr(ground.store.url),
        store_driver=ground.choice.driver,
        database_prefix=name,
        accounts=accounts_file(ground.folder),
    )
    organisation = load_organisation(REPOSITORY / "deploy" / "organisation")
    authentication = Authentication(Accounts.of(settings))
    database = Database(settings, "reporting")

    @asynccontextmanager
    async def ask(table: FactTable) -> AsyncIterator[httpx.AsyncClient]:
        app = FastAPI()
        facts = FactsInUse(FactCollections(database), table, organisation)
        app.include_router(api.figures(facts, organisation, authentication))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://reporting",
            headers=bearer(Role.AUDITOR),
        ) as client:
            yield client

    try:
        yield database, ask
    finally:
        await database.close()
        await ground.drop(f"{name}_reporting")


def _cases(count: int, targets: Targets) -> Iterator[Bson]:
    chance = random.Random(1)
    shapes = [_shape(chance, number, targets) for number in range(_SHAPES)]
    days = 365 * _YEARS
    for number in range(count):
        shape = shapes[number % _SHAPES]
        received = _LAST_DAY - timedelta(days=number * days // count)
        facts = {**shape["facts"], "received_on": received.isoformat()}
        stored = datetime.combine(received, time(12), UTC)
        yield {**shape, "_id": str(new_id()), "facts": facts, "updated_at": stored}


def _shape(chance: random.Random, number: int, targets: Targets) -> Bson:
    board = BOARDS[number % len(BOARDS)]
    facts: dict[str, Any] = {
        "unit": UNITS[board],
        "kind": chance.choice(list(Kind)),
        "channel": chance.choice(list(Channel)),
        "status": chance.choice(list(Status)),
        "gender": chance.choice(list(Gender)),
        "severity": chance.choice([None, 1, 2, 3, 4]),
        "acknowledgement": chance.choice(list(Acknowledgement)),
        "feedback": chance.choice(list(Feedback)),
        "outcome": chance.choice([None, *Outcome]),
        "causes": tuple(_some(chance, list(Cause), 3)),
        "control_points": tuple(_some(chance, list(ControlPoint), 11)),
    }
    for name in ("acknowledged_at", "assigned_at", "answered_at", "closed_at"):
        facts[name] = MOMENT + timedelta(days=chance.randrange(60))
    event = submission(board=board, **facts)
    return CountedCase.of(event, MOMENT, targets.kept(event.facts)).to_bson()


def _some(chance: random.Random, words: Sequence[Any], most: int) -> Sequence[Any]:
    return chance.sample(words, chance.randrange(most + 1))
