"""Counting on the real store: the newest facts win, whatever the order they come in."""

import asyncio
from datetime import timedelta

from shared.clock import MovableClock
from shared.events.vocabulary import Status
from tests.integration.reporting_cases import investigating
from tests.integration.reporting_copies import Copies
from tests.support.submissions import MOMENT, submission

pytest_plugins = ("tests.integration.reporting_fixtures",)


async def test_facts_are_the_newest_whatever_the_order(copies: Copies) -> None:
    one, two = copies(), copies()
    first = submission()
    second = investigating(first, status=Status.INVESTIGATING)
    third = investigating(second, status=Status.CLOSED)
    orders = [
        (first, second, third),
        (third, second, first),
        (second, first, first, third, second, third),
    ]
    for order in orders:
        case_id = submission().case_id
        events = [event.model_copy(update={"case_id": case_id}) for event in order]
        await asyncio.gather(
            *(
                copy.counting.count(event)
                for event, copy in zip(events, [one, two] * len(events), strict=False)
            )
        )
        counted = await one.counted(case_id)
        assert counted is not None
        assert (counted.seq, counted.facts.status) == (3, Status.CLOSED)
        assert counted.counted_at == MOMENT


async def test_when_a_case_was_counted_first_is_kept_though_its_first_event_comes_last(
    copies: Copies, clock: MovableClock
) -> None:
    copy = copies()
    first = submission()
    await copy.count(investigating(first))
    clock.advance(timedelta(hours=1))
    await copy.count(first)
    clock.advance(timedelta(hours=1))
    await copy.count(investigating(first, seq=3))

    counted = await copy.counted(first.case_id)
    assert counted is not None
    assert (counted.seq, counted.counted_at) == (3, MOMENT)
    assert counted.updated_at == MOMENT + timedelta(hours=2)
