"""An IMAP server that does what real ones only do now and then: cuts off, refuses, hurries."""

import asyncio
import base64
import re
from types import TracebackType
from typing import Self

from deploy.local.ports import LOOPBACK

CAPABILITY = "IMAP4rev1 IDLE MOVE NAMESPACE"
RECEIVED = '"02-Mar-2026 10:30:00 +0100"'


class TroubledImap:
    """One folder. What is wrong with a mail stands in `troubles` by its uid:

    `no` refuses to hand it out, `missing` leaves it out of the answer, `cut` breaks off within it.
    """

    def __init__(self, *mails: bytes) -> None:
        self.mails = dict(enumerate(mails, start=1))
        self.troubles: dict[int, str] = {}
        self.moved: list[int] = []
        self.logins: list[str] = []
        self.told_with_idle = b""
        """Sent together with the answer to IDLE."""
        self.may_move = True
        self.port = 0
        self._idling: set[asyncio.StreamWriter] = set()
        self._conversations: set[asyncio.Task[None]] = set()

    def tell(self) -> bool:
        """Say to all who wait that there is something new; whether anybody did."""
        for writer in self._idling:
            writer.write(b"* %d EXISTS\r\n" % len(self.mails))
        return bool(self._idling)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._converse, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in self._conversations:
            task.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._conversations.add(task)
        task.add_done_callback(self._conversations.discard)
        try:
            writer.write(f"* OK [CAPABILITY {CAPABILITY}] hello\r\n".encode())
            while line := await reader.readline():
                if not await self._answer(line.decode().strip(), reader, writer):
                    break
        except ConnectionError:
            return
        finally:
            self._idling.discard(writer)
            writer.close()

    async def _answer(
        self, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        tag, command = line.split(" ", 1)
        match command.split(" ")[:2]:
            case ["CAPABILITY", *_]:
                writer.write(f"* CAPABILITY {CAPABILITY}\r\n".encode())
            case ["NAMESPACE", *_]:
                writer.write(b'* NAMESPACE (("" "/")) NIL NIL\r\n')
            case ["LOGIN", *_]:
                self.logins.append(command)
            case ["AUTHENTICATE", _]:
                writer.write(b"+ \r\n")
                self.logins.append(base64.b64decode(await reader.readline()).decode())
            case ["SELECT", *_]:
                writer.write(b"* %d EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n" % len(self.mails))
            case ["LIST", *_]:
                writer.write(b'* LIST () "/" "Lyhord/Mottagna"\r\n')
            case ["UID", "SEARCH"]:
                writer.write(f"* SEARCH {' '.join(map(str, self.mails))}\r\n".encode())
            case ["UID", "FETCH"]:
                return self._fetch(tag, command, writer)
            case ["UID", "MOVE"]:
                if not self.may_move:
                    writer.write(f"{tag} NO [OVERQUOTA] full\r\n".encode())
                    return True
                for uid in _uids(command):
                    del self.mails[uid]
                    self.moved.append(uid)
            case ["IDLE"]:
                writer.write(b"+ idling\r\n" + self.told_with_idle)
                self._idling.add(writer)
                await reader.readline()
                self._idling.discard(writer)
        writer.write(f"{tag} OK done\r\n".encode())
        return True

    def _fetch(self, tag: str, command: str, writer: asyncio.StreamWriter) -> bool:
        if "RFC822.SIZE" in command:
            for uid in _uids(command):
                facts = f"RFC822.SIZE {len(self.mails[uid])} INTERNALDATE {RECEIVED}"
                writer.write(f"* {uid} FETCH (UID {uid} {facts})\r\n".encode())
            writer.write(f"{tag} OK done\r\n".encode())
            return True
        for uid in _uids(command):
            content = self.mails[uid]
            match self.troubles.get(uid):
                case "no":
                    writer.write(f"{tag} NO cannot be converted\r\n".encode())
                    return True
                case "missing":
                    continue
                case "cut":
                    writer.write(b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (uid, len(content)))
                    writer.write(content[: len(content) // 2])
                    return False
            writer.write(b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (uid, len(content)))
            writer.write(content + b")\r\n")
        writer.write(f"{tag} OK done\r\n".encode())
        return True


def _uids(command: str) -> list[int]:
    found = re.match(r"UID \w+ ([\d,]+)", command)
    assert found is not None, command
    return [int(each) for each in found[1].split(",")]
