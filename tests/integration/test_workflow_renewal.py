"""Desks and search entries follow the rules that hold, also those of cases that nobody touches."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Any

import pytest

from services.workflow.opening import Opening, open_case
from services.workflow.worklists import View, WorkFilters
from shared.organisation import Organisation
from shared.organisation.span import Span
from shared.settings import Settings
from tests.integration.workflow_lists import ALL_SEEING, Lists, ids, shown, told
from tests.support.submissions import MOMENT


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Lists]:
    desk = Lists(settings_for(), organisation)
    await desk.prepare()
    yield desk
    await desk.close()


def with_days(organisation: Organisation, days: int) -> Organisation:
    """The same municipality, where acknowledging may take so many days."""
    boards = tuple(
        board.model_copy(
            update={
                "deadlines": tuple(
                    rule.model_copy(update={"within": Span(days=days)})
                    if rule.id == "acknowledge"
                    else rule
                    for rule in board.deadlines
                )
            }
        )
        for board in organisation.boards
    )
    return Organisation(**{**dict(organisation), "boards": boards})


async def due(desk: Lists) -> list[date | None]:
    page = await desk.work.page(View.OPEN, ALL_SEEING, WorkFilters(), None, 10)
    return [case.desk.due if case.desk else None for case in page.items]


async def stored(desk: Lists, where: dict[str, Any]) -> dict[str, Any]:
    found: list[dict[str, Any]] = await desk.plain.stored.find(where).to_list(None)
    return found[0]


async def test_a_changed_deadline_moves_the_cases_that_are_open(
    desk: Lists, organisation: Organisation
) -> None:
    await desk.receive(told(assigned_at=MOMENT))
    await desk.renew()
    assert await due(desk) == [date(2026, 3, 4)]

    await desk.renew(with_days(organisation, 5))
    assert await due(desk) == [date(2026, 3, 7)]

    desk.calls.clear()
    await desk.renew(with_days(organisation, 5))
    assert desk.calls == {}, "nothing has changed: no case is looked at"


async def test_a_case_of_an_earlier_version_comes_to_lists_and_search(
    desk: Lists, organisation: Organisation
) -> None:
    event = told("Maten var kall.")
    opened = open_case(Opening(event), 2026, 1, organisation, MOMENT)
    await desk.plain.insert(opened.case)
    assert await desk.found("maten") == set()

    await desk.renew()

    assert await desk.found("maten") == ids(event)
    assert shown(await desk.page(View.OPEN)) == [str(event.case_id)]


async def test_a_case_that_was_seen_from_elsewhere_is_seen_from_where_it_belongs(
    desk: Lists, organisation: Organisation
) -> None:
    event = told("Maten var kall.")
    await desk.receive(event)
    where = {"_id": str(event.case_id)}
    before = await stored(desk, where)
    await desk.plain.update(where, {"$set": {"sight": ["elsewhere"], "numbers": []}})

    await desk.renew(with_days(organisation, 7))

    after = await stored(desk, where)
    assert (after["sight"], after["numbers"]) == (before["sight"], before["numbers"])
