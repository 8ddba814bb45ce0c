"""Several copies of the service through a rebuild, brought to every unlucky moment."""

import asyncio
from collections.abc import Callable

import pytest

from services.reporting.counted_case import CountedCase
from services.reporting.rebuild import RebuildState
from shared.clock import MovableClock
from tests.integration.reporting_cases import investigating
from tests.integration.reporting_copies import GRACE, Copies, Copy, Workflow
from tests.support.submissions import submission

pytest_plugins = ("tests.integration.reporting_fixtures",)

Stand = Callable[[Copy, asyncio.Event, asyncio.Event], None]


async def test_copy_that_has_not_heard_of_the_rebuild_still_writes_to_it(
    copies: Copies, workflow: Workflow
) -> None:
    busy, other = copies(), copies()
    await busy.count(submission())
    rebuild = await other.begin()
    event = investigating(submission())

    await busy.count(event)
    await other.collect(rebuild)
    await other.ended(rebuild)

    assert await other.counted(event.case_id) is not None


async def test_copy_that_has_not_heard_of_the_swap_still_writes_to_the_new_facts(
    copies: Copies, workflow: Workflow
) -> None:
    busy, other = copies(), copies()
    await busy.count(submission())
    rebuild = await other.begin()
    await other.collect(rebuild)
    await other.ended(rebuild)
    event = investigating(submission())

    await busy.count(event)

    assert await other.counted(event.case_id) is not None


def stands_before_writing(copy: Copy, standing: asyncio.Event, go_on: asyncio.Event) -> None:
    """The copy has chosen where to write, and stops."""
    put = copy.collections.put

    async def slow(name: str, case: CountedCase) -> None:
        copy.collections.put = put  # type: ignore[method-assign]
        standing.set()
        await go_on.wait()
        await put(name, case)

    copy.collections.put = slow  # type: ignore[method-assign]


def stands_after_writing(copy: Copy, standing: asyncio.Event, go_on: asyncio.Event) -> None:
    """The copy has written, and stops before it looks where else to write."""
    put = copy.collections.put

    async def slow(name: str, case: CountedCase) -> None:
        copy.collections.put = put  # type: ignore[method-assign]
        await put(name, case)
        standing.set()
        await go_on.wait()

    copy.collections.put = slow  # type: ignore[method-assign]


@pytest.mark.parametrize("stand", [stands_before_writing, stands_after_writing])
async def test_copy_that_stands_still_through_a_whole_rebuild_loses_nothing(
    copies: Copies, workflow: Workflow, clock: MovableClock, stand: Stand
) -> None:
    slow, other = copies(), copies()
    first = submission()
    await slow.count(first)
    workflow.knows(first)
    standing, go_on = asyncio.Event(), asyncio.Event()
    stand(slow, standing, go_on)
    event = investigating(submission())
    under_way = asyncio.create_task(slow.count(event))
    await standing.wait()

    rebuild = await other.begin()
    await other.collect(rebuild)
    assert (await other.ended(rebuild)).state is RebuildState.SWAPPED
    clock.advance(GRACE)
    await other.tidying.drop_unneeded()
    go_on.set()
    await under_way

    counted = await other.counted(event.case_id)
    assert counted is not None
    assert counted.seq == 2


async def test_two_copies_ask_once_and_swap_once(copies: Copies, workflow: Workflow) -> None:
    one, two = copies(), copies()
    case = submission()
    workflow.knows(case)
    rebuild = await one.rebuilding.start()

    await asyncio.gather(one.rebuilding.look(), two.rebuilding.look())
    await asyncio.gather(one.collect(rebuild), two.collect(rebuild))
    await asyncio.gather(one.rebuilding.look(), two.rebuilding.look())

    assert workflow.asked == [rebuild.id]
    projection = await one.collections.projection()
    assert projection.active == rebuild.collection
    assert [each.state for each in projection.rebuilds] == [RebuildState.SWAPPED]
    assert await one.total() == 1


async def test_newer_rebuild_cancels_the_older_whose_snapshots_are_passed_over(
    copies: Copies, workflow: Workflow
) -> None:
    copy = copies()
    workflow.knows(submission())
    older = await copy.begin()
    newer = await copy.begin()

    await copy.collect(older)
    assert (await copy.ended(newer)).state is RebuildState.COLLECTING
    assert (await copy.found(older)).state is RebuildState.CANCELLED
    await copy.collect(newer)

    assert (await copy.ended(newer)).state is RebuildState.SWAPPED
    assert (await copy.found(older)).state is RebuildState.CANCELLED
    assert await copy.total() == 1


async def test_two_rebuilds_started_at_once_leave_one_running(
    copies: Copies, workflow: Workflow
) -> None:
    one, two = copies(), copies()

    started = await asyncio.gather(*(copy.rebuilding.start() for copy in (one, two, one, two)))

    projection = await one.collections.projection()
    states = sorted(each.state for each in projection.rebuilds)
    assert states == ["cancelled", "cancelled", "cancelled", "requested"]
    assert {each.id for each in projection.rebuilds} == {each.id for each in started}
