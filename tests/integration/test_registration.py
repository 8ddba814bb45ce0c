"""Diary numbers: unique, unbroken, once per case; on a real store."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from services.workflow.case import Case
from services.workflow.registration import Registration
from shared.clock import MovableClock
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import OutboxEntry
from shared.store.relay import OutboxRelay
from shared.store.versioned import VersionedCollection
from tests.support.submissions import MOMENT, submission


async def _never(_entry: OutboxEntry) -> None:
    await asyncio.Event().wait()


@pytest.fixture
async def open_copy(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Callable[[], "asyncio.Future[Copy]"]]:
    opened: list[tuple[Database, OutboxRelay]] = []
    clock = MovableClock(MOMENT)

    async def make() -> Copy:
        relay = OutboxRelay(_never)
        database = Database(settings_for(), "workflow", relay)
        cases = database.versioned(Case, outbox=True)
        await database.prepare()
        opened.append((database, relay))
        return Copy(cases, Registration(cases, organisation, clock), clock)

    yield lambda: asyncio.ensure_future(make())
    for database, relay in opened:
        await relay.drain(0)
        await database.close()


class Copy:
    """One copy of the workflow, as far as registration goes."""

    def __init__(
        self,
        cases: VersionedCollection[Case],
        registration: Registration,
        clock: MovableClock,
    ) -> None:
        self.cases = cases
        self.registration = registration
        self.clock = clock

    async def serials(self, board: str = "sn", year: int = 2026) -> list[int]:
        found = await self.cases.find({"diary.board": board, "diary.year": year})
        return sorted(case.diary.serial for case in found if case.diary)


Open = Callable[[], "asyncio.Future[Copy]"]


async def test_the_number_is_printed_as_the_board_prints_it(open_copy: Open) -> None:
    copy = await open_copy()
    events = {board: submission(board=board) for board in ("sn", "von", "an")}

    await asyncio.gather(*(copy.registration.register(event) for event in events.values()))

    numbers = {}
    for board, event in events.items():
        case = await copy.cases.get(str(event.case_id))
        assert case is not None
        numbers[board] = case.facts.diary_number
    assert numbers == {"sn": "SN 2026-00001", "von": "001/2026", "an": "AN 2026-1"}


async def test_three_copies_at_once_leave_no_gap_and_no_double(open_copy: Open) -> None:
    copies = [await open_copy() for _ in range(3)]
    events = [submission() for _ in range(300)]

    await asyncio.gather(
        *(copies[n % 3].registration.register(event) for n, event in enumerate(events))
    )

    assert await copies[0].serials() == list(range(1, 301))
    assert await copies[0].cases.count({}) == 300


async def test_every_submission_delivered_to_all_copies_is_numbered_once(open_copy: Open) -> None:
    copies = [await open_copy() for _ in range(3)]
    events = [submission() for _ in range(60)]

    await asyncio.gather(
        *(copy.registration.register(event) for event in events for copy in copies)
    )

    assert await copies[0].serials() == list(range(1, 61))


async def test_a_second_delivery_changes_nothing(open_copy: Open) -> None:
    copy = await open_copy()
    event = submission()
    await copy.registration.register(event)
    first = await copy.cases.get(str(event.case_id))

    await copy.registration.register(event)
    await copy.registration.register(submission())

    assert await copy.cases.get(str(event.case_id)) == first
    assert await copy.serials() == [1, 2]


async def test_a_new_copy_goes_on_where_the_others_are(open_copy: Open) -> None:
    first = await open_copy()
    await asyncio.gather(*(first.registration.register(submission()) for _ in range(7)))

    second = await open_copy()
    await second.registration.register(submission())
    await first.registration.register(submission())

    assert await first.serials() == list(range(1, 10))


async def test_a_new_year_in_swedish_time_begins_at_one(open_copy: Open) -> None:
    copy = await open_copy()
    copy.clock.set(MOMENT.replace(month=12, day=31, hour=22, minute=59))
    await copy.registration.register(submission())
    copy.clock.set(MOMENT.replace(month=12, day=31, hour=23, minute=1))
    await copy.registration.register(submission())

    assert await copy.serials(year=2026) == [1]
    assert await copy.serials(year=2027) == [1]


async def test_one_boards_trouble_does_not_hold_up_the_others(open_copy: Open) -> None:
    copy = await open_copy()
    good, bad = submission(), submission(board="gone", case_id=new_id())

    results = await asyncio.gather(
        copy.registration.register(bad), copy.registration.register(good), return_exceptions=True
    )

    assert getattr(results[0], "slug", None) == "board_unknown"
    assert results[1] is None
    assert await copy.serials() == [1]
