"""A rebuild on the real store: what it mends, what it keeps, and how it fails."""

from datetime import timedelta

from services.reporting.rebuild import ASKS, Deviation, RebuildState
from services.reporting.workflow_snapshots import SnapshotsRefused, WorkflowUnavailable
from shared.clock import MovableClock
from shared.events.vocabulary import Status
from tests.integration.reporting_cases import investigating, snapshots
from tests.integration.reporting_copies import GRACE, PATIENCE, Copies, Workflow
from tests.support.submissions import MOMENT, submission

pytest_plugins = ("tests.integration.reporting_fixtures",)


async def test_rebuild_mends_what_was_wrong_and_tells_it(
    copies: Copies, workflow: Workflow
) -> None:
    copy = copies()
    right, behind, missed, twisted, ghost = (submission() for _ in range(5))
    await copy.count(
        investigating(right),
        behind,
        investigating(twisted, status=Status.DISMISSED),
        investigating(ghost),
    )
    truth = [
        investigating(right),
        investigating(behind),
        missed,
        investigating(twisted, status=Status.CLOSED),
    ]
    workflow.knows(*truth)

    rebuild = await copy.begin()
    await copy.collect(rebuild)
    ended = await copy.ended(rebuild)

    assert ended.state is RebuildState.SWAPPED
    assert (ended.received, ended.total) == (4, 4)
    assert ended.differences is not None
    assert ended.differences.count == 4
    assert {(each.case_id, each.deviation) for each in ended.differences.cases} == {
        (str(behind.case_id), Deviation.OTHER_SEQ),
        (str(missed.case_id), Deviation.NOT_COUNTED_BEFORE),
        (str(twisted.case_id), Deviation.OTHER_FACTS),
        (str(ghost.case_id), Deviation.NOT_KNOWN_TO_WORKFLOW),
    }
    for event in truth:
        counted = await copy.counted(event.case_id)
        assert counted is not None
        assert (counted.seq, counted.facts) == (event.seq, event.facts)
    assert await copy.total() == 4


async def test_rebuild_of_what_is_right_finds_no_difference_and_keeps_when_it_was_counted(
    copies: Copies, workflow: Workflow, clock: MovableClock
) -> None:
    copy = copies()
    case = submission()
    await copy.count(case)
    clock.advance(timedelta(days=1))
    workflow.knows(case)

    rebuild = await copy.begin()
    await copy.collect(rebuild)
    ended = await copy.ended(rebuild)

    assert ended.differences is not None
    assert ended.differences.count == 0
    counted = await copy.counted(case.case_id)
    assert counted is not None
    assert counted.counted_at == MOMENT


async def test_what_happens_meanwhile_is_in_the_figures_before_and_after(
    copies: Copies, workflow: Workflow
) -> None:
    copy = copies()
    old, new = submission(), submission()
    await copy.count(old)
    workflow.knows(old)
    rebuild = await copy.begin()

    await copy.count(investigating(old), new)
    counted = await copy.counted(old.case_id)
    assert counted is not None
    assert counted.seq == 2
    assert await copy.total() == 2

    await copy.collect(rebuild)
    ended = await copy.ended(rebuild)

    assert ended.differences is not None
    assert ended.differences.count == 0
    counted = await copy.counted(old.case_id)
    assert counted is not None
    assert counted.seq == 2
    assert await copy.total() == 2


async def test_case_that_only_intake_knows_yet_is_kept(copies: Copies, workflow: Workflow) -> None:
    copy = copies()
    known, just_received = submission(), submission()
    await copy.count(known, just_received)
    workflow.knows(investigating(known))
    rebuild = await copy.begin()
    await copy.collect(rebuild)

    ended = await copy.ended(rebuild)

    assert ended.state is RebuildState.SWAPPED
    assert await copy.counted(just_received.case_id) is not None


async def test_workflow_that_stopped_midway_is_asked_again(
    copies: Copies, workflow: Workflow, clock: MovableClock
) -> None:
    copy = copies()
    cases = [submission() for _ in range(3)]
    workflow.knows(*cases)
    rebuild = await copy.begin()
    first, *rest = snapshots(workflow.cases.values(), rebuild.id)
    await copy.counting.collect(first)

    assert (await copy.ended(rebuild)).received == 1
    clock.advance(PATIENCE)
    await copy.rebuilding.look()
    assert workflow.asked == [rebuild.id]
    clock.advance(timedelta(seconds=1))
    await copy.rebuilding.look()
    assert workflow.asked == [rebuild.id, rebuild.id]
    for snapshot in (first, *rest, first):
        await copy.counting.collect(snapshot)

    assert (await copy.ended(rebuild)).state is RebuildState.SWAPPED
    assert await copy.total() == 3


async def test_rebuild_that_never_gets_all_fails_and_the_figures_stay(
    copies: Copies, workflow: Workflow, clock: MovableClock
) -> None:
    copy = copies()
    cases = [submission() for _ in range(2)]
    await copy.count(*cases)
    workflow.knows(*cases)
    rebuild = await copy.begin()
    await copy.counting.collect(snapshots(workflow.cases.values(), rebuild.id)[0])
    await copy.rebuilding.look()

    for _ in range(ASKS + 1):
        clock.advance(PATIENCE * 2)
        await copy.rebuilding.look()

    failed = await copy.found(rebuild)
    assert failed.state is RebuildState.FAILED
    assert failed.reason is not None
    assert failed.reason.startswith("1 of 2 snapshots came")
    assert len(workflow.asked) == 1 + ASKS
    assert await copy.total() == 2
    await copy.tidying.drop_unneeded()
    assert await copy.collections.names() == ["facts"]


async def test_workflow_that_does_not_answer_is_waited_for(
    copies: Copies, workflow: Workflow
) -> None:
    copy = copies()
    workflow.refusal = WorkflowUnavailable("away")
    rebuild = await copy.begin()
    assert (await copy.found(rebuild)).state is RebuildState.REQUESTED

    workflow.refusal = None
    await copy.rebuilding.look()

    assert (await copy.ended(rebuild)).state is RebuildState.SWAPPED


async def test_refusal_of_the_workflow_is_told(copies: Copies, workflow: Workflow) -> None:
    copy = copies()
    workflow.refusal = SnapshotsRefused("answered 403: check the token")

    failed = await copy.found(await copy.begin())

    assert (failed.state, failed.reason) == (RebuildState.FAILED, "answered 403: check the token")


async def test_only_what_is_in_use_is_left_in_the_end(
    copies: Copies, workflow: Workflow, clock: MovableClock
) -> None:
    copy = copies()
    await copy.count(submission())
    await copy.begin()
    rebuild = await copy.begin()
    await copy.counting.count(submission())
    await copy.collect(rebuild)
    await copy.ended(rebuild)

    await copy.tidying.drop_unneeded()
    assert set(await copy.collections.names()) == {"facts", rebuild.collection}

    clock.advance(GRACE)
    await copy.tidying.drop_unneeded()
    assert list(await copy.collections.names()) == [rebuild.collection]
    assert await copy.total() == 2
