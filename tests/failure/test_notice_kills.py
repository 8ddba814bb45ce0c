"""Three copies of notifications, killed at random, with a mail server that refuses a third.

Every notice comes to an end that is told once: it is in the catcher, or it says why not. Twice in
the catcher is only what a kill caught between the server's 250 and the mark, under one Message-ID.
"""

import secrets
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from shared.events.submissions import CaseReceived
from shared.settings import Settings
from tests.integration.notifications_support import (
    OK,
    MailServer,
    Notifications,
    Observed,
    clock_at,
    notifications,
    observing,
    registered,
)
from tests.support.foundation import Foundation
from tests.support.submissions import MOMENT, submission
from tests.support.waiting import until

pytestmark = pytest.mark.failure

CASES = 240
COPIES = 3
KILLS = 6
PUT_OFF = 2
"""Times that a mail is put off before it is taken."""
GONE = "550 5.1.1 No such mailbox"
LATER = "451 4.7.1 Come again"


@dataclass
class Whims:
    """Of six recipients one does not exist, and one is put off a few times."""

    asked: Counter[str] = field(default_factory=Counter)

    def answer(self, address: str, _count: int) -> str:
        self.asked[address] += 1
        if address.startswith("saknas"):
            return GONE
        return LATER if address.startswith("gra") and self.asked[address] <= PUT_OFF else OK


NAMES = ("kund", "saknas", "kund", "gra", "kund", "kund")


@pytest.fixture
async def observed(empty_broker: Foundation) -> AsyncIterator[Observed]:
    async with observing(empty_broker.url) as collected:
        yield collected


@pytest.fixture
def seed() -> int:
    """Another one each time; a test that fails shows it."""
    return secrets.randbelow(10**6)


def cases() -> dict[str, CaseReceived]:
    """By the address of their complainant."""
    addresses = [f"{NAMES[number % 6]}-{number}@post.example" for number in range(CASES)]
    return {address: submission(email=address) for address in addresses}


async def test_every_notice_comes_to_one_end_however_often_copies_are_killed(
    tmp_path: Path,
    settings_for: Callable[..., Settings],
    observed: Observed,
    seed: int,
) -> None:
    whims = Whims()
    by_address = cases()
    # At a time when nothing else is to be told of the cases.
    extra = {"LYHORD_NOTICE_LEASE": "1", **clock_at(MOMENT)}
    async with (
        MailServer(at_rcpt=whims.answer) as server,
        notifications(tmp_path, settings_for(), server.port, copies=COPIES, extra=extra) as running,
    ):
        await killed_under_load(running, server, list(by_address.values()), Random(seed))

        await until(lambda: len(ends(observed)) == CASES, "every notice has come to an end")
        states = {address: await only_notice(running, case) for address, case in by_address.items()}

    assert {address: state["state"] for address, state in states.items()} == {
        address: "failed" if address.startswith("saknas") else "sent" for address in by_address
    }
    assert {state["reason"] for state in states.values()} == {None, "address_refused"}
    assert_events_are_told_once(observed, by_address)
    assert_mails_are_there_once_or_under_one_id(server, states)


async def killed_under_load(
    running: Notifications, server: MailServer, waiting: list[CaseReceived], chance: Random
) -> None:
    """Each time some mails of the next group are under way, one of the copies."""
    size = len(waiting) // KILLS
    for start in range(0, len(waiting), size):
        group = waiting[start : start + size]
        wanted = server.asked + chance.randint(1, size // 2)
        await running.tell(*group, *(registered(case) for case in group))
        await until(lambda wanted=wanted: server.asked >= wanted, "mails are under way")  # type: ignore[misc]
        copy = running.copies[chance.randrange(COPIES)]
        await copy.kill()
        await copy.start()
        await copy.ready()


async def only_notice(running: Notifications, case: CaseReceived) -> dict[str, Any]:
    (notice,) = await running.notices(case)
    return notice


def ends(observed: Observed) -> dict[str, set[str]]:
    """What was told of each notice, by its id."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    for event in observed.events:
        if event["type"] in ("notice.sent", "notice.failed"):
            told[event["detail"]["notice"]].add(event["type"])
    return told


def assert_events_are_told_once(observed: Observed, by_address: dict[str, CaseReceived]) -> None:
    """Published again after a kill, an event has its id again: whoever reads it knows it."""
    by_id = {event["id"]: event for event in observed.events}
    for address, case in by_address.items():
        told = [
            (event["type"], event["detail"].get("reason"))
            for event in by_id.values()
            if event["case_id"] == str(case.case_id) and event["type"].startswith("notice.")
        ]
        gone = address.startswith("saknas")
        assert told == [("notice.failed", "address_refused") if gone else ("notice.sent", None)], (
            address
        )


def assert_mails_are_there_once_or_under_one_id(server: MailServer, states: dict[str, Any]) -> None:
    caught: defaultdict[str, list[str]] = defaultdict(list)
    for address, mail in server.mails:
        caught[address].append(mail["Message-ID"])
    reached = {address for address, state in states.items() if state["state"] == "sent"}
    assert set(caught) == reached
    for address, ids in caught.items():
        assert len(set(ids)) == 1, f"{address} got two mails that are not one"
        assert states[address]["id"] in ids[0]
    again = sum(len(ids) - 1 for ids in caught.values())
    # A copy has four connections: no more mails can be between the 250 and their mark.
    assert again <= KILLS * 4
