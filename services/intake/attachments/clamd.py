"""ClamAV's daemon: a file is sent to it while it comes in (INSTREAM, see `man clamd`).

The conversation is a word, pieces with their length before each, and one line in answer.
"""

import asyncio
import struct
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import structlog

from services.intake.attachments.scanning import Scanning
from shared.events.vocabulary import Scan

log = structlog.get_logger()

Result = TypeVar("Result")
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]

PORT = 3310
QUIET_SECONDS = 10.0
"""How long a daemon that did not answer is left alone."""

_FAILURES = (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError)
_LAST_WORDS_SECONDS = 1.0


@dataclass(frozen=True)
class ClamdAddress:
    """A host and a port, or a socket's path."""

    host: str | None = None
    port: int = PORT
    path: str | None = None

    @classmethod
    def parse(cls, address: str) -> "ClamdAddress":
        """Of `tcp://host:3310`, `unix:///run/clamav/clamd.ctl` or a path. Raises ValueError."""
        if address.startswith("/"):
            return cls(path=address)
        parts = urlsplit(address)
        if parts.scheme == "unix" and parts.path.startswith("/"):
            return cls(path=parts.path)
        if parts.scheme == "tcp" and parts.hostname:
            return cls(host=parts.hostname, port=parts.port or PORT)
        raise ValueError(
            "give tcp://host:3310, or the path of the daemon's socket as unix:///run/clamd.ctl"
        )


class Clamd:
    """The daemon. `seconds` is how long each answer of it may take."""

    def __init__(self, address: ClamdAddress, seconds: float) -> None:
        self.address = address
        self.seconds = seconds
        self._quiet_until = 0.0

    def begin(self) -> Scanning:
        """A new file comes."""
        return _ClamdScanning(self)

    @property
    def is_quiet(self) -> bool:
        """Whether it failed a moment ago, so that nobody waits for it again."""
        return time.monotonic() < self._quiet_until

    def failed(self, error: Exception) -> None:
        """It did not answer."""
        self._quiet_until = time.monotonic() + QUIET_SECONDS
        log.warning("scanner_unreachable", error=type(error).__name__)

    async def open(self) -> Connection:
        """A connection for one file."""
        if self.address.path is not None:
            return await asyncio.open_unix_connection(self.address.path)
        return await asyncio.open_connection(self.address.host, self.address.port)


class _ClamdScanning:
    def __init__(self, clamd: Clamd) -> None:
        self._clamd = clamd
        self._connection: Connection | None = None
        self._given_up = clamd.is_quiet

    async def feed(self, piece: bytes) -> None:
        if piece and not self._given_up:
            await self._trying(self._send(piece), None)

    async def verdict(self) -> Scan:
        if self._given_up:
            return Scan.NOT_SCANNED
        return await self._trying(self._ask(), Scan.NOT_SCANNED)

    async def close(self) -> None:
        if self._connection is not None:
            self._connection[1].close()
            self._connection = None

    async def _trying(self, attempt: Coroutine[Any, Any, Result], otherwise: Result) -> Result:
        try:
            async with asyncio.timeout(self._clamd.seconds):
                return await attempt
        except _FAILURES as error:
            self._given_up = True
            if not await self._said_why():
                self._clamd.failed(error)
            return otherwise

    async def _send(self, piece: bytes) -> Connection:
        """Send the piece; an empty one ends the file."""
        if self._connection is None:
            self._connection = await self._clamd.open()
            self._connection[1].write(b"zINSTREAM\0")
        writer = self._connection[1]
        writer.write(struct.pack(">I", len(piece)) + piece)
        await writer.drain()
        return self._connection

    async def _ask(self) -> Scan:
        reader, _ = await self._send(b"")
        answer = await _answer(reader)
        if answer.endswith(" FOUND"):
            return Scan.INFECTED
        if answer.endswith(": OK"):
            return Scan.CLEAN
        log.warning("scanner_could_not_tell", answer=answer)
        return Scan.NOT_SCANNED

    async def _said_why(self) -> bool:
        """Whether it answered before the end, as it does when the file is too long for it."""
        if self._connection is None:
            return False
        try:
            async with asyncio.timeout(_LAST_WORDS_SECONDS):
                answer = await _answer(self._connection[0])
        except _FAILURES:
            return False
        log.warning("scanner_could_not_tell", answer=answer)
        return True


async def _answer(reader: asyncio.StreamReader) -> str:
    line = await reader.readuntil(b"\0")
    return line.decode("utf-8", "replace").rstrip("\0\n")
