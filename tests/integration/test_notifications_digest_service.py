"""A day's digest by real processes and a real mail server, with a kill -9 in the worst place."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.local.broker import PrivateBroker
from shared.events.envelope import Event
from shared.events.notices import NoticeKind
from shared.events.vocabulary import Acknowledgement
from shared.settings import Settings
from tests.integration.notifications_support import (
    MailServer,
    Notifications,
    clock_at,
    notifications,
    observing,
    registered,
)
from tests.support.submissions import MOMENT, submission
from tests.support.waiting import until

MANAGER = "enhetschef.feriejobb@exempelkommun.example"
COORDINATOR = "samordnare.an@exempelkommun.example"
LATE = datetime(2026, 3, 17, 9, tzinfo=UTC)
MORNING = datetime(2026, 3, 18, 6, 10, 1, tzinfo=UTC)
"""Ten past seven, Swedish time."""


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with MailServer() as server:
        yield server


async def reminders(copies: Notifications, case: Event) -> list[dict[str, Any]]:
    """Those to staff; the complainant cannot be told that it takes longer."""
    return [each for each in await copies.notices(case) if each["kind"] == NoticeKind.REMINDER]


async def test_killed_after_the_250_the_same_digest_goes_again_and_all_is_told_once(
    settings_for: Callable[..., Settings],
    empty_broker: PrivateBroker,
    mail: MailServer,
    tmp_path: Path,
) -> None:
    settings = settings_for()
    cases = [
        submission(
            board="an",
            unit="feriejobb",
            email=None,
            acknowledgement=Acknowledgement.ORAL,
            assigned_at=MOMENT,
        )
        for _ in range(3)
    ]
    async with (
        observing(empty_broker.url) as observed,
        notifications(tmp_path, settings, mail.port, copies=2, extra=clock_at(LATE)) as copies,
    ):
        await copies.tell(*cases)
        # An acknowledgement may wait for a number that was there before its case: two minutes.
        await copies.all_handled()
        await copies.tell(*(registered(case) for case in cases))

        async def planned() -> bool:
            notices = [await reminders(copies, case) for case in cases]
            return [len(each) for each in notices] == [2, 2, 2]

        await until(planned, "each case has a reminder for both")
        await until(
            lambda: all(observed.of(case, "deadline.breached") for case in cases),
            "the breaches are told",
        )
    assert mail.mails == [], "the board wants its mail once a day"

    flag = tmp_path / "kill-it"
    flag.touch()
    # Not before the process is ready: it would be killed while that is waited for.
    mail.gate.clear()
    extra = {
        **clock_at(MORNING),
        "LYHORD_FAULT": f"mail.acknowledged:{flag}",
        "LYHORD_NOTICE_LEASE": "10",
    }
    async with (
        observing(empty_broker.url) as observed,
        notifications(tmp_path, settings, mail.port, extra=extra) as copies,
    ):
        mail.gate.set()
        await copies.copies[0].exited()
        assert mail.mails, "the server has at least one of the two"
        assert [observed.of(case, "notice.sent") for case in cases] == [[], [], []]

        await copies.copies[0].start()
        await until(
            lambda: [len(observed.of(case, "notice.sent")) for case in cases] == [2, 2, 2],
            "each reminder is told as sent",
        )
        notices = [notice for case in cases for notice in await reminders(copies, case)]

    assert {notice["state"] for notice in notices} == {"sent"}
    assert len({notice["told_in"] for notice in notices}) == 2, (
        "the manager's and the coordinator's"
    )
    for address in (MANAGER, COORDINATOR):
        letters = mail.to(address)
        assert len({letter["Message-ID"] for letter in letters}) == 1
        plain = [letter.get_body(("plain",)) for letter in letters]
        texts = {each.get_content() for each in plain if each is not None}
        assert len(texts) == 1, "the same mail"
        (text,) = texts
        assert all(str(registered(case).facts.diary_number) in text for case in cases)
    assert len(mail.mails) > 2, "one of them went again"
    assert {recipient for recipient, _ in mail.mails} == {MANAGER, COORDINATOR}
