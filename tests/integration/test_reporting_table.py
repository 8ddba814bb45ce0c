"""The table of facts is as new as the store, whoever has written there."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from deploy.local.store import EmbeddedStore
from services.reporting.fact_collections import FactCollections
from services.reporting.rebuild import Differences, Rebuild
from services.reporting.table.following import OVERLAP, FactTable
from services.reporting.table.targets import Targets
from shared.clock import Clock, MovableClock
from shared.events.vocabulary import Kind
from shared.ids import new_id
from shared.settings import Settings
from shared.store.database import Database
from tests.support.counted_cases import counted_case, example
from tests.support.submissions import MOMENT


@pytest.fixture
async def collections(store: EmbeddedStore) -> AsyncIterator[FactCollections]:
    database = Database(
        Settings(mongo_url=store.url, database_prefix=f"t{new_id().hex[-12:]}"), "reporting"
    )
    yield FactCollections(database)
    await database.close()


def fact_table(collections: FactCollections, clock: Clock | None = None) -> FactTable:
    return FactTable(collections, Targets(example()), clock or MovableClock(MOMENT))


async def kinds(table: FactTable) -> list[str]:
    return sorted((await table.facts())["kind"].to_list())


async def test_what_another_copy_stores_is_counted_at_the_next_question(
    collections: FactCollections,
) -> None:
    table = fact_table(collections)
    assert await kinds(table) == []
    view = counted_case(kind=Kind.VIEW)

    await collections.put("facts", view)
    assert await kinds(table) == ["view"]

    await collections.put("facts", counted_case(kind=Kind.PRAISE))
    assert await kinds(table) == ["praise", "view"]

    newer = view.model_copy(
        update={"seq": 2, "facts": view.facts.model_copy(update={"kind": Kind.COMPLAINT})}
    )
    await collections.put("facts", newer)
    assert await kinds(table) == ["complaint", "praise"]


async def test_what_was_stamped_before_the_newest_and_stored_after_it_is_not_missed(
    collections: FactCollections,
) -> None:
    table = fact_table(collections)
    late = counted_case(kind=Kind.PRAISE)
    await collections.put("facts", counted_case(kind=Kind.VIEW))
    assert await kinds(table) == ["view"]

    stamped = MOMENT - OVERLAP + timedelta(seconds=1)
    await collections.put("facts", late.model_copy(update={"updated_at": stamped}))

    assert await kinds(table) == ["praise", "view"]


async def test_facts_that_a_rebuild_put_into_use_take_the_place_of_the_others(
    collections: FactCollections,
) -> None:
    table = fact_table(collections)
    await collections.put("facts", counted_case(kind=Kind.VIEW))
    assert await kinds(table) == ["view"]
    rebuild = Rebuild(id=str(new_id()), collection="facts_anew", requested_at=MOMENT)
    await collections.change(lambda projection: projection.starting(rebuild))
    await collections.put("facts_anew", counted_case(kind=Kind.PRAISE))

    await collections.change(
        lambda projection: projection.swapping(rebuild.id, Differences(count=1), MOMENT)
    )

    assert await kinds(table) == ["praise"]


async def test_nothing_is_copied_where_nothing_has_changed(collections: FactCollections) -> None:
    table = fact_table(collections)
    await collections.put("facts", counted_case())

    assert await table.facts() is await table.facts()
