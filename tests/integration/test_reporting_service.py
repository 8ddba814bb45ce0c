"""Reporting as the others see it: real processes, by the bus and by HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aio_pika
import httpx
import pytest
from pymongo import AsyncMongoClient

from deploy.local.broker import PrivateBroker
from deploy.local.http_part import HttpPart
from services.reporting.figures.dimensions import Dimension
from shared.bus.publishing import as_message
from shared.bus.subscriptions import (
    EXCHANGE,
    NOTIFICATIONS_CASES,
    REPORTING_FACTS,
    WORKFLOW_NOTICES,
)
from shared.clock import SystemClock, local_date
from shared.events.envelope import Event
from shared.events.submissions import Address, ReceivedContent
from shared.events.vocabulary import Channel, Kind, Role, Status
from shared.settings import Settings
from shared.store.outbox import OutboxEntry
from tests.integration.reporting_cases import erased, investigating
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.service import bearer, publish, service_process
from tests.support.submissions import MOMENT, submission
from tests.support.waiting import until


@dataclass(frozen=True)
class Reporting:
    """Two copies of the service, which share one queue and one database."""

    clients: tuple[httpx.AsyncClient, httpx.AsyncClient]
    broker_url: str
    settings: Settings
    logs: tuple[Path, ...]

    @property
    def client(self) -> httpx.AsyncClient:
        return self.clients[0]

    async def publish(self, *events: Event) -> None:
        await publish(self.broker_url, *events)

    async def facts(self, event: Event) -> dict[str, Any]:
        answer = await self.client.get(f"/cases/{event.case_id}/facts")
        return dict(answer.json()) if answer.is_success else {}

    async def statistics(self, **asked: Any) -> dict[str, Any]:
        answer = await self.client.get("/statistics", params=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def at(self, event: Event, seq: int) -> None:
        """Return once the case is counted at `seq`."""

        async def is_there() -> bool:
            return (await self.facts(event)).get("seq") == seq

        await until(is_there, f"the case is counted at {seq}")


@pytest.fixture
async def reporting(
    empty_broker: PrivateBroker,
    settings_for: Callable[..., Settings],
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Reporting]:
    settings = settings_for()
    folders = [tmp_path_factory.mktemp("reporting") for _ in range(2)]
    parts = [service_process("reporting", folder, settings) for folder in folders]
    clients = [_client(part) for part in parts]
    try:
        await asyncio.gather(*(part.start() for part in parts))
        await asyncio.gather(*(part.ready() for part in parts))
        yield Reporting(
            clients=(clients[0], clients[1]),
            broker_url=empty_broker.url,
            settings=settings,
            logs=tuple(folder / "reporting.log" for folder in folders),
        )
    finally:
        await asyncio.gather(*(client.aclose() for client in clients))
        await asyncio.gather(*(part.stop() for part in parts))


def _client(part: HttpPart) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=f"{part.url}/api/v1",
        headers=bearer(Role.QUALITY),
        trust_env=False,
        verify=NO_AUTHORITIES,
        timeout=60,
    )


async def test_same_figures_whatever_order_events_come_in_and_however_often(
    reporting: Reporting,
) -> None:
    units = (None, "hemvard", "hemvard-norr")
    histories = []
    for number in range(30):
        first = submission(
            board="von",
            unit=units[number % 3],
            kind=list(Kind)[number % 5],
            channel=list(Channel)[number % 4],
        )
        second = investigating(first, status=Status.INVESTIGATING)
        third = investigating(second, status=Status.ANSWERED, severity=1 + number % 4)
        histories.append([first, second, third])
    in_order = [event for history in histories[:10] for event in history]
    reversed_order = [event for history in histories[10:20] for event in reversed(history)]
    doubled = [event for history in histories[20:] for event in [*history, *reversed(history)]]

    await asyncio.gather(
        reporting.publish(*in_order),
        reporting.publish(*reversed_order),
        reporting.publish(*doubled),
    )
    for history in histories:
        await reporting.at(history[2], 3)

    for history in histories:
        facts = await reporting.facts(history[2])
        assert facts["facts"] == history[2].facts.model_dump(mode="json")
        assert facts["counted_at"] > MOMENT.isoformat()
    asked = {"group_by": "unit,kind,severity"}
    figures = [
        (await client.get("/statistics", params=asked)).json() for client in reporting.clients
    ]
    assert figures[0] == figures[1]
    assert figures[0]["total"] == 30
    assert sum(row["count"] for row in figures[0]["rows"]) == 30
    for dimension in Dimension:
        rows = (await reporting.statistics(group_by=dimension))["rows"]
        assert sum(row["count"] for row in rows) == 30
        assert all(set(row) == {dimension, "count"} for row in rows)
    below = await reporting.statistics(unit="hemvard", board="von")
    assert below["rows"] == [{"count": 20}]


SECRETS = ("Hemlig berättelse om min mamma", "kund.hemlig@post.example", "070-555 01 99")


async def test_nothing_of_the_content_is_left_anywhere(reporting: Reporting) -> None:
    text, email, phone = SECRETS
    case = submission(text=text, email=email)
    content = ReceivedContent(
        text=text, subject=text, contact=Address(name=text, email=email, phone=phone)
    )
    case = case.model_copy(update={"content": content})

    await reporting.publish(case)
    # One that cannot be read is parked whole; what is told of it must be silent too.
    await _publish_broken(reporting.broker_url, case, text)
    await reporting.at(case, 1)

    await until(lambda: _logged(reporting, "message_parked"), "the broken one is parked")
    stored = await _everything_stored(reporting.settings)
    assert str(case.case_id) in stored
    written = stored + "".join(log.read_text() for log in reporting.logs)
    answered = json.dumps(await reporting.facts(case), ensure_ascii=False)
    for secret in SECRETS:
        assert secret not in written
        assert secret not in answered
    for error in await _parked_reasons(reporting.broker_url):
        assert not any(secret in error for secret in SECRETS)


async def _publish_broken(url: str, case: Event, secret: str) -> None:
    message = as_message(OutboxEntry.of(case))
    body = json.loads(message.body)
    body["facts"]["severity"] = secret
    message.body = json.dumps(body, ensure_ascii=False).encode()
    connection = await aio_pika.connect(url)
    async with connection:
        exchange = await (await connection.channel()).get_exchange(EXCHANGE)
        await exchange.publish(message, case.type)


def _logged(reporting: Reporting, event: str) -> bool:
    return any(event in log.read_text() for log in reporting.logs)


async def _everything_stored(settings: Settings) -> str:
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        settings.mongo_url.get_secret_value()
    )
    database = client[f"{settings.database_prefix}_reporting"]
    found = [
        str(document)
        for name in await database.list_collection_names()
        async for document in database[name].find({})
    ]
    await client.close()
    return "\n".join(found)


async def _parked_reasons(url: str) -> list[str]:
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.get_queue(REPORTING_FACTS.dead_letter_queue)
        message = await queue.get()
        assert message is not None
        return [str(value) for value in message.headers.values()]


async def test_order_to_erase_is_answered_and_the_facts_stay(reporting: Reporting) -> None:
    case = submission()
    order = erased(case)

    await reporting.publish(case, order, order)
    await reporting.at(order, 2)

    connection = await aio_pika.connect(reporting.broker_url)
    async with connection:
        queue = await (await connection.channel()).get_queue(WORKFLOW_NOTICES.queue)
        answers: list[dict[str, Any]] = []

        async def answered() -> bool:
            while message := await queue.get(fail=False, no_ack=True):
                answer = json.loads(message.body)
                if answer["producer"] == "reporting":
                    answers.append(answer)
            return bool(answers)

        await until(answered, "the order is answered")
    assert {answer["id"] for answer in answers} == {answers[0]["id"]}
    assert answers[0]["type"] == "case.erasure-done"
    assert answers[0]["case_id"] == str(case.case_id)
    assert answers[0]["causation_id"] == str(order.id)
    assert answers[0]["detail"] == {"service": "reporting"}
    assert (await reporting.statistics())["total"] == 1


async def test_two_copies_raise_a_signal_once_on_the_bus(reporting: Reporting) -> None:
    today = local_date(SystemClock().now())
    fallen_silent = [today - timedelta(days=200 + 7 * week) for week in range(70)]
    going_on = [today - timedelta(days=7 * week) for week in range(100)]
    cases = [
        submission(board="von", unit=unit, received_on=day)
        for unit, days in (("hemvard-norr", fallen_silent), ("hemvard-soder", going_on))
        for day in days
    ]
    await reporting.publish(*cases)

    async def counted() -> bool:
        return bool((await reporting.statistics())["total"] == len(cases))

    await until(counted, "every case is counted")
    await asyncio.gather(*(client.post("/signals/reckonings") for client in reporting.clients * 2))
    asked = {"unit": "hemvard-norr", "kind": "silent"}
    (signal,) = (await reporting.client.get("/signals", params=asked)).json()["items"]
    total = (await reporting.client.get("/signals")).json()["total"]

    connection = await aio_pika.connect(reporting.broker_url)
    async with connection:
        queue = await (await connection.channel()).get_queue(NOTIFICATIONS_CASES.queue)
        raised: list[dict[str, Any]] = []

        async def all_came() -> bool:
            while message := await queue.get(fail=False, no_ack=True):
                if message.type == "signal.raised":
                    raised.append(json.loads(message.body))
            return bool(len(raised) >= total)

        await until(all_came, "every signal is on the bus")
        await reporting.client.post("/signals/reckonings")
        await all_came()
    assert len(raised) == total
    assert len({event["id"] for event in raised}) == len(raised)
    (told,) = [event for event in raised if event["detail"]["signal"] == signal["id"]]
    assert told["detail"]["kind"] == "silent"
    assert told["detail"]["unit"] == "hemvard-norr"
    assert told["producer"] == "reporting"
