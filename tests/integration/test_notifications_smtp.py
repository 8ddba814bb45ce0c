"""Mails over kept connections, against real SMTP servers with their ways of failing."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from deploy.local.ports import LOOPBACK, free_ports
from services.notifications.sending.delivery import (
    AddressRefused,
    MailRefused,
    PutOff,
    RelayUnreachable,
)
from services.notifications.sending.smtp import MAILS_A_CONNECTION, SmtpPool
from services.notifications.texts.mail import Mail
from shared.relay_address import RelayAddress
from tests.integration.notifications_support import MailServer
from tests.support.waiting import until


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with MailServer() as running:
        yield running


def pool_for(port: int, size: int = 2, timeout: float = 5.0) -> SmtpPool:
    return SmtpPool(RelayAddress(LOOPBACK, port), size, timeout, "tests.example")


def mail_to(name: str) -> Mail:
    content = f"To: {name}@post.example\r\n\r\n.\r\nen rad\r\n".encode()
    return Mail("svar.sn@exempelkommun.example", f"{name}@post.example", content)


async def test_many_mails_share_a_few_connections(server: MailServer) -> None:
    pool = pool_for(server.port, size=3)

    await asyncio.gather(*(pool.send(mail_to(f"kund-{number}")) for number in range(60)))
    await pool.close()

    assert len(server.mails) == 60
    assert server.connections <= 3


async def test_a_line_that_begins_with_a_dot_arrives_whole(server: MailServer) -> None:
    pool = pool_for(server.port)

    await pool.send(mail_to("kund"))
    await pool.close()

    assert server.mails[0][1].get_content().splitlines() == [".", "en rad"]


async def test_a_connection_is_left_after_its_share_of_mails(server: MailServer) -> None:
    pool = pool_for(server.port, size=1)

    for _ in range(MAILS_A_CONNECTION + 1):
        await pool.send(mail_to("kund"))
    await pool.close()

    assert server.connections == 2


async def test_a_connection_that_the_server_has_ended_is_replaced(server: MailServer) -> None:
    pool = pool_for(server.port, size=1)
    await pool.send(mail_to("first"))

    await server.stop()
    server.hang_up()
    await server.start()
    await pool.send(mail_to("second"))
    await pool.close()

    assert [address for address, _ in server.mails] == [
        "first@post.example",
        "second@post.example",
    ]


@pytest.mark.parametrize(
    ("answer", "error", "told"),
    [
        ("550 5.1.1 No such person", AddressRefused, "550"),
        ("553 5.1.3 Not an address", AddressRefused, "553"),
        ("451 4.3.2 Later", PutOff, "451"),
        ("452 4.2.2 Mailbox full", PutOff, "452"),
        ("421 4.3.2 Closing", RelayUnreachable, "smtp_421"),
    ],
)
async def test_what_the_server_says_of_a_recipient_decides(
    server: MailServer, answer: str, error: type[Exception], told: str
) -> None:
    server.at_rcpt = lambda address, _count: answer if "refused" in address else "250 OK"
    pool = pool_for(server.port, size=1)

    with pytest.raises(error) as raised:
        await pool.send(mail_to("refused"))
    await pool.send(mail_to("fine"))
    await pool.close()

    assert str(raised.value) == told
    assert [address for address, _ in server.mails] == ["fine@post.example"]


@pytest.mark.parametrize(
    ("answer", "error"), [("554 5.7.1 Spam", MailRefused), ("452 4.3.1 Disk full", PutOff)]
)
async def test_a_mail_that_the_server_does_not_want(
    server: MailServer, answer: str, error: type[Exception]
) -> None:
    server.after_data = answer
    pool = pool_for(server.port)

    with pytest.raises(error):
        await pool.send(mail_to("kund"))
    await pool.close()


async def test_no_server_at_all_is_told_as_refused_connection() -> None:
    pool = pool_for(free_ports(1)[0])

    with pytest.raises(RelayUnreachable, match="connection_refused"):
        await pool.send(mail_to("kund"))


async def test_a_server_that_does_not_answer_is_given_up_after_the_timeout(
    server: MailServer,
) -> None:
    server.gate.clear()
    pool = pool_for(server.port, timeout=0.3)

    with pytest.raises(RelayUnreachable, match="timeout"):
        await pool.send(mail_to("kund"))
    server.gate.set()


async def test_a_cancelled_mail_leaves_no_connection_half_used(server: MailServer) -> None:
    server.gate.clear()
    pool = pool_for(server.port, size=1)
    sending = asyncio.create_task(pool.send(mail_to("first")))
    await until(lambda: server.asked == 1, "the mail is under way")

    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    server.gate.set()
    await pool.send(mail_to("second"))
    await pool.close()

    assert server.connections == 2
    assert "second@post.example" in [address for address, _ in server.mails]
