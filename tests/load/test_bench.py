"""The bench's pieces do their work; what they measure is never tested."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.load import sample
from tests.load.bare.order import Way
from tests.load.bare_line import bare_line
from tests.load.completion import Completion, Mark, Stalled
from tests.load.figures import figures
from tests.load.ground import Choice, Ground
from tests.load.line import Line
from tests.load.looking import looks
from tests.load.mail_lines import (
    Amount,
    imap_line,
    mail_floor_line,
    only_intake,
    smtp_line,
)
from tests.load.product import Product
from tests.load.product_line import ACKNOWLEDGED, product_line
from tests.load.ratios import ratios
from tests.load.report import look_row, ratio_table, row, tick_row
from tests.load.rounds import Kind
from tests.load.ticking import ticks
from tests.support.dovecot import Dovecot

CASES = 20


@pytest.fixture(scope="module")
async def ground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    async with Ground(tmp_path_factory.mktemp("bench"), Choice()) as each:
        yield each


def line(name: str, complete: float, concurrency: int = 20) -> Line:
    return Line(
        name=name,
        cases=CASES,
        concurrency=concurrency,
        accepted=complete * 2,
        complete=complete,
        accept_median_ms=10.0,
        accept_p99_ms=20.0,
        services_cpu_ms={"intake": 1.0, "workflow": 2.0},
        broker_cpu_ms=1.0,
        store_cpu_ms=4.0,
    )


@pytest.mark.parametrize("way", ["one_at_a_time", "batched"])
async def test_bare_journey_completes_and_leaves_nothing_in_the_store(
    ground: Ground, way: Way
) -> None:
    measured = await bare_line(way, way, ground, cases=CASES, warm_up=CASES, concurrency=8)

    assert measured.cases == CASES
    assert 0 < measured.complete <= measured.accepted
    assert 0 < measured.accept_median_ms <= measured.accept_p99_ms
    assert [name for name in await ground.client.list_database_names() if "bench" in name] == []


async def test_product_goes_the_whole_way(ground: Ground) -> None:
    async with Product(ground, "product") as product:
        measured = await product_line(
            "product", ACKNOWLEDGED, ground, product, cases=CASES, warm_up=CASES, concurrency=8
        )
        cases = ground.client[product.database("workflow")]["cases"]
        acknowledged = await cases.count_documents({"facts.acknowledgement": "sent"})

    assert measured.cases == CASES
    assert 0 < measured.complete <= measured.accepted
    assert acknowledged == 2 * CASES


async def test_mails_become_cases_by_smtp_and_out_of_a_mailbox(ground: Ground) -> None:
    amount = Amount(CASES, CASES, 8)
    floor = await mail_floor_line(Kind.MAIL_FLOOR, ground, amount)
    async with Dovecot() as server, only_intake(ground, "mails", server) as product:
        smtp = await smtp_line(Kind.MAILS_SMTP, ground, product, amount)
        imap = await imap_line(Kind.MAILS_IMAP, ground, product, server, amount)
        stored = ground.client[product.database("intake")]
        cases = await stored["submissions"].count_documents({"facts.channel": "email"})
        files = await stored["attachments"].count_documents({})

    for measured in (floor, smtp, imap):
        assert measured.cases == CASES
        assert measured.complete > 0
        assert 0 < measured.accept_median_ms <= measured.accept_p99_ms
    assert cases == 4 * CASES
    assert files == 4 * CASES // 10


async def test_looking_asks_every_question_of_both_stores(ground: Ground) -> None:
    seen = [look async for look in looks(ground, CASES, rounds=1)]

    assert [look.name for look in seen] == [look.name for look in seen[: len(seen) // 2]] * 2
    assert {(look.large.cases, look.large.desk) for look in seen} == {(20, 5), (65, 50)}
    assert all(look.small_ms > 0 and look.large_ms > 0 for look in seen)
    assert look_row(seen[0]).startswith("work list, open")


async def test_a_look_of_the_scheduler_is_timed_at_both_stores(ground: Ground) -> None:
    (tick,) = [tick async for tick in ticks(ground, 60, due=5, rounds=2)]

    assert (tick.due, tick.small, tick.large) == (5, 60, 60)
    assert tick.small_ms > 0
    assert tick.large_ms > 0
    assert tick_row(tick).split()[:3] == ["deadlines", "due", "5"]


async def test_figures_are_asked_for_at_both_sizes(ground: Ground) -> None:
    said: list[str] = []

    seen = [look async for look in figures(ground, CASES, said.append, rounds=1)]

    assert said[0].startswith("20 cases are a table of")
    assert said[1].startswith("20 cases read from the store in")
    assert {(look.small.cases, look.large.cases) for look in seen} == {(20, 20)}
    assert all(look.small_ms > 0 and look.large_ms > 0 for look in seen)


async def test_cases_that_do_not_become_complete_are_told_of(ground: Ground) -> None:
    facts = ground.client["stalled"]["facts"]
    await facts.insert_many([{"_id": "one", "seq": 2}, {"_id": "two", "seq": 1}])
    marks = [Mark("stalled", "facts", where={"seq": {"$gte": 2}})]

    with pytest.raises(Stalled, match="1 of 2 cases are complete"):
        await Completion(ground.client, marks, patience_seconds=0.2).reached(["one", "two"], 2)


def test_bare_journey_carries_payloads_of_the_product_s_size() -> None:
    facts = json.dumps(sample.registered()["facts"])
    words = sample.received()["content"]["text"]

    assert 600 <= len(facts) <= 1200
    assert 450 <= len(words) <= 600
    assert json.loads(sample.posted(0, None))["text"] == words


def test_bare_journey_imports_nothing_of_the_product() -> None:
    sources = [file.read_text() for file in (Path(__file__).parent / "bare").glob("*.py")]

    imported = [
        text
        for source in sources
        for text in source.splitlines()
        if text.startswith(("from shared", "from services", "import shared", "import services"))
    ]
    assert len(sources) > 5
    assert imported == []


def test_ratios_hold_the_product_against_the_floors_around_it_and_its_own_limit() -> None:
    rounds = [
        [
            line(Kind.FLOOR, 80),
            line(Kind.REGISTERED, 150),
            line(Kind.BATCHED, 200),
            line(Kind.BATCHED, 300, concurrency=100),
            line(Kind.FLOOR, 120),
        ],
        [
            line(Kind.FLOOR, 100),
            line(Kind.REGISTERED, 100),
            line(Kind.BATCHED, 400),
            line(Kind.MAIL_FLOOR, 500),
            line(Kind.MAILS_SMTP, 250),
        ],
    ]

    found = {(each.line, each.to, each.concurrency): each for each in ratios(rounds)}

    assert found[Kind.REGISTERED, Kind.FLOOR, 20].rounds == (1.5, 1.0)
    assert found[Kind.REGISTERED, Kind.FLOOR, 20].median == 1.25
    assert found[Kind.REGISTERED, Kind.BATCHED, 20].rounds == (0.75, 0.25)
    assert found[Kind.BATCHED, Kind.FLOOR, 100].rounds == (3.0,)
    assert found[Kind.MAILS_SMTP, Kind.MAIL_FLOOR, 20].rounds == (0.5,)
    assert (Kind.MAILS_SMTP, Kind.FLOOR, 20) not in found
    assert "registered   / floor" in ratio_table(found.values())


def test_row_shows_the_processor_time_of_the_services_together() -> None:
    assert row(line(Kind.FLOOR, 80)).split()[:7] == ["floor", "20", "160", "80", "10", "20", "3.00"]
