"""What is done next about a rebuild, and which collections are needed meanwhile."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.reporting.projection import REMEMBERED, Projection
from services.reporting.rebuild import ASKS, Differences, Rebuild, RebuildState, Step, next_step

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PATIENCE = timedelta(minutes=2)
GRACE = timedelta(minutes=1)


def rebuild(name: str = "new", **given: Any) -> Rebuild:
    return Rebuild(id=name, collection=f"facts_{name}", requested_at=NOON, **given)


def step(later: timedelta = timedelta(seconds=1), **given: Any) -> Step:
    return next_step(rebuild(**given), NOON + later, PATIENCE)


def test_workflow_is_asked_first() -> None:
    assert step() is Step.ASK


def test_answer_is_waited_for_and_then_asked_for_again() -> None:
    assert step(asked_at=NOON) is Step.WAIT
    assert step(PATIENCE * 2, asked_at=NOON, fruitless_asks=1) is Step.ASK


def test_all_are_waited_for_as_long_as_some_come() -> None:
    coming = {"asked_at": NOON, "total": 3, "received": 2, "progressed_at": NOON + PATIENCE}

    assert step(PATIENCE * 2, **coming) is Step.WAIT
    assert step(PATIENCE * 2 + timedelta(seconds=1), **coming) is Step.ASK


@pytest.mark.parametrize("received", [3, 4])
def test_when_all_have_come_they_are_taken_into_use(received: int) -> None:
    assert step(PATIENCE * 9, asked_at=NOON, total=3, received=received) is Step.SWAP


def test_of_no_case_all_have_come() -> None:
    assert step(asked_at=NOON, total=0) is Step.SWAP


def test_what_does_not_come_is_asked_for_so_many_times() -> None:
    stuck = {"asked_at": NOON, "total": 3, "received": 2}

    assert step(PATIENCE * 2, **stuck, fruitless_asks=ASKS - 1) is Step.ASK
    assert step(PATIENCE * 2, **stuck, fruitless_asks=ASKS) is Step.GIVE_UP


def projection() -> Projection:
    return Projection(id="facts", seq=1)


def swapped(before: Projection, name: str, at: datetime) -> Projection:
    after = before.starting(rebuild(name)).swapping(name, Differences(), at)
    assert after is not None
    return after


def test_facts_are_written_to_both_collections_while_a_rebuild_runs() -> None:
    started = projection().starting(rebuild())

    assert projection().written_to == ("facts",)
    assert started.written_to == ("facts", "facts_new")
    assert swapped(projection(), "new", NOON).written_to == ("facts_new",)


def test_newer_rebuild_cancels_the_one_under_way() -> None:
    both = projection().starting(rebuild("one")).starting(rebuild("two"))

    assert [each.state for each in both.rebuilds] == [
        RebuildState.CANCELLED,
        RebuildState.REQUESTED,
    ]
    assert both.written_to == ("facts", "facts_two")
    assert both.with_running("one", total=1) is None
    assert both.swapping("one", Differences(), NOON) is None


def test_swap_is_one_change_with_everything_in_it() -> None:
    differences = Differences(count=2)
    after = projection().starting(rebuild()).swapping("new", differences, NOON)

    assert after is not None
    assert (after.seq, after.active, after.running) == (3, "facts_new", None)
    assert after.rebuilds[0] == rebuild(
        state=RebuildState.SWAPPED, differences=differences, replaced="facts", swapped_at=NOON
    )


def test_rebuild_that_has_ended_cannot_be_swapped_again() -> None:
    assert swapped(projection(), "new", NOON).swapping("new", Differences(), NOON) is None


def test_replaced_facts_are_needed_a_while_longer() -> None:
    after = swapped(projection(), "new", NOON)

    assert after.needed(NOON + GRACE / 2, GRACE) == {"facts_new", "facts"}
    assert after.needed(NOON + GRACE, GRACE) == {"facts_new"}


def test_collections_of_a_rebuild_are_needed_only_while_it_runs() -> None:
    started = projection().starting(rebuild("one"))
    cancelled = started.starting(rebuild("two"))

    assert started.needed(NOON, GRACE) == {"facts", "facts_one", "facts_one_collected"}
    assert cancelled.needed(NOON, GRACE) == {"facts", "facts_two", "facts_two_collected"}


def test_only_the_latest_rebuilds_are_on_record() -> None:
    kept = projection()
    for number in range(REMEMBERED + 2):
        kept = kept.starting(rebuild(str(number)))

    assert [each.id for each in kept.rebuilds] == ["2", "3", "4", "5", "6"]
    assert kept.rebuild("1") is None
