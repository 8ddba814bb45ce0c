"""Copies of what raises signals, on one real store; what they publish is written down."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from services.reporting.report.guarding import by_the_rules
from services.reporting.report.reports import Reports
from services.reporting.signals.kept import KeptSignal, Reckoned
from services.reporting.signals.register import SignalRegister
from services.reporting.signals.zeros import ZeroMonth, Zeros
from services.reporting.table.following import FactTable
from services.reporting.table.targets import Targets
from shared.clock import MovableClock
from shared.events.submissions import CaseReceived
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import OutboxEntry
from shared.store.relay import OutboxRelay
from tests.integration.reporting_copies import Copy
from tests.support.organisations import with_all_units_open
from tests.support.submissions import submission

UNIT = "hemvard-norr"


class Watchers:
    """Any number of copies."""

    def __init__(
        self, settings_for: Callable[..., Settings], organisation: Organisation, clock: MovableClock
    ) -> None:
        self.published: list[OutboxEntry] = []
        self.organisation = with_all_units_open(organisation)
        self.clock = clock
        self._settings_for = settings_for
        self._databases: list[Database] = []

    async def watcher(self, copy: Copy) -> "Watcher":
        """A copy that counts by the facts of another's collections."""
        relay = OutboxRelay(self._publish)
        database = Database(self._settings_for(), "reporting", relay)
        self._databases.append(database)
        watcher = Watcher(self, copy, database)
        await database.prepare()
        return watcher

    async def close(self) -> None:
        for database in self._databases:
            await database.close()

    async def _publish(self, entry: OutboxEntry) -> None:
        self.published.append(entry)


class Watcher:
    """One copy's register of signals and its signed zeros."""

    def __init__(self, watchers: Watchers, copy: Copy, database: Database) -> None:
        self.table = FactTable(copy.collections, Targets(watchers.organisation), watchers.clock)
        self.signals = database.versioned(KeptSignal, outbox=True)
        self.days = database.collection(Reckoned)
        self.zeros = Zeros(
            database.collection(ZeroMonth), self.table, watchers.organisation, watchers.clock
        )
        self.register = SignalRegister(
            self.signals, self.days, self.zeros, self.table, watchers.organisation, watchers.clock
        )
        self.reports = Reports(
            database, self.table, watchers.organisation, watchers.clock, by_the_rules
        )


def cases_of(unit: str, days: Iterable[date], **facts: Any) -> list[CaseReceived]:
    """A case on each of the days."""
    return [submission(board="von", unit=unit, received_on=day, **facts) for day in days]


def weekly(first: date, last: date) -> list[date]:
    """Every seventh day."""
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, 7)]


async def counted(copy: Copy, events: Iterable[CaseReceived]) -> None:
    """Have the cases counted."""
    await asyncio.gather(*(copy.counting.count(event) for event in events))
