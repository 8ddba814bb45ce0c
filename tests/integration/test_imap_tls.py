"""Encrypted connections to a mailbox, and those that are not to be trusted."""

import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local.ports import LOOPBACK
from services.intake.imap.connection import Connection
from services.intake.imap.errors import TlsFailed
from services.intake.imap.mailboxes import MailboxSettings
from services.intake.imap.session import Session
from tests.support.dovecot import PASSWORD, USER, Dovecot


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key in one file, which nobody else has signed."""
    path = tmp_path_factory.mktemp("tls") / "imap.pem"
    subject = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{LOOPBACK}", "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject]
    subprocess.run([*command, "-keyout", path, "-out", f"{path}.crt"], check=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture(scope="module")
async def server(certificate: Path) -> AsyncIterator[Dovecot]:
    async with Dovecot(certificate=certificate) as running:
        yield running


def mailbox(server: Dovecot, folder: Path, **changes: Any) -> MailboxSettings:
    (folder / "password").write_text(PASSWORD)
    given = {"name": "a", "host": LOOPBACK, "user": USER, "password_file": folder / "password"}
    return MailboxSettings.model_validate(given | {"port": server.tls_port} | changes)


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
async def test_a_certificate_of_ones_own_authority_is_trusted_when_it_is_given(
    server: Dovecot, certificate: Path, tmp_path: Path, tls: str
) -> None:
    port = server.tls_port if tls == "implicit" else server.port
    settings = mailbox(server, tmp_path, tls=tls, port=port, ca_file=certificate)
    server.deliver(b"Subject: hej\n\n")

    connection = await Connection.open(settings)
    opened = await connection.do(Session.select)
    (waiting,) = await connection.do(Session.waiting, opened.size, lambda _uid: True)
    assert await connection.do(lambda session: session.can_idle)
    await connection.do(Session.idle, 0.1)
    # Known only after login: not those that the server told before it.
    await connection.do(Session.put_away, [waiting.uid], settings.done_folder)
    assert (await connection.do(Session.select)).size == 0
    connection.close()


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    server: Dovecot, tmp_path: Path, tls: str
) -> None:
    port = server.tls_port if tls == "implicit" else server.port
    with pytest.raises(TlsFailed):
        await Connection.open(mailbox(server, tmp_path, tls=tls, port=port))
