"""Work lists on a real store: whose work, how much, by when; and what they cost."""

from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from services.workflow.listing import Filters
from services.workflow.worklists import View, WorkFilters, first_view
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Channel, Kind, Role
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.workflow_lists import ALL_SEEING, NORTH, Lists, ids, shown, told
from tests.support.submissions import MOMENT

TODAY = date(2026, 3, 2)


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Lists]:
    desk = Lists(settings_for(), organisation)
    await desk.prepare()
    yield desk
    await desk.close()


async def counts(desk: Lists, principal: Principal = ALL_SEEING) -> dict[View, int]:
    """The counts, after they are held against the lists themselves."""
    found = dict(await desk.work.counts(principal))
    for view, count in found.items():
        page = await desk.page(view, principal)
        assert page.total == len(page.items) == count, view
        assert dict(page.counts) == found
    return found


async def test_counts_follow_every_step(desk: Lists) -> None:
    first, second = told(), told(unit="hemvard-norr", board="von")
    await desk.receive(first, second)
    assert await counts(desk) == {
        View.MINE: 0,
        View.UNIT: 2,
        View.UNASSIGNED: 2,
        View.LATE: 0,
        View.SOON: 2,
        View.WAITING: 0,
        View.OPEN: 2,
    }

    await desk.take(first, "assign", responsible="caseworker-1")
    await desk.take(second, "pause", until=TODAY + timedelta(days=9), reason="Väntar på svar.")
    found = await counts(desk)
    assert (found[View.MINE], found[View.UNASSIGNED], found[View.WAITING]) == (1, 1, 1)

    desk.clock.advance(timedelta(days=5))
    found = await counts(desk)
    assert (found[View.LATE], found[View.SOON]) == (2, 0)
    await desk.take(first, "acknowledge")
    found = await counts(desk)
    assert (found[View.LATE], found[View.SOON]) == (1, 0)

    await desk.take(second, "resume")
    for event in (first, second):
        await desk.take(event, "dismiss", reason="withdrawn", explanation="Återkallat.")
    assert set((await counts(desk)).values()) == {0}


async def test_an_undone_measure_keeps_a_closed_case_on_its_owner_s_list(desk: Lists) -> None:
    event = told(unit="hemvard-norr", board="von")
    await desk.receive(event)
    await desk.take(event, "assign", responsible="caseworker-1")
    await desk.take(event, "assess", severity=1, probability=1)
    due = TODAY + timedelta(days=30)
    await desk.take(
        event, "decide-action", kind="talk", level="unit", text="Samtal.", owner=NORTH.id, due=due
    )
    await desk.take(event, "dismiss", reason="withdrawn", explanation="Återkallat.")

    page = await desk.page(View.MINE, NORTH)
    assert shown(page) == [str(event.case_id)]
    assert page.items[0].desk is not None
    assert page.items[0].desk.due == due
    assert (await counts(desk, NORTH))[View.OPEN] == 0
    assert (await counts(desk))[View.MINE] == 0

    await desk.take(event, "complete-action", action=1)
    assert (await counts(desk, NORTH))[View.MINE] == 0


async def test_a_manager_sees_the_unit_and_those_below_it(desk: Lists) -> None:
    north = told(unit="hemvard-norr", board="von")
    south = told(unit="hemvard-soder", board="von")
    other = told(unit="forsorjningsstod")
    await desk.receive(north, south, other)
    area = NORTH.model_copy(update={"id": "manager-hemvard", "unit": "hemvard"})

    assert set(shown(await desk.page(View.UNIT, NORTH))) == ids(north)
    assert set(shown(await desk.page(View.OPEN, NORTH))) == ids(north)
    assert set(shown(await desk.page(View.UNIT, area))) == ids(north, south)
    assert (await counts(desk, NORTH))[View.UNASSIGNED] == 1


async def test_a_lex_sarah_case_is_on_no_list_of_the_reported_manager(desk: Lists) -> None:
    report = told(kind=Kind.LEX_SARAH, unit="hemvard-norr", board="von")
    await desk.receive(report)
    investigator = Principal(
        id="investigator-von", roles=frozenset({Role.INVESTIGATOR}), board="von"
    )

    assert set((await counts(desk, NORTH)).values()) == {0}
    assert (await counts(desk, investigator))[View.UNASSIGNED] == 1


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"board": ("von",)}, "bc"),
        ({"unit": ("hemvard",)}, "bc"),
        ({"kind": (Kind.PRAISE, Kind.VIEW)}, "ac"),
        ({"channel": (Channel.PHONE,), "board": ("von",)}, "b"),
        ({"severity": (3,)}, ""),
        ({"category": ("availability",)}, "a"),
        ({"status": ("registered",)}, "abc"),
        ({"due_before": date(2026, 3, 4)}, "c"),
        ({"due_before": date(2026, 3, 5)}, "abc"),
    ],
)
async def test_filters_narrow_a_view_and_its_total(
    desk: Lists, filters: dict[str, Any], expected: str
) -> None:
    events = {
        "a": told(kind=Kind.PRAISE, category="availability"),
        "b": told(board="von", unit="hemvard-norr", channel=Channel.PHONE),
        "c": told(board="von", unit="hemvard-soder", kind=Kind.VIEW, received_on=date(2026, 2, 27)),
    }
    await desk.receive(*events.values())

    page = await desk.page(View.OPEN, **filters)

    assert set(shown(page)) == ids(*(events[letter] for letter in expected))
    assert page.total == len(expected)
    assert page.counts[View.OPEN] == 3


async def pages(desk: Lists, limit: int) -> AsyncIterator[list[str]]:
    cursor = None
    while True:
        page = await desk.work.page(View.OPEN, ALL_SEEING, WorkFilters(), cursor, limit)
        yield shown(page)
        cursor = page.next
        if cursor is None:
            return


async def test_pages_are_in_order_of_due_day_and_lose_nothing_while_cases_change(
    desk: Lists,
) -> None:
    events = [
        told(received_on=TODAY - timedelta(days=day % 5), assigned_at=MOMENT) for day in range(12)
    ]
    await desk.receive(*events)
    by_id = {str(event.case_id): event for event in events}
    changed: set[str] = set()

    seen: list[str] = []
    async for page in pages(desk, 3):
        seen += page
        # What was on the page moves to another day, or is gone, before the next one is read.
        moved, gone, *_ = [case for case in page if case not in changed] + [None, None]
        if moved:
            await desk.take(by_id[moved], "acknowledge")
        if gone:
            await desk.take(by_id[gone], "dismiss", reason="withdrawn", explanation="Återkallat.")
        changed |= {case for case in (moved, gone) if case}

    assert set(by_id) <= set(seen)
    unchanged = [case for case in seen if case not in changed]
    assert len(unchanged) == len(set(unchanged))
    days = [by_id[case].facts.received_on for case in unchanged]
    assert days == sorted(days)


async def test_a_list_of_all_cases_pages_from_the_newest(desk: Lists) -> None:
    events: list[CaseReceived] = []
    for day in range(0, 900, 100):
        desk.clock.set(MOMENT - timedelta(days=900 - day))
        events += [told(), told(unit="hemvard-norr", board="von")]
        await desk.receive(*events[-2:])
    desk.clock.set(MOMENT)

    async def listed(**filters: Any) -> list[str]:
        seen: list[str] = []
        cursor = None
        while True:
            page = await desk.lists.page(ALL_SEEING, Filters(**filters), cursor, 4)
            assert len(page.items) == 4 or page.next is None
            assert [each.opened_at for each in page.items] == sorted(
                (each.opened_at for each in page.items), reverse=True
            )
            seen += [each.id for each in page.items]
            cursor = page.next
            if cursor is None:
                return seen

    assert len(await listed()) == len(events)
    assert set(await listed()) == ids(*events)
    for filters in ({"board": ["von"]}, {"unit": ["hemvard"]}, {"board": ["von"], "open": True}):
        assert sorted(await listed(**filters)) == sorted(ids(*events[1::2]))
    numbered = await desk.handling.case(str(events[0].case_id))
    assert await listed(diary_number=[str(numbered.facts.diary_number)]) == [numbered.id]
    assert await listed(reference=[numbered.facts.reference]) == [numbered.id]
    assert await listed(open=False) == []
    assert await listed(responsible=["caseworker-1"]) == []


@pytest.mark.parametrize(
    ("role", "view"),
    [
        (Role.REGISTRAR, View.UNASSIGNED),
        (Role.MANAGER, View.UNIT),
        (Role.CASEWORKER, View.MINE),
        (Role.INVESTIGATOR, View.MINE),
        (Role.QUALITY, View.OPEN),
        (Role.AUDITOR, View.OPEN),
    ],
)
def test_each_role_has_a_view_that_it_sees_first(role: Role, view: View) -> None:
    assert first_view(Principal(id="x", roles=frozenset({role}))) is view


async def test_what_lists_and_steps_cost_at_the_store(desk: Lists) -> None:
    event = told()

    await desk.receive(event)
    # Which number is next, the case with its number, its search entry.
    assert desk.calls == {"aggregate": 1, "insert_many": 2}

    desk.calls.clear()
    case = await desk.handling.case(str(event.case_id))
    assert desk.calls == {"find": 1}

    desk.calls.clear()
    await desk.take(event, "acknowledge")
    # Read by the test and by the step, then written; the words have not changed.
    assert desk.calls == {"find": 2, "update_many": 1}

    desk.calls.clear()
    await desk.take(event, "write", text="Vi ringer i morgon.")
    assert desk.calls == {"find": 2, "update_one": 1, "update_many": 1}

    for view in View:
        desk.calls.clear()
        await desk.page(view)
        assert desk.calls == {"aggregate": 1}

    desk.calls.clear()
    await desk.work.counts(ALL_SEEING)
    assert desk.calls == {"aggregate": 1}

    desk.calls.clear()
    assert (await desk.lists.page(ALL_SEEING, Filters(), None, 1)).items[0].id == case.id
    # The newest month, and the three stretches before it since it does not fill the page.
    assert desk.calls == {"aggregate": 4}

    await desk.receive(told())
    desk.calls.clear()
    await desk.lists.page(ALL_SEEING, Filters(), None, 1)
    assert desk.calls == {"aggregate": 1}
