"""Fixtures of the reporting tests; a test module names this as its plugin."""

from collections.abc import AsyncIterator, Callable

import pytest

from shared.clock import MovableClock
from shared.settings import Settings
from tests.integration.reporting_copies import Copies, Copy, Workflow
from tests.support.submissions import MOMENT


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MOMENT)


@pytest.fixture
def workflow() -> Workflow:
    return Workflow()


@pytest.fixture
async def copies(
    settings_for: Callable[..., Settings], workflow: Workflow, clock: MovableClock
) -> AsyncIterator[Copies]:
    made: list[Copy] = []

    def make() -> Copy:
        made.append(Copy(settings_for(), workflow, clock))
        return made[-1]

    yield make
    for copy in made:
        await copy.database.close()
