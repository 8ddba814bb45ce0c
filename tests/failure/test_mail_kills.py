"""kill -9 of intake while mails come in by IMAP and by SMTP: none is lost, none counts twice."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import aiosmtplib
import pytest

from deploy.local.ports import LOOPBACK
from shared.settings import Settings
from tests.integration.intake_process import INBOX, IntakeProcess, intake_process, settings_on
from tests.integration.mailboxes import on, watching
from tests.support.correspondence import Letter, assert_each_taken_once, correspondence
from tests.support.dovecot import DONE, Dovecot
from tests.support.foundation import Foundation
from tests.support.waiting import until

pytestmark = pytest.mark.failure

LARGE = 3_000_000
"""Bytes: fetched in several pieces."""

PLACES = ("imap.piece", "mail.stored", "imap.taken")


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[Dovecot]:
    async with Dovecot() as running:
        yield running


@pytest.fixture
def settings(broker: Foundation, store: Foundation) -> Settings:
    return settings_on(broker.url, store.url)


def flat(groups: Sequence[Sequence[Letter]]) -> list[Letter]:
    return [letter for group in groups for letter in group]


async def dead(intake: IntakeProcess) -> None:
    await until(lambda: intake.part.pid is None, "the process is dead")


async def moved(server: Dovecot, user: str, count: int) -> None:
    await until(lambda: len(server.mails(DONE, user)) >= count, "some are moved")


async def delivered(sent: Sequence[Letter], count: int) -> None:
    await until(lambda: len(sent) >= count, "some are delivered")


async def started_again(intake: IntakeProcess) -> None:
    await dead(intake)
    await intake.part.start()
    await intake.part.ready()


async def assert_all_are_moved(server: Dovecot, user: str, sent: Sequence[Letter]) -> None:
    await until(lambda: not server.mails(user=user), "the inbox is empty")
    done = server.mails(DONE, user)
    assert sorted(done) == sorted(letter.raw for letter in sent)


async def test_killed_at_each_step_of_reading_a_mailbox(
    settings: Settings, server: Dovecot, tmp_path: Path
) -> None:
    extra = watching(tmp_path, {"watched": on(server, "steps")})
    sent: list[Letter] = []
    for place in PLACES:
        flag = tmp_path / place
        flag.touch()
        fault = {"LYHORD_FAULT": f"{place}:{flag}"}
        async with intake_process(tmp_path, settings, extra | fault, ready=False) as intake:
            for letter in flat(correspondence(5, size=LARGE)):
                server.deliver(letter.raw, "steps")
                sent.append(letter)
            await dead(intake)
            assert not flag.exists(), f"it died before {place}"
    async with intake_process(tmp_path, settings, extra) as intake:
        await assert_all_are_moved(server, "steps", sent)
        await assert_each_taken_once(intake, sent)


async def test_two_copies_of_which_now_one_and_now_the_other_dies(
    settings: Settings, server: Dovecot, tmp_path: Path
) -> None:
    user = "copies"
    extra = watching(tmp_path, {"watched": on(server, user)})
    sent: list[Letter] = []
    groups = correspondence(12, size=LARGE)

    async with AsyncExitStack() as stack:
        copies = []
        for number in range(2):
            folder = tmp_path / str(number)
            folder.mkdir()
            copies.append(await stack.enter_async_context(intake_process(folder, settings, extra)))
        for number in range(2):
            for letter in flat(groups[number * 6 : number * 6 + 6]):
                server.deliver(letter.raw, user)
                sent.append(letter)
            await moved(server, user, len(sent) - 40)
            await copies[number % 2].part.kill()
            await started_again(copies[number % 2])

        await assert_all_are_moved(server, user, sent)
        await assert_each_taken_once(copies[0], sent)


async def test_killed_while_mails_are_delivered(settings: Settings, tmp_path: Path) -> None:
    sent: list[Letter] = []
    async with AsyncExitStack() as stack:
        copies = []
        for number in range(2):
            folder = tmp_path / str(number)
            folder.mkdir()
            copies.append(await stack.enter_async_context(intake_process(folder, settings)))
        groups = iter(correspondence(24))

        async def sender(number: int) -> None:
            for group in groups:
                for letter in group:
                    await deliver(copies, number, letter)
                    sent.append(letter)

        sending = asyncio.gather(*(sender(number) for number in range(8)))
        for number, count in enumerate((50, 110)):
            await delivered(sent, count)
            await copies[number % 2].part.kill()
            await started_again(copies[number % 2])
        await sending

        assert len(sent) == 24 * 8
        await assert_each_taken_once(copies[0], sent)


async def deliver(copies: Sequence[IntakeProcess], number: int, letter: Letter) -> None:
    """Until it is accepted: as a sending server does, but faster, by one copy or the other."""
    for attempt in range(2000):
        try:
            async with aiosmtplib.SMTP(
                hostname=LOOPBACK,
                port=copies[(number + attempt) % 2].smtp_port,
                start_tls=False,
                timeout=60,
            ) as connection:
                await connection.sendmail(letter.sender, [INBOX], letter.raw)
                return
        except (aiosmtplib.SMTPException, OSError):
            await asyncio.sleep(0.02)
    raise AssertionError("a mail was never accepted")
