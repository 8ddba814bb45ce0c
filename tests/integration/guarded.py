"""What the guard looks at: a page that can go away, and a mail server that can lose mails."""

import asyncio
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import aiosmtplib
from aiosmtpd.smtp import SMTP

from deploy.local.ports import LOOPBACK, free_ports
from tests.conftest import REPOSITORY


@dataclass
class Website:
    """The municipality's own site, with whatever page it is told to show."""

    port: int = field(default_factory=lambda: free_ports(1)[0])
    page: str = ""
    status: str = "200 OK"
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._answer, LOOPBACK, self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = self.page.encode()
        head = f"HTTP/1.1 {self.status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()


@dataclass
class Forwarder:
    """The municipality's mail server: takes every mail, and passes it on while it `works`."""

    to: int
    port: int = field(default_factory=lambda: free_ports(1)[0])
    works: bool = True
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(self, hostname="mail.test"), LOOPBACK, self.port
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        if self.works:
            await deliver(self.to, envelope.content, envelope.mail_from, envelope.rcpt_tos)
        return "250 2.0.0 Taken"


async def deliver(port: int, mail: bytes, sender: str, recipients: Sequence[str]) -> None:
    """Hand a mail over to intake."""
    async with aiosmtplib.SMTP(hostname=LOOPBACK, port=port, start_tls=False) as connection:
        await connection.sendmail(sender, list(recipients), mail)


def small_organisation(folder: Path, website: str) -> Path:
    """The example with one board and few units, whose links all lead to `website`."""
    copy = folder / "organisation"
    shutil.copytree(REPOSITORY / "deploy" / "organisation", copy)
    for board in ("an", "von"):
        (copy / "boards" / f"{board}.toml").unlink()
        shutil.rmtree(copy / "texts" / board, ignore_errors=True)
        (copy / "units" / f"{board}.toml").unlink()
    for file in copy.rglob("*.toml"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r'"https://[a-z]+\.exempelkommun\.example', f'"{website}', text)
        file.write_text(text, encoding="utf-8")
    head = copy / "organisation.toml"
    publicity = f'\n[[publicity]]\nurl = "{website}/tyck-till"\nlink = "/lamna"\n'
    head.write_text(head.read_text(encoding="utf-8") + publicity, encoding="utf-8")
    return copy
