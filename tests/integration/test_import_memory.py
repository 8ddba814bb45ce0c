"""A list of any length in constant memory: read only as far as it is stored, and let go of."""

import tracemalloc
from collections.abc import AsyncIterator, Callable

import pytest

from services.intake.imports.importing import BATCH
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.import_desk import Desk
from tests.support.earlier_cases import as_csv, earlier_cases

ROWS = 2000


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Desk]:
    desk = Desk(settings_for(), organisation)
    await desk.database.prepare()
    yield desk
    await desk.close()


async def test_no_row_is_asked_for_before_those_before_it_are_stored(desk: Desk) -> None:
    ahead: list[int] = []

    async def rows() -> AsyncIterator[bytes]:
        for number, line in enumerate(as_csv(earlier_cases(ROWS))):
            if number % (BATCH // 2) == 0:
                ahead.append(number - await desk.records.submissions.count({}))
            yield line

    record = await desk.run(rows())

    assert record.taken == ROWS
    assert len(ahead) == 2 * ROWS // BATCH
    assert max(ahead) <= BATCH


async def test_what_is_held_does_not_grow_with_the_list(desk: Desk) -> None:
    """Every tenth row is wrong, so that the report grows with the list too."""

    async def held(rows: int) -> int:
        async def lines() -> AsyncIterator[bytes]:
            for number, line in enumerate(as_csv(earlier_cases(rows))):
                yield line.replace(b";Information;", b";?;") if number % 10 == 1 else line

        tracemalloc.start()
        await desk.run(lines(), dry_run=True)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    await held(BATCH)
    shorter, longer = await held(5 * BATCH), await held(20 * BATCH)
    # A row is some 600 bytes as it comes: 1500 rows more that were held would be a megabyte.
    assert longer - shorter < 400_000
