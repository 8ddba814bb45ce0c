"""Keeps the table as new as the store: read whole once, and then only what has changed.

The store stays the truth. Whoever asks is answered from the facts as they were when they asked:
the table is brought up to date first, by one query over the index of what was stored since.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import structlog

from services.reporting.fact_collections import FactCollections, Facts
from services.reporting.table.columns import ID, asked_on, empty_table, table_of
from services.reporting.table.targets import ASKED_ON, Targets
from shared.clock import Clock, local_date
from shared.errors import TransientError
from shared.store.collection import translating
from shared.store.group_commit import GroupCommit

log = structlog.get_logger()

OVERLAP = timedelta(seconds=30)
"""How far back is looked again: facts are stamped before they are stored, and clocks differ."""
ANEW_SECONDS = 86400.0
"""Until the whole is read once more, whatever may have been missed."""
AFTER_FAILURE_SECONDS = 5.0
_STAMP = {"seq": 1, "updated_at": 1}
_FIELDS = {"facts": 1, "targets": 1, **_STAMP}
_AT_ONCE = 20_000
"""Documents that become rows together: what is held twice while the table is read."""
_AT_A_TIME = 1_000
"""Documents that the store sends at a time: few enough that a busy one answers in time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The facts of one collection, as far as they have been read."""

    collection: str
    facts: pl.DataFrame
    until: datetime | None
    """The newest stamp (UTC) that has been read; None where there were no facts at all."""
    recent: Mapping[str, int]
    """The `seq` of every case that was stamped within `OVERLAP` of that."""


class FactTable:
    """One per process. Copies of the service have one each, and share nothing but the store.

    A table of a million cases takes 60 to 80 s to make, the store apart, and 300 MB; bringing it up
    to date costs a query, and copies it once where anything has changed.
    """

    def __init__(
        self,
        collections: FactCollections,
        targets: Targets,
        clock: Clock,
        known: Reading | None = None,
    ) -> None:
        """`known` is what has been read already, if anything."""
        self._collections = collections
        self._targets = targets
        self._clock = clock
        self._reading = known
        self._shown: tuple[pl.DataFrame | None, date | None, pl.DataFrame] = (
            None,
            None,
            empty_table(),
        )
        self._asked: GroupCommit[None, pl.DataFrame] = GroupCommit(self._brought_up_to_date)

    async def run(self) -> None:
        """Read the whole at the start, so that nobody waits for it, and once a day; for ever."""
        while True:
            try:
                if self._reading is None:
                    await self.facts()
                else:
                    self._reading = await self._read_whole(self._reading.collection)
            except TransientError as error:
                log.warning("facts_not_read", slug=error.slug)
                await asyncio.sleep(AFTER_FAILURE_SECONDS)
                continue
            await asyncio.sleep(ANEW_SECONDS)

    async def facts(self) -> pl.DataFrame:
        """The facts of all cases, as they are now.

        Two round trips, a third where something has changed; shared by all who ask at the same
        moment. Raises StoreUnavailable or StoreRefused.
        """
        return await self._asked.submit(None)

    async def _brought_up_to_date(self, callers: Sequence[None]) -> Sequence[pl.DataFrame]:
        active = (await self._collections.projection()).active
        known = self._reading
        if known is None or known.until is None or known.collection != active:
            self._reading = await self._read_whole(active)
        else:
            self._reading = await self._read_further(known, known.until)
        return [self._of_today(self._reading.facts)] * len(callers)

    def _of_today(self, facts: pl.DataFrame) -> pl.DataFrame:
        """The facts as they are asked today; the same table as long as neither has changed."""
        today = local_date(self._clock.now())
        made_of, day, table = self._shown
        if made_of is not facts or day != today:
            table = asked_on(facts, today)
            self._shown = facts, today, table
        return table

    async def _read_whole(self, name: str) -> Reading:
        facts = await self._collections.facts(name)
        parts: list[pl.DataFrame] = []
        stamps: dict[str, tuple[int, datetime]] = {}
        until: datetime | None = None
        async for batch in _batches(facts, {}):
            parts.append(await asyncio.to_thread(table_of, batch, self._targets))
            until = _newest(batch, until)
            stamps = _within_overlap({**stamps, **_stamps(batch)}, until)
        table = pl.concat(parts) if parts else empty_table().drop(ASKED_ON)
        # A case that was written while all were read may have been met twice.
        table = table.unique(ID, keep="last", maintain_order=True)
        log.info("facts_read", cases=table.height, megabytes=round(table.estimated_size("mb")))
        return Reading(name, table, until, {case: seq for case, (seq, _) in stamps.items()})

    async def _read_further(self, known: Reading, until: datetime) -> Reading:
        facts = await self._collections.facts(known.collection)
        since = {"updated_at": {"$gte": until - OVERLAP}}
        stamped = [stored async for each in _batches(facts, since, _STAMP) for stored in each]
        changed = [each["_id"] for each in stamped if known.recent.get(each["_id"]) != each["seq"]]
        newest = _newest(stamped, until)
        stamps = _within_overlap(_stamps(stamped), newest)
        recent = {case: seq for case, (seq, _) in stamps.items()}
        table = known.facts
        for ids in _parted(changed):
            wanted = {"_id": {"$in": ids}}
            rows = [stored async for each in _batches(facts, wanted) for stored in each]
            table = await asyncio.to_thread(_with, table, rows, self._targets)
        return Reading(known.collection, table, newest, recent)


async def _batches(
    facts: Facts, where: Mapping[str, Any], fields: Mapping[str, int] = _FIELDS
) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    batch: list[Mapping[str, Any]] = []
    with translating():
        async for stored in facts.stored.find(where, fields, batch_size=_AT_A_TIME):
            batch.append(stored)
            if len(batch) == _AT_ONCE:
                yield batch
                batch = []
    if batch:
        yield batch


def _with(
    table: pl.DataFrame, changed: Sequence[Mapping[str, Any]], targets: Targets
) -> pl.DataFrame:
    rows = table_of(changed, targets)
    return pl.concat([table.filter(~pl.col(ID).is_in(rows[ID].implode())), rows])


def _stamps(batch: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, datetime]]:
    return {each["_id"]: (each["seq"], each["updated_at"]) for each in batch}


def _parted(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _newest(batch: Sequence[Mapping[str, Any]], known: datetime | None) -> datetime | None:
    stamps = [each["updated_at"] for each in batch]
    return max([*stamps, known] if known else stamps, default=None)


def _within_overlap(
    stamps: dict[str, tuple[int, datetime]], until: datetime | None
) -> dict[str, tuple[int, datetime]]:
    if until is None:
        return {}
    return {case: stamp for case, stamp in stamps.items() if stamp[1] >= until - OVERLAP}
