"""A kept connection that hands mails over: as little of a client as SMTP allows."""

import asyncio
from typing import Self


class Refused(Exception):
    """The server answered something else than 2xx or 3xx."""


class SmtpConnection:
    """One mail at a time. Mails may not have lines that begin with a dot."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, host: str, port: int) -> Self:
        """Raises OSError, Refused."""
        connection = cls(*await asyncio.open_connection(host, port))
        await connection._answer()
        await connection._say(b"EHLO bench.post.example\r\n")
        return connection

    async def send(self, sender: str, recipient: str, mail: bytes) -> None:
        """Return once the mail is accepted. Raises Refused."""
        await self._say(f"MAIL FROM:<{sender}>\r\n".encode())
        await self._say(f"RCPT TO:<{recipient}>\r\n".encode())
        await self._say(b"DATA\r\n")
        await self._say(mail + b".\r\n")

    async def close(self) -> None:
        await self._say(b"QUIT\r\n")
        self._writer.close()

    async def _say(self, line: bytes) -> None:
        self._writer.write(line)
        await self._answer()

    async def _answer(self) -> None:
        while True:
            line = await self._reader.readline()
            if line[3:4] != b"-":
                break
        if line[:1] not in {b"2", b"3"}:
            raise Refused(line.decode(errors="replace"))
