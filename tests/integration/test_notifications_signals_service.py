"""A night's signals by real processes, broker, store and mail server, with kills."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.local.broker import PrivateBroker
from shared.events.vocabulary import Role
from shared.settings import Settings
from tests.integration.notifications_support import (
    MailServer,
    Notifications,
    clock_at,
    notifications,
)
from tests.support.raised import RAISED_AT, raised
from tests.support.service import bearer
from tests.support.waiting import until

MANAGER = "enhetschef.feriejobb@exempelkommun.example"
QUALITY = "kvalitet.an@exempelkommun.example"
MORNING = datetime.fromisoformat("2026-03-17T06:10:01+00:00")
"""Ten past seven, Swedish time."""
PAGES = "https://statistik.exempelkommun.example"
COUNT = 30


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with MailServer() as server:
        yield server


async def signals_told(copies: Notifications) -> list[dict[str, Any]]:
    """As the API shows them to whoever sees to quality in the board."""
    client, url = copies.client, copies.copies[0].url
    answer = await client.get(
        f"{url}/api/v1/notices",
        params={"board": "an", "limit": 100},
        headers=bearer(Role.QUALITY),
    )
    return [each for each in answer.json()["items"] if each["kind"] == "signal"]


async def test_thirty_told_twice_to_two_copies_are_one_mail_each_though_they_are_killed(
    settings_for: Callable[..., Settings],
    empty_broker: PrivateBroker,
    mail: MailServer,
    tmp_path: Path,
) -> None:
    assert empty_broker.url
    settings = settings_for()
    events = [raised("rise", "feriejobb", "an") for _ in range(COUNT)]
    at_night = {**clock_at(RAISED_AT), "LYHORD_REPORTING_PAGES_URL": PAGES}
    async with notifications(tmp_path, settings, mail.port, copies=2, extra=at_night) as copies:
        await copies.tell(*events)

        async def under_way() -> bool:
            return bool(await signals_told(copies))

        await until(under_way, "some are planned")
        await copies.copies[1].kill()
        await copies.copies[1].start()
        await copies.copies[1].ready()
        await copies.tell(*events)

        async def planned() -> bool:
            return len(await signals_told(copies)) == 2 * COUNT

        await until(planned, "each is planned for both")
        waiting = await signals_told(copies)
    assert mail.mails == []
    assert {each["state"] for each in waiting} == {"planned"}
    assert {each["recipient_role"] for each in waiting} == {"manager", "quality"}

    flag = tmp_path / "kill-it"
    flag.touch()
    mail.gate.clear()
    extra = {
        **clock_at(MORNING),
        "LYHORD_REPORTING_PAGES_URL": PAGES,
        "LYHORD_FAULT": f"mail.acknowledged:{flag}",
        "LYHORD_NOTICE_LEASE": "10",
    }
    async with notifications(tmp_path, settings, mail.port, extra=extra) as copies:
        mail.gate.set()
        await copies.copies[0].exited()
        assert mail.mails, "the server has at least one of the two"
        await copies.copies[0].start()
        await copies.copies[0].ready()

        async def sent() -> bool:
            return {each["state"] for each in await signals_told(copies)} == {"sent"}

        await until(sent, "every notice is marked")
        told = await signals_told(copies)

    assert len({each["id"] for each in told}) == len(told) == 2 * COUNT
    assert len({each["told_in"] for each in told}) == 2
    assert {recipient for recipient, _ in mail.mails} == {MANAGER, QUALITY}
    for address in (MANAGER, QUALITY):
        letters = mail.to(address)
        assert len({letter["Message-ID"] for letter in letters}) == 1
        plain = [letter.get_body(("plain",)) for letter in letters]
        texts = {each.get_content() for each in plain if each is not None}
        assert len(texts) == 1, "the same mail"
        (text,) = texts
        assert all(f"{PAGES}/signaler/{event.case_id}" in text for event in events)
        assert letters[0]["Subject"].endswith(f": {COUNT} signaler")
