"""Mails out to a mail server of Debian's, with the ways in which such a one refuses."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from deploy.local.ports import LOOPBACK
from services.notifications.sending.delivery import (
    AddressRefused,
    MailRefused,
    PutOff,
    RelayUnreachable,
)
from services.notifications.sending.smtp import Security, SmtpPool
from services.notifications.texts.mail import Mail
from shared.relay_address import RelayAddress
from tests.support import exim
from tests.support.exim import DOMAIN, PASSWORD, USER, Exim
from tests.support.waiting import until

SENDER = "svar.sn@exempelkommun.example"
NOTICE = (
    "0198d6a0-0000-7000-8000-000000000001.0198d6a0-0000-5000-8000-000000000002.00112233445566ff"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For 127.0.0.1, with its key in the same file."""
    return _certificate(tmp_path_factory.mktemp("exim-tls"), "IP:127.0.0.1")


@pytest.fixture(scope="module")
def of_another(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As valid, for another server."""
    return _certificate(tmp_path_factory.mktemp("exim-other"), "DNS:mail.annan.example")


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[Exim]:
    async with Exim() as running:
        yield running


@pytest.fixture(scope="module")
async def encrypted(certificate: Path) -> AsyncIterator[Exim]:
    """Asks for TLS and a login before anything else."""
    async with Exim(certificate=certificate, login=True, tls_only=True) as running:
        yield running


def _certificate(folder: Path, name: str) -> Path:
    path = folder / "server.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    subject = ["-subj", "/CN=test", "-addext", f"subjectAltName={name}", "-days", "2", "-nodes"]
    written = ["-keyout", str(path), "-out", f"{path}.crt"]
    subprocess.run([*command, *subject, *written], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


def pool_for(
    port: int,
    *,
    size: int = 1,
    timeout: float = 30.0,
    tls: bool = False,
    login: Sequence[str] = (),
    security: Security | None = None,
) -> SmtpPool:
    user, password = login or (None, None)
    address = RelayAddress(LOOPBACK, port, tls, user, password)
    return SmtpPool(address, size, timeout, "tests.example", security or Security())


def mail_to(name: str, sender: str = SENDER, domain: str = DOMAIN) -> Mail:
    content = (
        f"From: {sender}\r\nTo: {name}@{domain}\r\nMessage-ID: <{name}.1@x.example>\r\n\r\n"
        ".\r\nen rad\r\n"
    )
    return Mail(sender, f"{name}@{domain}", content.encode(), NOTICE)


async def arrived(server: Exim, name: str) -> None:
    await until(lambda: bool(server.mails(name)), f"{name} has got the mail")


async def test_mails_are_delivered_over_one_connection(server: Exim) -> None:
    pool = pool_for(server.port)
    before = server.sessions

    for number in range(5):
        await pool.send(mail_to(f"kund-{number}"))
    await pool.close()

    for number in range(5):
        await arrived(server, f"kund-{number}")
    (mail,) = server.mails("kund-0")
    assert mail["Return-path"] is None or SENDER in mail["Return-path"]
    assert mail.get_content().splitlines() == [".", "en rad"]
    await until(lambda: server.sessions == before + 1, "the one connection is ended")


@pytest.mark.parametrize(
    ("mail", "error", "told"),
    [
        (mail_to(exim.UNKNOWN), AddressRefused, "550"),
        (mail_to(exim.UNWANTED), MailRefused, "554"),
        (mail_to("kund", exim.STRANGER), PutOff, "sender_550"),
        (mail_to("kund", domain="annan.example"), PutOff, "not_allowed_550"),
    ],
    ids=["recipient", "content", "sender", "relaying"],
)
async def test_a_refusal_is_this_mails_and_the_connection_serves_the_next(
    server: Exim, mail: Mail, error: type[Exception], told: str
) -> None:
    pool = pool_for(server.port)
    before = server.sessions
    after = f"efter-{told.replace('_', '-')}"

    with pytest.raises(error) as raised:
        await pool.send(mail)
    await pool.send(mail_to(after))
    await pool.close()

    assert str(raised.value) == told
    await arrived(server, after)
    await until(lambda: server.sessions == before + 1, "the one connection is ended")


async def test_each_recipient_has_an_answer_of_their_own(server: Exim) -> None:
    pool = pool_for(server.port, size=3)
    names = ("en", exim.UNKNOWN, "tva", exim.UNWANTED, "tre")

    found = await asyncio.gather(
        *(pool.send(mail_to(name)) for name in names), return_exceptions=True
    )
    await pool.close()

    kinds = [None if each is None else type(each) for each in found]
    assert kinds == [None, AddressRefused, None, MailRefused, None]
    for name in ("en", "tva", "tre"):
        await arrived(server, name)


async def test_a_greylisted_mail_is_put_off_and_taken_once_it_is_known(server: Exim) -> None:
    pool = pool_for(server.port)

    for _ in range(2):
        with pytest.raises(PutOff, match="451"):
            await pool.send(mail_to(exim.GREY))
    server.let_through(exim.GREY)
    await pool.send(mail_to(exim.GREY))
    await pool.close()

    await arrived(server, exim.GREY)
    assert len(server.mails(exim.GREY)) == 1


async def test_a_server_that_says_nothing_is_unreachable_after_the_timeout(server: Exim) -> None:
    pool = pool_for(server.port, timeout=0.5)

    with pytest.raises(RelayUnreachable, match="timeout"):
        await pool.send(mail_to(exim.SLOW))
    await pool.close()


async def test_a_server_that_dies_with_a_mail_in_hand_is_unreachable_until_it_is_back() -> None:
    async with Exim() as server:
        pool = pool_for(server.port)
        sending = asyncio.create_task(pool.send(mail_to(exim.SLOW)))
        await until(lambda: "SMTP connection from [127.0.0.1] (" in server.log(), "it is connected")
        await server.kill()

        with pytest.raises(RelayUnreachable, match=r"connection_(lost|refused)"):
            await sending
        with pytest.raises(RelayUnreachable, match="connection_refused"):
            await pool.send(mail_to("kund"))
        await server.start()
        await pool.send(mail_to("kund"))
        await pool.close()

        await arrived(server, "kund")


async def test_starttls_is_used_where_it_is_offered(certificate: Path) -> None:
    async with Exim(certificate=certificate) as server:
        pool = pool_for(server.port, security=Security(authorities=certificate))
        await pool.send(mail_to("kund"))
        await pool.close()

        await arrived(server, "kund")
        assert "P=esmtps X=TLS" in server.log()


async def test_nothing_is_sent_where_tls_must_be_and_is_not_offered(server: Exim) -> None:
    pool = pool_for(server.port, security=Security(required=True))

    with pytest.raises(RelayUnreachable, match="tls_not_offered"):
        await pool.send(mail_to("utan-tls"))

    assert "utan-tls" not in server.log()


async def test_a_password_is_shown_to_nobody_without_tls(
    server: Exim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RelayAddress, "is_this_machine", property(lambda _: False))
    pool = pool_for(server.port, login=(USER, PASSWORD))

    with pytest.raises(RelayUnreachable, match="tls_not_offered"):
        await pool.send(mail_to("kund"))


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "implicit"])
async def test_one_logs_in_over_tls(encrypted: Exim, certificate: Path, *, implicit: bool) -> None:
    port = encrypted.tls_port if implicit else encrypted.port
    name = f"inloggad-{implicit}".lower()
    pool = pool_for(
        port, tls=implicit, login=(USER, PASSWORD), security=Security(authorities=certificate)
    )

    await pool.send(mail_to(name))
    await pool.close()

    await arrived(encrypted, name)
    assert f"A=plain:{USER}" in encrypted.log()


async def test_one_logs_in_where_only_login_is_offered(certificate: Path) -> None:
    async with Exim(certificate=certificate, login=True, methods=("login",)) as server:
        pool = pool_for(
            server.port, login=(USER, PASSWORD), security=Security(authorities=certificate)
        )
        await pool.send(mail_to("kund"))
        await pool.close()

        await arrived(server, "kund")
        assert f"A=login:{USER}" in server.log()


async def test_a_wrong_password_is_not_tried_again_and_again(
    encrypted: Exim, certificate: Path
) -> None:
    pool = pool_for(encrypted.port, login=(USER, "fel"), security=Security(authorities=certificate))
    before = encrypted.log().count("plain authenticator failed")

    for _ in range(3):
        with pytest.raises(RelayUnreachable, match="login_refused"):
            await pool.send(mail_to("kund"))

    await until(
        lambda: encrypted.log().count("plain authenticator failed") > before,
        "the server has refused it",
    )
    assert encrypted.log().count("plain authenticator failed") == before + 1


async def test_a_server_without_logins_is_told_of(certificate: Path) -> None:
    async with Exim(certificate=certificate) as server:
        pool = pool_for(
            server.port, login=(USER, PASSWORD), security=Security(authorities=certificate)
        )
        with pytest.raises(RelayUnreachable, match="login_not_offered"):
            await pool.send(mail_to("kund"))


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "implicit"])
async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    encrypted: Exim, *, implicit: bool
) -> None:
    pool = pool_for(encrypted.tls_port if implicit else encrypted.port, tls=implicit)

    with pytest.raises(RelayUnreachable, match="certificate_invalid"):
        await pool.send(mail_to("kund"))


async def test_a_certificate_of_another_server_is_not_trusted(of_another: Path) -> None:
    async with Exim(certificate=of_another) as server:
        pool = pool_for(server.port, security=Security(authorities=of_another))
        with pytest.raises(RelayUnreachable, match="certificate_invalid"):
            await pool.send(mail_to("kund"))
