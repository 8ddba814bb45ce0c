"""What is counted as it comes, what a rebuild counts, and what anyone would count: the same."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from uuid import UUID

import polars as pl
import pytest

from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.questions import Question, asked_about
from services.reporting.figures.reckoning import reckoned
from services.reporting.figures.statistics import counted
from services.reporting.table.following import FactTable
from services.reporting.table.targets import Targets
from shared.clock import MovableClock
from shared.events.envelope import FactsEvent
from shared.events.facts import CaseFacts
from shared.organisation import Organisation
from tests.integration.reporting_cases import investigating, snapshots
from tests.integration.reporting_copies import Copies, Copy, Workflow
from tests.support.submissions import submission
from tests.support.various_facts import UNITS, values_of, various_facts

pytest_plugins = ("tests.integration.reporting_fixtures",)

PERIODS = (
    (None, None),
    (date(2025, 11, 20), date(2025, 12, 31)),
    (date(2026, 1, 1), date(2026, 6, 30)),
    (date(2026, 1, 31), date(2026, 2, 1)),
    (date(2030, 1, 1), date(2030, 12, 31)),
)
CASES = 30


@dataclass(frozen=True)
class History:
    """What happened, in no order, and some of it told twice; and how each case stands now."""

    told: Sequence[FactsEvent]
    now: dict[UUID, FactsEvent]


def history(chance: random.Random) -> History:
    """Cases that move between kinds and units, and are reopened, as long as they last."""
    told: list[FactsEvent] = []
    now: dict[UUID, FactsEvent] = {}
    for _ in range(CASES):
        facts = various_facts(chance)
        states: list[FactsEvent] = [submission(**facts)]
        for _ in range(chance.randrange(5)):
            later = various_facts(chance) | {"board": facts["board"]}
            later["unit"] = chance.choice([None, *UNITS[facts["board"]]])
            states.append(investigating(states[-1], **later))
        now[states[-1].case_id] = states[-1]
        told += states
    told += chance.sample(told, len(told) // 3)
    chance.shuffle(told)
    return History(told, now)


def counts(facts: Iterable[CaseFacts]) -> dict[tuple[object, ...], int]:
    """As anyone would count them: by every dimension, in every period."""
    every = list(facts)
    return Counter(
        (period, dimension, value)
        for period in PERIODS
        for each in every
        if (period[0] is None or each.received_on >= period[0])
        and (period[1] is None or each.received_on <= period[1])
        for dimension in Dimension
        for value in values_of(each, dimension)
    )


def statistics(table: pl.DataFrame, organisation: Organisation) -> dict[tuple[object, ...], int]:
    """The same of a table; parts that add up are held against their whole on the way."""
    found: dict[tuple[object, ...], int] = {}
    for first, last in PERIODS:
        cases = asked_about(table, Question(first=first, last=last), organisation)
        total = cases.collect().height
        for dimension in Dimension:
            result = counted(cases, [dimension])
            assert result.total == total
            if result.adds_up:
                assert sum(row.count for row in result.rows) == total
            else:
                assert dimension.has_several
            for row in result.rows:
                found[(first, last), dimension, row.values[0]] = row.count
    return found


async def delivered(copies: Sequence[Copy], events: Sequence[FactsEvent]) -> None:
    """To one copy or the other, as the broker would."""
    for number, copy in enumerate(copies):
        await copy.count(*events[number :: len(copies)])


@pytest.mark.parametrize("seed", range(5))
async def test_live_is_rebuilt_is_a_plain_recount(
    copies: Copies,
    workflow: Workflow,
    organisation: Organisation,
    clock: MovableClock,
    seed: int,
) -> None:
    chance = random.Random(seed)
    happened = history(chance)
    one, other = copies(), copies()
    live = FactTable(one.collections, Targets(organisation), clock)
    half = len(happened.told) // 2
    await delivered((one, other), happened.told[:half])
    await live.facts()

    await delivered((other, one), happened.told[half:])
    as_it_came = await live.facts()
    workflow.knows(*happened.now.values())
    rebuild = await one.begin()
    again = [*snapshots(happened.now.values(), rebuild.id)]
    late = chance.sample(list(happened.told), 20)
    chance.shuffle(again)
    for number, snapshot in enumerate(chain(again, again[:5])):
        copy = (one, other)[number % 2]
        await copy.counting.collect(snapshot)
        if number < len(late):
            await copy.count(late[number])
    ended = await other.ended(rebuild)
    rebuilt = await FactTable(other.collections, Targets(organisation), clock).facts()

    assert ended.differences is not None
    assert ended.differences.count == 0
    plain = counts(event.facts for event in happened.now.values())
    assert statistics(as_it_came, organisation) == plain
    assert statistics(rebuilt, organisation) == plain
    assert statistics(await live.facts(), organisation) == plain
    figures = list(FIGURES.values())
    assert reckoned(as_it_came.lazy(), figures) == reckoned(rebuilt.lazy(), figures)
