"""Statistics on the real store: what is counted, and that the parts add up."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
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
from services.reporting.figures.statistics import Value
from services.reporting.table.following import FactTable
from services.reporting.table.targets import Targets
from shared.clock import MovableClock
from shared.events.handling_words import ActionLevel, Consequence
from shared.events.vocabulary import (
    Acknowledgement,
    Cause,
    Channel,
    DiscoveredBy,
    Feedback,
    Gender,
    Kind,
    LexSarahState,
    Outcome,
    Status,
)
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from tests.support.submissions import MOMENT, submission

FIRST_DAY = date(2025, 11, 20)
CASES = 150
UNITS = {"sn": ["forsorjningsstod", "familjeratt"], "von": ["hemvard", "hemvard-norr"], "an": []}


def various(number: int) -> CountedCase:
    """Cases whose facts differ in every dimension, some of them unknown."""
    chance = random.Random(number)
    board = chance.choice(list(UNITS))
    facts: dict[str, Any] = {
        "unit": chance.choice([None, *UNITS[board]]),
        "kind": chance.choice(list(Kind)),
        "channel": chance.choice(list(Channel)),
        "category": chance.choice([None, "bemotande", "handlaggningstid"]),
        "status": chance.choice(list(Status)),
        "severity": chance.choice([None, 1, 2, 3, 4]),
        "acknowledgement": chance.choice(list(Acknowledgement)),
        "feedback": chance.choice(list(Feedback)),
        "lex_sarah": chance.choice(list(LexSarahState)),
        "gender": chance.choice(list(Gender)),
        "outcome": chance.choice([None, *Outcome]),
        "probability": chance.choice([None, 1, 2, 3, 4]),
        "causes": tuple(chance.sample(list(Cause), chance.randrange(3))),
        "themes": tuple(chance.sample(["pandemi", "flytt"], chance.randrange(3))),
        "action_levels": tuple(chance.sample(list(ActionLevel), chance.randrange(3))),
        "consequences": tuple(chance.sample(list(Consequence), chance.randrange(3))),
        "investigated": chance.choice([None, True, False]),
        "discovered_by": chance.choice(list(DiscoveredBy)),
        "received_on": FIRST_DAY + timedelta(days=number % 100),
    }
    return CountedCase.of(submission(board=board, **facts), MOMENT)


CASES_COUNTED = [various(number) for number in range(CASES)]


def values_of(case: CountedCase, dimension: Dimension) -> Sequence[Value]:
    """What the case counts under, found in a way of its own."""
    facts, day = case.facts, case.facts.received_on
    match dimension:
        case Dimension.MONTH:
            return [f"{day.year}-{day.month:02d}"]
        case Dimension.QUARTER:
            return [f"{day.year}-Q{(day.month - 1) // 3 + 1}"]
        case Dimension.HALF_YEAR:
            return [f"{day.year}-H{1 if day.month <= 6 else 2}"]
        case Dimension.YEAR:
            return [day.year]
        case Dimension.RISK if facts.severity and facts.probability:
            return [facts.severity * facts.probability]
        case Dimension.RISK:
            return [None]
        case Dimension.THEME:
            return facts.themes or [None]
        case Dimension.CAUSE:
            return facts.causes or [None]
        case Dimension.ACTION_LEVEL:
            return facts.action_levels or [None]
        case Dimension.CONSEQUENCE:
            return facts.consequences or [None]
    return [getattr(facts, dimension)]


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
        for values in product(*(values_of(case, dimension) for dimension in group_by))
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
