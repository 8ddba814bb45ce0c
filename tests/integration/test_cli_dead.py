"""`lyhord dead` against a real broker."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aio_pika
import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.ports import LOOPBACK, free_ports
from shared.bus import headers
from shared.bus.connection import Bus
from shared.bus.inbox import Inbox
from shared.bus.subscriptions import (
    NOTIFICATIONS_CASES,
    REPORTING_FACTS,
    SUBSCRIPTIONS,
    WORKFLOW_SUBMISSIONS,
    Subscription,
)
from shared.errors import PermanentError
from shared.events.envelope import FactsEvent
from shared.events.submissions import CaseReceived
from shared.settings import Settings
from tests.integration.cli_command import Ended, lyhord
from tests.support.service import publish
from tests.support.submissions import submission
from tests.support.waiting import until

SECRET = "Hemlig berättelse om min mamma"


class RuleBroken(PermanentError):
    slug = "rule_broken"


class Station:
    """A service's queue, whose handler fails for good until it is mended."""

    def __init__(self, broker: PrivateBroker, settings: Settings) -> None:
        self.url = broker.url
        self.bus = Bus(settings, "reporting")
        self.mended = False
        self.handled: list[FactsEvent] = []
        Inbox(self.bus, REPORTING_FACTS).on(FactsEvent, self.handle, types=["case.received"])

    async def handle(self, event: FactsEvent) -> None:
        if not self.mended:
            raise RuleBroken("the board is unknown: add it to the organisation, then replay")
        self.handled.append(event)

    async def park(self, *events: CaseReceived) -> None:
        """Publish events that the handler fails on, and return once they are parked."""
        before = await length(self.url, REPORTING_FACTS.dead_letter_queue)
        await publish(self.url, *events)
        await until(
            lambda: self.holds(REPORTING_FACTS.dead_letter_queue, before + len(events)),
            "the messages are parked",
        )

    async def holds(self, queue: str, count: int) -> bool:
        return await length(self.url, queue) == count

    async def lyhord(self, *arguments: str, **settings: str) -> Ended:
        return await lyhord(*arguments, AMQP_URL=self.url, **settings)


async def length(url: str, queue: str) -> int:
    """Messages that wait in a queue and are not being looked at."""
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel()
        try:
            declared = await channel.declare_queue(queue, passive=True)
        except aio_pika.exceptions.ChannelNotFoundEntity:
            return 0
        return declared.declaration_result.message_count or 0


async def taken(url: str, queue: str) -> list[aio_pika.abc.AbstractIncomingMessage]:
    """All that waits in a queue, taken out of it."""
    connection = await aio_pika.connect(url)
    async with connection:
        source = await (await connection.channel()).get_queue(queue)
        found = []
        while message := await source.get(fail=False, no_ack=True):
            found.append(message)
        return found


async def throw_in(url: str, subscription: Subscription, message: aio_pika.Message) -> None:
    """Put a message straight into a dead-letter queue."""
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel()
        await channel.default_exchange.publish(message, routing_key=subscription.dead_letter_queue)


@pytest.fixture
async def station(
    empty_broker: PrivateBroker, settings_for: Callable[..., Settings]
) -> AsyncIterator[Station]:
    station = Station(empty_broker, settings_for())
    await station.bus.run()
    yield station
    await station.bus.close()


async def test_list_tells_of_each_message_why_it_is_parked(station: Station) -> None:
    case = submission(text=SECRET)
    await station.park(case)

    shown = await station.lyhord("dead", "list")
    read = await station.lyhord("dead", "list", "--json")

    assert shown.code == 0, shown.err
    for told in (
        "reporting.facts.v1: 1 parked",
        str(case.id),
        str(case.case_id),
        "case.received",
        "rule_broken",
        "the board is unknown: add it to the organisation, then replay",
    ):
        assert told in shown.out
    assert SECRET not in shown.out + read.out
    (queue,) = read.json
    (message,) = queue["messages"]
    assert message.pop("parked_at").startswith("20")
    assert message == {
        "id": str(case.id),
        "type": "case.received",
        "case_id": str(case.case_id),
        "reason": "rule_broken",
        "error": "the board is unknown: add it to the organisation, then replay",
        "attempts": 1,
    }


async def test_looking_takes_nothing_away_and_keeps_the_order(station: Station) -> None:
    cases = [submission() for _ in range(5)]
    for case in cases:
        await station.park(case)

    for _ in range(2):
        read = await station.lyhord("dead", "list", "--json")
        assert [each["id"] for each in read.json[0]["messages"]] == [str(e.id) for e in cases]
    limited = await station.lyhord("dead", "list", "--limit", "2")
    assert "… and 3 more" in limited.out
    assert await station.holds(REPORTING_FACTS.dead_letter_queue, 5)


async def test_nothing_parked_is_said(station: Station) -> None:
    shown = await station.lyhord("dead", "list")

    assert (shown.code, shown.out) == (0, "Nothing is parked.\n")


async def test_show_has_headers_and_event_but_not_its_content(station: Station) -> None:
    case = submission(text=SECRET, email="kund.hemlig@post.example", unit="hemvard")
    await station.park(case)

    shown = await station.lyhord("dead", "show", str(case.id))
    read = await station.lyhord("dead", "show", str(case.id), "--json")

    assert shown.code == 0
    for output in (shown.out, read.out):
        assert SECRET not in output
        assert "kund.hemlig" not in output
    (message,) = read.json
    assert message["headers"][headers.REASON] == "rule_broken"
    assert message["headers"][headers.ROUTING_KEY] == "case.received"
    assert message["event"]["facts"]["unit"] == "hemvard"
    assert "content" not in message["event"]


async def test_show_tells_only_the_faults_of_what_cannot_be_read(station: Station) -> None:
    case = submission(text=SECRET)
    body = json.loads(case.model_dump_json())
    body["facts"]["unit"] = [SECRET]
    body[SECRET] = SECRET
    message = aio_pika.Message(
        json.dumps(body).encode(), type="case.received", headers={"x-from-elsewhere": SECRET}
    )
    await throw_in(station.url, WORKFLOW_SUBMISSIONS, message)
    (listed,) = (await station.lyhord("dead", "list", "--json")).json

    shown = await station.lyhord("dead", "show", listed["messages"][0]["id"])

    assert shown.code == 0
    assert "Hemlig" not in shown.out
    assert "unreadable: facts.unit: string_type" in shown.out


async def test_replay_sends_a_message_back_to_its_own_queue_alone(station: Station) -> None:
    case, other = submission(), submission()
    await station.park(case)
    await station.park(other)
    # The same event also went to these; they had no trouble with it.
    await taken(station.url, WORKFLOW_SUBMISSIONS.queue)
    await taken(station.url, NOTIFICATIONS_CASES.queue)
    station.mended = True

    replayed = await station.lyhord("dead", "replay", str(case.id))

    assert replayed.code == 0, replayed.err
    assert f"sent back: {case.id} (case.received) of reporting.facts.v1" in replayed.out
    await until(lambda: [event.id for event in station.handled] == [case.id], "it is handled")
    assert await station.holds(REPORTING_FACTS.dead_letter_queue, 1)
    assert await station.holds(WORKFLOW_SUBMISSIONS.queue, 0)
    assert await station.holds(NOTIFICATIONS_CASES.queue, 0)


async def test_replayed_message_is_as_if_it_had_just_come(station: Station) -> None:
    case = submission()
    await station.park(case)
    await station.bus.close()

    await station.lyhord("dead", "replay", str(case.id))

    (message,) = await taken(station.url, REPORTING_FACTS.queue)
    assert json.loads(message.body) == json.loads(case.model_dump_json(exclude_none=True))
    assert message.message_id == str(case.id)
    assert message.type == "case.received"
    assert message.delivery_mode == aio_pika.DeliveryMode.PERSISTENT
    assert message.headers[headers.SUBJECT] == str(case.case_id)
    assert message.headers[headers.ROUTING_KEY] == "case.received"
    left = {headers.ATTEMPT, headers.REASON, headers.ERROR, headers.PARKED_AT, headers.HANDLER}
    assert left.isdisjoint(message.headers)


async def test_replay_of_a_whole_queue(station: Station) -> None:
    cases = [submission() for _ in range(7)]
    await station.park(*cases)
    station.mended = True

    replayed = await station.lyhord(
        "dead", "replay", "--queue", "reporting.facts.v1", "--all", "--json"
    )

    assert replayed.code == 0
    assert {each["id"] for each in replayed.json} == {str(case.id) for case in cases}
    await until(lambda: len(station.handled) == 7, "all are handled")
    assert await station.holds(REPORTING_FACTS.dead_letter_queue, 0)


async def test_replay_of_what_fails_again_ends(station: Station) -> None:
    await station.park(submission(), submission())

    replayed = await station.lyhord("dead", "replay", "--queue", "reporting.facts.v1", "--all")

    assert replayed.out.count("sent back") == 2
    await until(
        lambda: station.holds(REPORTING_FACTS.dead_letter_queue, 2), "both are parked again"
    )
    (queue,) = (await station.lyhord("dead", "list", "--json")).json
    assert [message["attempts"] for message in queue["messages"]] == [1, 1]


async def test_replay_killed_before_the_acknowledgement_leaves_two_and_never_none(
    station: Station, tmp_path: Path
) -> None:
    case = submission()
    await station.park(case)
    await station.bus.close()
    flag = tmp_path / "armed"
    flag.touch()

    killed = await station.lyhord("dead", "replay", str(case.id), FAULT=f"parking.replayed:{flag}")

    assert killed.code == -9
    await until(lambda: station.holds(REPORTING_FACTS.dead_letter_queue, 1), "it is still parked")
    (message,) = await taken(station.url, REPORTING_FACTS.queue)
    assert message.message_id == str(case.id)


async def test_message_whose_queue_is_gone_stays_parked(station: Station) -> None:
    case = submission()
    await station.park(case)
    await station.bus.close()
    connection = await aio_pika.connect(station.url)
    async with connection:
        await (await connection.channel()).queue_delete(REPORTING_FACTS.queue)

    replayed = await station.lyhord("dead", "replay", str(case.id))

    assert replayed.code == 1
    assert "stays parked" in replayed.err
    await until(lambda: station.holds(REPORTING_FACTS.dead_letter_queue, 1), "it is still parked")


async def test_discarded_message_is_gone_and_logged_with_the_reason(station: Station) -> None:
    case, other = submission(text=SECRET), submission()
    await station.park(case)
    await station.park(other)

    discarded = await station.lyhord(
        "dead", "discard", str(case.id), "--reason", "test event of the supplier"
    )

    assert discarded.code == 0
    (line,) = [json.loads(each) for each in discarded.err.splitlines()]
    assert line["event"] == "message_discarded"
    assert line["event_id"] == str(case.id)
    assert line["why"] == "test event of the supplier"
    assert SECRET not in discarded.err + discarded.out
    (queue,) = (await station.lyhord("dead", "list", "--json")).json
    assert [message["id"] for message in queue["messages"]] == [str(other.id)]


@pytest.mark.parametrize("command", [["show"], ["replay"], ["discard", "--reason", "not needed"]])
async def test_message_that_is_not_there_is_said(station: Station, command: list[str]) -> None:
    answered = await station.lyhord("dead", *command, "0192-unknown")

    assert answered.code == 1
    assert "No message 0192-unknown is parked" in answered.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["replay"], "Give an ID, or --queue Q together with --all"),
        (["replay", "--all"], "Give an ID, or --queue Q together with --all"),
        (["replay", "some-id", "--all", "--queue", "reporting.facts.v1"], "Give an ID"),
        (["list", "--queue", "reporting"], "Use one of intake.progress.v1"),
        (["discard", "some-id"], "--reason"),
        (["discard", "some-id", "--reason", "  "], "Say with --reason"),
    ],
)
async def test_wrong_use_says_what_is_right(arguments: list[str], told: str) -> None:
    answered = await lyhord("dead", *arguments)

    assert answered.code == 2
    assert told in answered.err


async def test_broker_that_does_not_answer_is_said_without_its_password() -> None:
    (port,) = free_ports(1)

    answered = await lyhord("dead", "list", AMQP_URL=f"amqp://lyhord:hush@{LOOPBACK}:{port}/")

    assert answered.code == 3
    assert f"The broker at {LOOPBACK}:{port} does not answer" in answered.err
    assert "hush" not in answered.err + answered.out


async def test_broker_that_is_not_ours_is_said(empty_broker: PrivateBroker) -> None:
    answered = await lyhord("dead", "list", AMQP_URL=empty_broker.url)

    assert answered.code == 1
    assert "Check LYHORD_AMQP_URL" in answered.err


async def test_every_queue_is_looked_through(station: Station) -> None:
    messages: dict[str, Any] = {
        each.queue: aio_pika.Message(b"{}", message_id=f"of-{each.queue}", type="odd.type")
        for each in SUBSCRIPTIONS
    }
    await asyncio.gather(
        *(throw_in(station.url, each, messages[each.queue]) for each in SUBSCRIPTIONS)
    )

    listed = await station.lyhord("dead", "list", "--json")
    one = await station.lyhord("dead", "list", "--json", "--queue", WORKFLOW_SUBMISSIONS.queue)

    assert {each["queue"]: each["messages"][0]["id"] for each in listed.json} == {
        queue: f"of-{queue}" for queue in messages
    }
    assert [each["queue"] for each in one.json] == [WORKFLOW_SUBMISSIONS.queue]
