"""What every store and both drivers must do alike."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from typing import ClassVar

import docker
import pytest
from docker.errors import DockerException
from testcontainers.community.mongodb import MongoDbContainer

from shared.settings import Settings
from shared.store.database import Database
from shared.store.documents import Document, Versioned
from shared.store.errors import Duplicate, StoreUnavailable
from shared.store.index import Index
from shared.store.relay import OutboxRelay
from shared.store.versioned import VersionedCollection
from tests.support.submissions import submission
from tests.support.waiting import until

GIVEN_URL = os.environ.get("LYHORD_MONGO_URL")
"""Read before the tests put the machine's settings aside."""


class Paper(Document):
    collection: ClassVar[str] = "papers"
    indexes: ClassVar[tuple[Index, ...]] = (Index("code", (("code", 1),), unique=True),)

    code: str
    text: str = ""


class Matter(Versioned):
    collection: ClassVar[str] = "matters"

    text: str = ""
    other: str | None = None


def targets() -> list[str]:
    """The embedded store always; a real replica set where one is given or Docker runs."""
    return ["embedded", *(["given"] if GIVEN_URL else []), *(["container"] if _docker() else [])]


def _docker() -> bool:
    try:
        return bool(docker.from_env().ping())
    except DockerException:
        return False


@pytest.fixture(scope="module", params=targets())
def store_url(request: pytest.FixtureRequest) -> Iterator[str]:
    match request.param:
        case "embedded":
            yield str(request.getfixturevalue("store").url)
        case "given":
            yield str(GIVEN_URL)
        case _:
            with MongoDbContainer("mongo:8.0") as container:
                yield str(container.get_connection_url())


@pytest.fixture(params=["motor", "pymongo"])
def settings(
    request: pytest.FixtureRequest, store_url: str, settings_for: Callable[..., Settings]
) -> Settings:
    return settings_for(mongo_url=store_url, store_driver=request.param)


class Outlet:
    """A bus that takes what it is given, unless told to refuse."""

    def __init__(self) -> None:
        self.published: list[str] = []
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, entry: object) -> None:
        await self.open.wait()
        self.published.append(entry.id)  # type: ignore[attr-defined]


@pytest.fixture
def outlet() -> Outlet:
    return Outlet()


@pytest.fixture
async def database(settings: Settings, outlet: Outlet) -> AsyncIterator[Database]:
    relay = OutboxRelay(outlet)
    database = Database(settings, "conformance", relay)
    yield database
    await relay.drain(5)
    await database.drop()
    await database.close()


@pytest.fixture
async def matters(database: Database) -> VersionedCollection[Matter]:
    collection = database.versioned(Matter, outbox=True)
    await database.prepare()
    return collection


async def test_concurrent_inserts_give_each_caller_its_own_result(database: Database) -> None:
    papers = database.collection(Paper)
    await database.prepare()
    await papers.insert(Paper(id="taken", code="taken"))

    results = await asyncio.gather(
        papers.insert(Paper(id="a", code="a")),
        papers.insert(Paper(id="taken", code="b")),
        papers.insert(Paper(id="c", code="taken")),
        papers.insert(Paper(id="d", code="d")),
        return_exceptions=True,
    )

    assert results[0] is None
    assert isinstance(results[1], Duplicate)
    assert results[1].index == "_id"
    assert isinstance(results[2], Duplicate)
    assert results[2].index == "code"
    assert results[3] is None
    assert await papers.count({}) == 3


async def test_what_was_found_is_held_against_a_further_filter(database: Database) -> None:
    papers = database.collection(Paper)
    await database.prepare()
    for number, text in enumerate(("a", "b", "a", "b", "a")):
        await papers.insert(Paper(id=str(number), code=str(number), text=text))
    above, of_a = {"code": {"$gt": "0"}}, {"text": {"$in": ["a"]}}

    last = await papers.find(above, also=of_a, sort=[("code", -1)], limit=1, fields=["code"])

    assert [(paper.id, paper.text) for paper in last] == [("4", "")]
    assert [paper.id for paper in await papers.find(above, also=of_a, sort=[("code", 1)])] == [
        "2",
        "4",
    ]
    assert await papers.count(above, also=of_a) == 2
    assert await papers.count(above, also={"text": "c"}) == 0


async def test_insert_in_order_stops_at_the_first_that_cannot_be_written(
    database: Database,
) -> None:
    papers = database.collection(Paper)
    await database.prepare()
    await papers.insert(Paper(id="x", code="2"))

    written, failure = await papers.insert_in_order(
        [(Paper(id=str(n), code=str(n)), []) for n in range(5)]
    )

    assert written == 2
    assert isinstance(failure, Duplicate)
    assert {paper.id for paper in await papers.find({})} == {"0", "1", "x"}


async def test_concurrent_reads_give_each_caller_its_own_document(database: Database) -> None:
    papers = database.collection(Paper)
    await database.prepare()
    await papers.insert(Paper(id="a", code="a"))
    await papers.insert(Paper(id="b", code="b"))

    found = await asyncio.gather(*(papers.get(name) for name in ("b", "none", "a", "b")))

    assert [paper and paper.code for paper in found] == ["b", None, "a", "b"]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (3, 3, 1)])
async def test_newest_wins_whatever_the_order(
    matters: VersionedCollection[Matter], order: tuple[int, ...]
) -> None:
    for seq in order:
        await matters.put_newer("m", seq, {"text": f"state {seq}"})

    assert await matters.get("m") == Matter(id="m", seq=3, text="state 3")


async def test_newest_wins_within_one_batch_and_other_fields_stay(
    matters: VersionedCollection[Matter],
) -> None:
    await matters.insert(Matter(id="m", seq=1, other="kept"))

    await asyncio.gather(
        *(matters.put_newer("m", seq, {"text": f"state {seq}"}) for seq in (4, 2, 5, 3))
    )

    assert await matters.get("m") == Matter(id="m", seq=5, text="state 5", other="kept")


async def test_of_many_who_replace_the_same_state_one_wins(
    matters: VersionedCollection[Matter],
) -> None:
    await matters.insert(Matter(id="m", seq=1))

    won = await asyncio.gather(
        *(matters.replace(Matter(id="m", seq=2, text=str(n)), 1) for n in range(10))
    )

    assert won.count(True) == 1
    stored = await matters.get("m")
    assert stored is not None
    assert stored.text == str(won.index(True))


async def test_a_batch_tells_each_replacement_whether_it_took_place(
    matters: VersionedCollection[Matter],
) -> None:
    await asyncio.gather(*(matters.insert(Matter(id=str(n), seq=1)) for n in range(6)))

    won = await asyncio.gather(
        *(matters.replace(Matter(id=str(n), seq=2), 1 if n % 2 else 7) for n in range(6))
    )

    assert won == [False, True] * 3


async def test_events_leave_the_outbox_once_published(
    matters: VersionedCollection[Matter], outlet: Outlet
) -> None:
    events = [submission() for _ in range(3)]
    await matters.insert(Matter(id="m", seq=1), events[:1])
    assert await matters.replace(Matter(id="m", seq=2), 1, events[1:])

    async def empty() -> bool:
        return await matters.count({"outbox_due": {"$exists": True}}) == 0

    await until(empty, "the outbox is empty")
    assert sorted(outlet.published) == sorted(str(event.id) for event in events)
    assert await matters.count({"outbox": {"$size": 0}}) == 1


async def test_an_event_added_while_another_is_published_is_not_cleared_with_it(
    matters: VersionedCollection[Matter], outlet: Outlet
) -> None:
    first, second = submission(), submission()
    await matters.insert(Matter(id="m", seq=1), [first])
    await until(lambda: outlet.published == [str(first.id)], "the first is published")
    outlet.open.clear()
    assert await matters.replace(Matter(id="m", seq=2), 1, [second])

    assert await matters.count({"outbox.id": str(second.id)}) == 1

    outlet.open.set()

    async def empty() -> bool:
        return await matters.count({"outbox_due": {"$exists": True}}) == 0

    await until(empty, "the outbox is empty")
    assert outlet.published == [str(first.id), str(second.id)]


async def test_what_a_dead_copy_left_behind_is_published_by_another(
    settings: Settings, matters: VersionedCollection[Matter], outlet: Outlet
) -> None:
    outlet.open.clear()
    event = submission()
    await matters.insert(Matter(id="m", seq=1), [event])
    await matters.update({"_id": "m"}, {"$currentDate": {"outbox_due": True}})
    other_outlet = Outlet()
    other_relay = OutboxRelay(other_outlet)
    other = Database(settings, "conformance", other_relay)
    other.versioned(Matter, outbox=True)
    running = asyncio.create_task(other_relay.run())

    await until(lambda: other_outlet.published == [str(event.id)], "the other copy published it")

    running.cancel()
    await other_relay.drain(5)
    await other.close()
    outlet.open.set()


async def test_a_store_that_is_gone_is_unavailable(
    settings_for: Callable[..., Settings], settings: Settings
) -> None:
    nowhere = settings_for(
        mongo_url="mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200",
        store_driver=settings.store_driver,
    )
    database = Database(nowhere, "conformance")
    papers = database.collection(Paper)

    with pytest.raises(StoreUnavailable):
        await papers.insert(Paper(id="a", code="a"))
    with pytest.raises(StoreUnavailable):
        await papers.get("a")
    with pytest.raises(StoreUnavailable):
        await database.ping()
    await database.close()


async def test_newer_facts_survive_another_copy_that_makes_the_document_meanwhile(
    settings: Settings, matters: VersionedCollection[Matter]
) -> None:
    other = Database(settings, "conformance", OutboxRelay(Outlet()))
    others = other.versioned(Matter, outbox=True)

    await asyncio.gather(
        *(
            each
            for n in range(100)
            for each in (
                others.put_newer(f"m{n}", 2, {"text": "older"}),
                matters.put_newer(f"m{n}", 3, {"text": "newer"}),
            )
        )
    )

    assert {matter.text for matter in await matters.find({})} == {"newer"}
    await other.close()


async def test_a_batch_larger_than_one_statement_may_be_is_written_whole(
    matters: VersionedCollection[Matter],
) -> None:
    text = "x" * 1_000_000
    await asyncio.gather(*(matters.insert(Matter(id=str(n), seq=1)) for n in range(40)))

    won = await asyncio.gather(
        *(matters.replace(Matter(id=str(n), seq=2, text=text), 1) for n in range(40))
    )

    assert won == [True] * 40
    assert await matters.count({"text": text}) == 40


async def test_values_that_look_like_expressions_are_kept_as_they_are(
    matters: VersionedCollection[Matter],
) -> None:
    await matters.put_newer("m", 2, {"text": "$seq", "other": "$$ROOT"})
    assert await matters.replace(Matter(id="m", seq=3, text="$text", other="{$a: 1}"), 2)

    assert await matters.get("m") == Matter(id="m", seq=3, text="$text", other="{$a: 1}")
