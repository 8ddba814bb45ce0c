"""One private broker and one embedded store for the whole run; each test has its own databases."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import aio_pika
import pytest

from shared.bus.subscriptions import SUBSCRIPTIONS
from shared.ids import new_id
from shared.organisation import Organisation, load_organisation
from shared.settings import Settings
from tests.support.foundation import Foundation, new_broker, new_store
from tests.support.system import System

SLOWEST_FIRST = ("failure", "browser", "load", "integration", "contract", "unit")
"""Folders in the order they are run, so that no worker has a long file left at the end."""
TESTS = Path(__file__).parent
REPOSITORY = TESTS.parent
RETRY_DELAYS = (0.2, 0.4, 0.8)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: SLOWEST_FIRST.index(item.path.relative_to(TESTS).parts[0]))


@pytest.fixture(scope="session", autouse=True)
def _no_outside_settings() -> Iterator[None]:
    """Settings of the machine must not reach the tests."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("LYHORD_")}
    yield
    os.environ.update(kept)


@pytest.fixture(scope="session")
async def broker(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Foundation]:
    """A RabbitMQ node of the tests' own."""
    async with new_broker(tmp_path_factory.mktemp("broker")) as private:
        yield private


@pytest.fixture(scope="session")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Foundation]:
    """A store of the tests' own."""
    async with new_store(tmp_path_factory.mktemp("store")) as private:
        yield private


@pytest.fixture
async def empty_broker(broker: Foundation) -> AsyncIterator[Foundation]:
    """The node without any queue, before and after."""
    await _delete_queues(broker.url)
    yield broker
    await _delete_queues(broker.url)


@pytest.fixture
def settings_for(store: Foundation, broker: Foundation) -> Callable[..., Settings]:
    """Makes settings with databases of this test's own."""
    prefix = f"t{new_id().hex[-12:]}"

    def make(**changes: Any) -> Settings:
        given: dict[str, Any] = {
            "amqp_url": broker.url,
            "mongo_url": store.url,
            "database_prefix": prefix,
            "queue_type": "classic",
            "retry_delays": RETRY_DELAYS,
            "log_format": "console",
            "organisation": REPOSITORY / "deploy" / "organisation",
            "drain_seconds": 5,
        }
        return Settings(**(given | changes))

    return make


@pytest.fixture(scope="session")
async def system(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[System]:
    """All of it as real processes, for tests that only look and hand in."""
    async with System(tmp_path_factory.mktemp("system")) as running:
        yield running


@pytest.fixture(scope="session")
def organisation() -> Organisation:
    """The example municipality."""
    return load_organisation(REPOSITORY / "deploy" / "organisation")


async def _delete_queues(url: str) -> None:
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel()
        for subscription in SUBSCRIPTIONS:
            names = [
                subscription.queue,
                subscription.dead_letter_queue,
                *(subscription.retry_queue(delay) for delay in RETRY_DELAYS),
            ]
            for name in names:
                await channel.queue_delete(name)
