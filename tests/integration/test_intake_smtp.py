"""The SMTP side by itself: what it answers when taking a mail fails, hangs, or is cut off."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosmtplib
import pytest
from pydantic import SecretStr

from deploy.local.ports import LOOPBACK
from services.intake.mail.sorter import Delivered
from services.intake.settings import IntakeSettings
from services.intake.smtp import SmtpListener, Take
from shared.organisation import Organisation
from tests.integration.intake_process import INBOX, SENDER, mail
from tests.support.waiting import until

SETTINGS = IntakeSettings(receipt_key=SecretStr("a key of the tests"), smtp_in_port=0)


@asynccontextmanager
async def listening(take: Take, organisation: Organisation) -> AsyncIterator[SmtpListener]:
    listener = SmtpListener(take, organisation, SETTINGS)
    assert await listener.check() == "smtp_not_listening"
    await listener.run()
    yield listener
    await listener.stop()


@asynccontextmanager
async def connected(listener: SmtpListener) -> AsyncIterator[aiosmtplib.SMTP]:
    async with aiosmtplib.SMTP(
        hostname=LOOPBACK, port=listener.port or 0, start_tls=False
    ) as connection:
        yield connection


async def test_a_fault_of_ours_is_answered_try_later_and_says_nothing_of_itself(
    organisation: Organisation,
) -> None:
    async def fail(_delivered: Delivered) -> None:
        raise ValueError("personal")

    async with listening(fail, organisation) as listener, connected(listener) as connection:
        assert await listener.check() is None
        with pytest.raises(aiosmtplib.SMTPDataError) as answered:
            await connection.sendmail(SENDER, [INBOX], mail())

    assert answered.value.code == 451
    assert "personal" not in answered.value.message


async def test_a_sender_that_hangs_up_does_not_stop_what_is_being_stored(
    organisation: Organisation,
) -> None:
    reached, released, stored = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def take(_delivered: Delivered) -> None:
        reached.set()
        await released.wait()
        stored.set()

    async with listening(take, organisation) as listener:
        async with connected(listener) as connection:
            sending = asyncio.create_task(connection.sendmail(SENDER, [INBOX], mail()))
            await reached.wait()
            connection.close()
            await asyncio.gather(sending, return_exceptions=True)
        released.set()
        await asyncio.wait_for(stored.wait(), 60)


async def test_stopping_lets_a_mail_that_is_being_stored_be_answered(
    organisation: Organisation,
) -> None:
    reached, released = asyncio.Event(), asyncio.Event()

    async def take(_delivered: Delivered) -> None:
        reached.set()
        await released.wait()

    async with listening(take, organisation) as listener, connected(listener) as connection:
        sending = asyncio.create_task(connection.sendmail(SENDER, [INBOX], mail()))
        await reached.wait()
        stopping = asyncio.create_task(listener.stop())
        await until(lambda: listener.port is None, "it listens no more")
        assert not stopping.done()
        released.set()
        _, answer = await sending
        await stopping

    assert answer.endswith("Taken")


async def test_the_mail_arrives_as_it_was_sent(organisation: Organisation) -> None:
    taken: list[Delivered] = []

    async def take(delivered: Delivered) -> None:
        taken.append(delivered)

    raw = mail(".\r\n..\r\n" + "x" * 100_000 + "\r\n\u00e5").replace(b"\xc3\xa5", b"\xe5\x00")
    plus = INBOX.replace("@", "+a@")
    async with listening(take, organisation) as listener, connected(listener) as connection:
        await connection.sendmail(SENDER, [INBOX, plus], raw)

    assert taken == [Delivered(raw, SENDER, (INBOX, plus))]


async def test_recipients_without_end_are_refused(organisation: Organisation) -> None:
    async def take(_delivered: Delivered) -> None:
        raise AssertionError("never")

    many = [INBOX.replace("@", f"+{number}@") for number in range(101)]
    async with listening(take, organisation) as listener, connected(listener) as connection:
        await connection.ehlo()
        await connection.mail(SENDER)
        for recipient in many[:-1]:
            await connection.rcpt(recipient)
        with pytest.raises(aiosmtplib.SMTPRecipientRefused) as refused:
            await connection.rcpt(many[-1])

    assert refused.value.code == 452
