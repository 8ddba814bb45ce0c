"""The bus on a real broker: retry, park, ignore, wait, survive."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import aio_pika
import pytest
from aio_pika.abc import AbstractIncomingMessage

from deploy.local.broker import PrivateBroker
from shared.bus import headers
from shared.bus.connection import Bus, BusUnavailable
from shared.bus.inbox import Inbox
from shared.bus.publishing import EventPublisher, as_message
from shared.bus.subscriptions import WORKFLOW_SUBMISSIONS
from shared.errors import PermanentError, TransientError, Unavailable
from shared.events.submissions import CaseReceived
from shared.settings import Settings
from shared.store.outbox import OutboxEntry
from tests.conftest import RETRY_DELAYS
from tests.support.submissions import submission
from tests.support.waiting import until

Handler = Callable[[CaseReceived], Awaitable[None]]


class Station:
    """A bus with one handler, and what came in by it."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.received: list[CaseReceived] = []
        self.times: list[float] = []
        self.error: Exception | None = None
        self.failures = 0

    async def handle(self, event: CaseReceived) -> None:
        self.times.append(asyncio.get_running_loop().time())
        if self.error is not None and self.failures:
            self.failures -= 1
            raise self.error
        self.received.append(event)

    async def publish(self, event: CaseReceived) -> None:
        await EventPublisher(self.bus)(OutboxEntry.of(event))


@pytest.fixture
async def stations(
    empty_broker: PrivateBroker, settings_for: Callable[..., Settings]
) -> AsyncIterator[Callable[..., Awaitable[Station]]]:
    buses: list[Bus] = []

    async def make(**changes: object) -> Station:
        station = Station(Bus(settings_for(**changes), "workflow"))
        Inbox(station.bus, WORKFLOW_SUBMISSIONS).on(CaseReceived, station.handle)
        await station.bus.run()
        buses.append(station.bus)
        return station

    yield make
    for bus in buses:
        await bus.close()


Stations = Callable[..., Awaitable[Station]]


async def parked(url: str) -> list[AbstractIncomingMessage]:
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.get_queue(WORKFLOW_SUBMISSIONS.dead_letter_queue)
        found = []
        while (message := await queue.get(fail=False)) is not None:
            found.append(message)
        return found


async def raw(url: str, body: bytes, event_type: str = "case.received") -> None:
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange("cases")
        await exchange.publish(
            aio_pika.Message(body, type=event_type, delivery_mode=2), "case.received"
        )


async def test_an_event_arrives_as_it_was_published(stations: Stations) -> None:
    station = await stations()
    event = submission()

    await station.publish(event)

    await until(lambda: station.received == [event], "the event arrives")


async def test_a_transient_failure_climbs_the_ladder_at_its_intervals(stations: Stations) -> None:
    station = await stations()
    station.error, station.failures = TransientError("later"), 3

    await station.publish(submission())

    await until(lambda: len(station.received) == 1, "the fourth attempt succeeds")
    waits = [
        later - sooner for sooner, later in zip(station.times, station.times[1:], strict=False)
    ]
    for wait, delay in zip(waits, RETRY_DELAYS, strict=True):
        assert delay <= wait < delay + 30


async def test_others_pass_while_one_waits_on_the_ladder(stations: Stations) -> None:
    station = await stations(retry_delays=(600.0,))
    station.error, station.failures = TransientError("later"), 1
    await station.publish(submission())
    await until(lambda: station.failures == 0, "the first has failed")

    await asyncio.gather(*(station.publish(submission()) for _ in range(20)))

    await until(lambda: len(station.received) == 20, "the others are handled")


async def test_after_the_last_rung_it_is_parked_with_reason(
    stations: Stations, empty_broker: PrivateBroker
) -> None:
    station = await stations()
    station.error, station.failures = TransientError("try later"), 100
    event = submission()

    await station.publish(event)

    await until(lambda: len(station.times) == 4, "all rungs are tried")
    found: list[AbstractIncomingMessage] = []

    async def is_parked() -> bool:
        found[:] = await parked(empty_broker.url)
        return bool(found)

    await until(is_parked, "it is parked")
    (message,) = found
    assert message.message_id == str(event.id)
    assert message.headers[headers.REASON] == "transient"
    assert message.headers[headers.ERROR] == "try later"
    assert message.headers[headers.ATTEMPT] == 4
    assert message.headers[headers.ROUTING_KEY] == "case.received"


async def test_an_outage_parks_nothing_however_long_it_lasts(stations: Stations) -> None:
    station = await stations(retry_delays=(0.05,))
    station.error, station.failures = Unavailable("no store"), 8

    await station.publish(submission())

    await until(lambda: len(station.received) == 1, "it is handled in the end")
    assert len(station.times) == 9


async def test_a_permanent_error_parks_at_once(
    stations: Stations, empty_broker: PrivateBroker
) -> None:
    station = await stations()
    station.error, station.failures = PermanentError("never"), 1
    await station.publish(submission())
    await station.publish(submission())

    await until(lambda: len(station.received) == 1, "the other passes")

    async def one_parked() -> bool:
        return len(await parked(empty_broker.url)) == 1

    await until(one_parked, "one is parked")
    assert len(station.times) == 2


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        (b"\xff\xfe not json", "event_unreadable"),
        (b"[]", "event_unreadable"),
        (
            b'{"type": "case.received", "version": 1, "content": {"text": "Anna"}}',
            "event_unreadable",
        ),
        (b'{"type": "case.received", "version": 99}', "event_version_unknown"),
    ],
)
async def test_a_broken_event_is_parked_without_quoting_it_and_the_queue_goes_on(
    stations: Stations, empty_broker: PrivateBroker, body: bytes, slug: str
) -> None:
    station = await stations()
    await raw(empty_broker.url, body)
    await station.publish(submission())

    await until(lambda: len(station.received) == 1, "the queue goes on")
    found: list[AbstractIncomingMessage] = []

    async def is_parked() -> bool:
        found[:] = found or await parked(empty_broker.url)
        return bool(found)

    await until(is_parked, "it is parked")
    assert found[0].body == body
    assert found[0].headers[headers.REASON] == slug
    assert "Anna" not in json.dumps(dict(found[0].headers), default=str)


async def test_an_unknown_type_is_acknowledged(
    stations: Stations, empty_broker: PrivateBroker
) -> None:
    station = await stations()
    await raw(empty_broker.url, b"{}", event_type="case.something-new")
    await station.publish(submission())

    await until(lambda: len(station.received) == 1, "the queue goes on")
    assert await parked(empty_broker.url) == []


async def test_a_burst_of_dead_letters_stops_the_handlers(
    stations: Stations, empty_broker: PrivateBroker
) -> None:
    station = await stations(dead_letter_limit=5, prefetch=2)
    station.error, station.failures = PermanentError("bad release"), 1000

    for _ in range(30):
        await station.publish(submission())

    await until(lambda: station.bus.dead_letters.reached, "the limit is reached")
    assert 5 <= len(station.times) <= 7
    station.bus.dead_letters._parked.clear()


async def test_what_no_queue_takes_is_an_error(stations: Stations) -> None:
    station = await stations()

    with pytest.raises(BusUnavailable):
        await station.bus.publish(as_message(OutboxEntry.of(submission())), "no.such-type")


async def test_handlers_finish_when_the_service_stops(stations: Stations) -> None:
    station = await stations()
    begun, finish = asyncio.Event(), asyncio.Event()
    done: list[CaseReceived] = []

    async def slow(event: CaseReceived) -> None:
        begun.set()
        await finish.wait()
        done.append(event)

    other = Bus(station.bus._settings, "workflow")
    Inbox(other, WORKFLOW_SUBMISSIONS).on(CaseReceived, slow)
    await station.bus.close()
    await other.run()
    await EventPublisher(other)(OutboxEntry.of(submission()))
    await begun.wait()

    closing = asyncio.create_task(other.close())
    finish.set()
    await closing

    assert len(done) == 1
