"""A store that stops answering for a while makes an import wait, and its counts stay right."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from services.intake.imports import patience
from services.intake.imports.documents import ImportState
from services.intake.imports.importing import BATCH
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.errors import StoreUnavailable
from tests.integration.import_desk import Desk
from tests.support.earlier_cases import as_csv, earlier_cases

ROWS = 2 * BATCH + 30


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Desk]:
    desk = Desk(settings_for(), organisation)
    await desk.database.prepare()
    yield desk
    await desk.close()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "RETRY_SECONDS", 0)


class Outage:
    """Does what it is asked and then says that it could not, or does nothing and says so."""

    def __init__(self, real: Callable[..., Any], failing: range, *, done: bool) -> None:
        self._real = real
        self._failing = failing
        self._done = done
        self.calls = 0

    async def __call__(self, *arguments: Any, **named: Any) -> Any:
        self.calls += 1
        fails = self.calls in self._failing
        answer = await self._real(*arguments, **named) if self._done or not fails else None
        if fails:
            raise StoreUnavailable("away")
        return answer


@pytest.mark.parametrize("done", [True, False], ids=["written", "not written"])
@pytest.mark.parametrize(
    ("collection", "method", "failing"),
    [
        ("submissions", "insert", range(5, 160)),
        ("known_rows", "find", range(2, 4)),
        ("import_reports", "insert", range(1, 2)),
    ],
)
async def test_it_waits_and_counts_each_row_once(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    collection: str,
    method: str,
    failing: range,
    *,
    done: bool,
) -> None:
    stored = getattr(desk.records, collection)
    outage = Outage(getattr(stored, method), failing, done=done)
    monkeypatch.setattr(stored, method, outage)
    data = b"".join(as_csv(earlier_cases(ROWS))) + b"x;sn;?;\n"

    record = await desk.run(data)

    assert outage.calls >= failing.stop, "it failed as often as it should"
    assert record.state is ImportState.DONE
    assert (record.rows, record.taken, record.rejected) == (ROWS + 1, ROWS, 1)
    assert await desk.records.submissions.count({}) == ROWS
    assert [remark.row for remark in await desk.remarks(record)][:1] == [ROWS + 2]


async def test_a_list_put_aside_survives_it_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = desk.records.import_lists
    monkeypatch.setattr(stored, "insert", Outage(stored.insert, range(1, 3), done=True))
    monkeypatch.setattr(stored, "get", Outage(stored.get, range(1, 3), done=False))
    record = await desk.run(b"".join(as_csv(earlier_cases(5))), all_or_nothing=True)
    assert (record.state, record.taken) == (ImportState.DONE, 5)


async def test_a_store_that_stays_away_interrupts_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = new_id()
    with monkeypatch.context() as away:
        away.setattr(patience, "PATIENCE_SECONDS", 0)
        known = desk.records.known_rows
        away.setattr(known, "find", Outage(known.find, range(2, 10_000), done=False))
        with pytest.raises(StoreUnavailable):
            await desk.run(b"".join(as_csv(earlier_cases(ROWS))), import_id=import_id)
    record = await desk.imports().found(import_id)
    assert record is not None
    assert (record.state, record.taken) == (ImportState.INTERRUPTED, BATCH)
