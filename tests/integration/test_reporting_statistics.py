"""Statistics on the real store: what is counted, and that the parts add up."""

import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.local.store import EmbeddedStore
from services.reporting.counted_case import CountedCase
from services.reporting.fact_collections import FactCollections
from services.reporting.facts_in_use import FactsInUse
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.questions import Question
from services.reporting.table.following import FactTable
from services.reporting.table.targets import Targets
from shared.clock import MovableClock
from shared.events.vocabulary import (
    Cause,
    Channel,
    Kind,
)
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from tests.support.submissions import MOMENT, submission
from tests.support.various_facts import UNITS, values_of, various_facts

FIRST_DAY = date(2025, 11, 20)
CASES = 150


def various(number: int) -> CountedCase:
    """Cases whose facts differ in every dimension, some of them unknown."""
    chance = random.Random(number)
    arrived = FIRST_DAY + timedelta(days=number % 100)
    return CountedCase.of(submission(**various_facts(chance) | {"received_on": arrived}), MOMENT)


CASES_COUNTED = [various(number) for number in range(CASES)]


@pytest.fixture(scope="module")
async def facts(store: EmbeddedStore, organisation: Organisation) -> AsyncIterator[FactsInUse]:
    database = Database(
        Settings(mongo_url=store.url, database_prefix=f"t{new_id().hex[-12:]}"),
        "reporting",
    )
    collections = FactCollections(database)
    for case in CASES_COUNTED:
        await collections.put((await collections.projection()).active, case)
    yield FactsInUse(
        collections,
        FactTable(collections, Targets(organisation), MovableClock(MOMENT)),
        organisation,
    )
    await database.close()


def question(**given: Any) -> Question:
    return Question.model_validate(given)


@given(
    group_by=st.lists(st.sampled_from(Dimension), unique=True, max_size=4),
    board=st.lists(st.sampled_from(list(UNITS)), unique=True, max_size=2),
    kind=st.lists(st.sampled_from(Kind), unique=True, max_size=3),
    channel=st.lists(st.sampled_from(Channel), unique=True, max_size=3),
    cause=st.lists(st.sampled_from(Cause), unique=True, max_size=3),
    days=st.none() | st.tuples(st.integers(-5, 110), st.integers(0, 60)),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_parts_add_up_to_the_total_however_they_are_asked_for(
    facts: FactsInUse,
    group_by: list[Dimension],
    board: list[str],
    kind: list[Kind],
    channel: list[Channel],
    cause: list[Cause],
    days: tuple[int, int] | None,
) -> None:
    asked: dict[str, Any] = {"board": board, "kind": kind, "channel": channel, "cause": cause}
    first, last = None, None
    if days:
        first = FIRST_DAY + timedelta(days=days[0])
        last = first + timedelta(days=days[1])
    asked_for = [
        case
        for case in CASES_COUNTED
        if (not board or case.facts.board in board)
        and (not kind or case.facts.kind in kind)
        and (not channel or case.facts.channel in channel)
        and (not cause or set(cause) & set(case.facts.causes))
        and (first is None or case.facts.received_on >= first)
        and (last is None or case.facts.received_on <= last)
    ]
    counted_by_hand = Counter(
        values
        for case in asked_for
        for values in product(*(values_of(case.facts, dimension) for dimension in group_by))
    )

    found = await facts.statistics(
        question(**asked, **{"from": first, "to": last}, group_by=group_by)
    )

    assert {row.values: row.count for row in found.rows} == counted_by_hand
    assert len(found.rows) == len(counted_by_hand)
    assert found.total == len(asked_for)
    if found.adds_up:
        assert sum(row.count for row in found.rows) == found.total


async def test_both_ends_of_the_period_are_counted(facts: FactsInUse) -> None:
    day = FIRST_DAY + timedelta(days=60)
    on_that_day = [case for case in CASES_COUNTED if case.facts.received_on == day]

    found = await facts.statistics(question(**{"from": day, "to": day}))

    assert found.total == len(on_that_day) > 0


async def test_unit_counts_with_everything_below_it(facts: FactsInUse) -> None:
    one = await facts.statistics(question(unit=["hemvard-norr"]))
    both = await facts.statistics(question(unit=["hemvard"], group_by=["unit"]))

    assert {row.values for row in both.rows} == {("hemvard",), ("hemvard-norr",)}
    assert both.total > one.total > 0


async def test_case_without_unit_is_a_row_of_its_own(facts: FactsInUse) -> None:
    found = await facts.statistics(question(board=["an"], group_by=["unit"]))

    assert [row.values for row in found.rows] == [(None,)]


async def test_question_that_no_case_answers_has_no_rows(facts: FactsInUse) -> None:
    found = await facts.statistics(question(**{"from": "1999-01-01", "to": "1999-12-31"}))

    assert (found.total, found.rows) == (0, ())
