"""The service when parts of it fail, when it must forget, and who may read it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import aio_pika
import httpx
import pytest
from openapi_spec_validator import validate
from pymongo import AsyncMongoClient

from deploy.local.broker import PrivateBroker
from shared.bus.subscriptions import NOTIFICATIONS_CASES
from shared.events.vocabulary import Role
from shared.ids import new_id
from shared.settings import Settings
from tests.integration.notifications_support import (
    MailServer,
    Notifications,
    clock_at,
    erased,
    notifications,
    observing,
    registered,
)
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.service import bearer
from tests.support.submissions import MOMENT, submission
from tests.support.waiting import until

ADDRESS = "kund@post.example"
Start = Callable[..., AbstractAsyncContextManager[Notifications]]


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with MailServer() as server:
        yield server


@pytest.fixture
def settings(settings_for: Callable[..., Settings]) -> Settings:
    return settings_for()


@pytest.fixture
def start(
    empty_broker: PrivateBroker, settings: Settings, mail: MailServer, tmp_path: Path
) -> Start:
    """Starts copies, all on the same database."""

    def starting(copies: int = 1, **extra: str) -> Any:
        given = clock_at(MOMENT) | extra
        return notifications(tmp_path, settings, mail.port, copies=copies, extra=given)

    return starting


async def stored_text(settings: Settings) -> str:
    """Everything that the service has stored."""
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        settings.mongo_url.get_secret_value()
    )
    async with client:
        database = client[f"{settings.database_prefix}_notifications"]
        names = await database.list_collection_names()
        return str([await database[name].find().to_list() for name in names])


async def test_killed_between_the_250_and_the_mark_the_mail_goes_again_under_the_same_id(
    start: Start, mail: MailServer, empty_broker: PrivateBroker, tmp_path: Path
) -> None:
    flag = tmp_path / "kill-it"
    flag.touch()
    case = submission(email=ADDRESS)
    async with (
        observing(empty_broker.url) as observed,
        start(LYHORD_FAULT=f"mail.acknowledged:{flag}") as copy,
    ):
        await copy.tell(case, registered(case))
        await copy.copies[0].exited()
        assert len(mail.to(ADDRESS)) == 1
        assert observed.of(case) == []

        await copy.copies[0].start()
        await until(lambda: bool(observed.of(case, "notice.sent")), "it is told as sent")
        (notice,) = await copy.notices(case)

    assert len(mail.to(ADDRESS)) == 2
    assert len({letter["Message-ID"] for letter in mail.to(ADDRESS)}) == 1
    assert len(observed.of(case)) == 1
    assert notice["state"] == "sent"


async def test_mail_waits_for_a_mail_server_that_is_down(start: Start, mail: MailServer) -> None:
    await mail.stop()
    cases = [submission(email=f"kund-{number}@post.example") for number in range(8)]
    async with start() as copy:
        await copy.tell(*(event for case in cases for event in (case, registered(case))))

        async def tried() -> bool:
            notices = await copy.notices(cases[0])
            return bool(notices and notices[0]["attempts"])

        await until(tried, "the first has been tried")
        await copy.all_handled()
        async with httpx.AsyncClient(
            base_url=copy.copies[0].url, trust_env=False, verify=NO_AUTHORITIES
        ) as client:
            assert (await client.get("/health/ready")).status_code == 200

            async def shown() -> bool:
                return "lyhord_notices_waiting 8.0" in (await client.get("/metrics")).text

            await until(shown, "the waiting notices are shown")
        (first,) = await copy.notices(cases[0])
        assert first["state"] == "planned"
        assert first["attempts"][0]["result"] == "connection_refused"

        await mail.start()
        await until(lambda: len(mail.mails) == 8, "all have come")

        async def all_sent() -> bool:
            return all([await copy.has_notice(case, "sent") for case in cases])

        await until(all_sent, "all are marked")
    assert len(mail.mails) == 8


async def test_a_copy_that_is_told_to_stop_sends_what_it_has_in_hand(
    start: Start, mail: MailServer
) -> None:
    mail.gate.clear()
    cases = [submission(email=f"kund-{number}@post.example") for number in range(20)]
    async with start() as copy:
        await copy.tell(*(event for case in cases for event in (case, registered(case))))
        await copy.all_handled()
        stopping = asyncio.create_task(copy.copies[0].stop())
        await until(lambda: is_closed(copy), "it takes no more requests")
        assert mail.mails == []

        mail.gate.set()
        await stopping

    assert sorted(address for address, _ in mail.mails) == sorted(
        case.content.contact.email or "" for case in cases
    )


async def is_closed(copy: Notifications) -> bool:
    try:
        await copy.client.get(f"{copy.copies[0].url}/health/live")
    except httpx.TransportError:
        return True
    return False


async def test_erasure_destroys_the_contact_and_keeps_the_counts(
    start: Start, settings: Settings, empty_broker: PrivateBroker
) -> None:
    case = submission(email=ADDRESS)
    async with observing(empty_broker.url) as observed, start() as copy:
        await copy.tell(case, registered(case))
        await until(lambda: bool(observed.of(case, "notice.sent")), "it is acknowledged")
        assert ADDRESS in await stored_text(settings)

        await copy.tell(erased(case), erased(case))
        await copy.all_handled()
        await until(lambda: bool(observed.of(case, "case.erasure-done")), "it is told")
        assert ADDRESS not in await stored_text(settings)

        await copy.tell(case)
        await copy.all_handled()
        assert ADDRESS not in await stored_text(settings)
        assert [notice["state"] for notice in await copy.notices(case)] == ["sent"]
    told = [event["producer"] for event in observed.of(case, "case.erasure-done")]
    assert told.count("notifications") == 1


async def test_a_case_that_is_erased_before_it_came_is_never_kept(
    start: Start, settings: Settings, mail: MailServer, empty_broker: PrivateBroker
) -> None:
    case = submission(email=ADDRESS)
    async with observing(empty_broker.url) as observed, start() as copy:
        await copy.tell(erased(case))
        await until(lambda: bool(observed.of(case, "case.erasure-done")), "it is told")
        await copy.tell(case, registered(case))
        await copy.all_handled()
        assert await copy.notices(case) == []
    assert ADDRESS not in await stored_text(settings)
    assert mail.mails == []


async def test_erasure_withdraws_what_was_still_to_be_sent(
    start: Start, settings: Settings, mail: MailServer, empty_broker: PrivateBroker
) -> None:
    await mail.stop()
    case = submission(email=ADDRESS)
    async with observing(empty_broker.url) as observed, start() as copy:
        await copy.tell(case, registered(case))

        async def planned() -> bool:
            return await copy.has_notice(case, "planned")

        await until(planned, "the acknowledgement waits")
        await copy.tell(erased(case))
        await until(lambda: bool(observed.of(case, "case.erasure-done")), "it is told")
        (notice,) = await copy.notices(case)
    assert notice["state"] == "withdrawn"
    assert ADDRESS not in await stored_text(settings)


async def test_a_case_of_a_board_that_is_not_known_is_parked_and_others_pass(
    start: Start, mail: MailServer, empty_broker: PrivateBroker
) -> None:
    stray, case = submission(board="xx"), submission(email=ADDRESS)
    async with start() as copy:
        await copy.tell(stray, case, registered(case))
        await until(lambda: bool(mail.to(ADDRESS)), "the other case is acknowledged")
        await copy.all_handled()
        assert await copy.notices(stray) == []
    connection = await aio_pika.connect(empty_broker.url)
    async with connection:
        channel = await connection.channel()
        parked = await channel.get_queue(NOTIFICATIONS_CASES.dead_letter_queue)
        message = await parked.get()
    assert message is not None
    assert message.headers["x-lyhord-reason"] == "board_unknown"


async def test_only_staff_may_read_and_unknown_cases_are_not_found(start: Start) -> None:
    case = submission(email=ADDRESS)
    paths = (f"/cases/{case.case_id}/notices", f"/cases/{case.case_id}/deadlines", "/deadlines")
    async with start() as copy:
        await copy.tell(case)
        await copy.all_handled()
        base = str(copy.client.base_url)
        async with httpx.AsyncClient(
            base_url=base, trust_env=False, verify=NO_AUTHORITIES
        ) as client:
            for path in paths:
                assert (await client.get(path)).status_code == 401
                refused = await client.get(path, headers=bearer(Role.PARTNER))
                assert refused.status_code == 403
                assert refused.headers["content-type"] == "application/problem+json"
                for role in (Role.STAFF, Role.AUDITOR, Role.SERVICE):
                    allowed = await client.get(path, headers=bearer(role))
                    assert allowed.status_code == 200, (path, role)
                    assert ADDRESS not in allowed.text
        for path in ("notices", "deadlines"):
            unknown = await copy.client.get(f"/cases/{new_id()}/{path}")
            assert unknown.status_code == 404
            assert unknown.json()["type"] == "urn:lyhord:problem:not_found"
            assert (await copy.client.get(f"/cases/x/{path}")).status_code == 422
        document = (await copy.client.get(f"{copy.copies[0].url}/openapi.json")).json()
        validate(document)
        ready = await copy.client.get(f"{copy.copies[0].url}/health/ready")
        assert ready.json()["parts"]["texts"] == "ok"


async def test_logs_name_no_address(start: Start, mail: MailServer, tmp_path: Path) -> None:
    mail.at_rcpt = lambda _address, _count: f"550 5.1.1 <{ADDRESS}> unknown"
    case = submission(email=ADDRESS, text="Personalen kom inte.")
    async with start(LYHORD_LOG_LEVEL="debug") as copy:
        await copy.tell(case, registered(case))

        async def failed() -> bool:
            return await copy.has_notice(case, "failed")

        await until(failed, "it has failed")

    logs = await asyncio.to_thread(all_logs, tmp_path)
    assert "notice_finished" in logs
    assert ADDRESS not in logs
    assert "Personalen" not in logs


def all_logs(folder: Path) -> str:
    return "".join(log.read_text() for log in folder.glob("*/notifications.log"))
