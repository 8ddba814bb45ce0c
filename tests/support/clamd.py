"""A virus scanner of the tests' own: Debian's clamd, knowing one signature that is made here."""

from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.process import ChildProcess, Command
from tests.support.waiting import until

PROGRAM = Path("/usr/sbin/clamd")
BAD = b"what the tests take for a virus"
LONGEST = 5_000_000
"""Bytes that it scans of one file; a longer one it refuses."""


class PrivateClamd:
    """``async with PrivateClamd(folder) as clamd:`` scans at ``clamd.url``."""

    def __init__(self, folder: Path) -> None:
        self.port = free_ports(1)[0]
        self._socket = folder / "clamd.ctl"
        (folder / "signatures").mkdir()
        (folder / "signatures" / "own.ndb").write_text(f"Lyhord.Test:0:*:{BAD.hex()}\n")
        configuration = folder / "clamd.conf"
        configuration.write_text(
            "\n".join(
                (
                    "Foreground yes",
                    f"DatabaseDirectory {folder / 'signatures'}",
                    f"LocalSocket {self._socket}",
                    f"TCPSocket {self.port}",
                    f"TCPAddr {LOOPBACK}",
                    f"StreamMaxLength {LONGEST}",
                    "MaxThreads 2",
                    "SelfCheck 0",
                    "",
                )
            )
        )
        self._process = ChildProcess(
            Command(
                name="clamd",
                arguments=(str(PROGRAM), "--config-file", str(configuration)),
                environment={"LANG": "C.UTF-8", "HOME": str(folder)},
                folder=folder,
                log=folder / "clamd.log",
                pid_file=folder / "clamd.pid.json",
            )
        )

    @property
    def url(self) -> str:
        return f"tcp://{LOOPBACK}:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"unix://{self._socket}"

    async def start(self) -> None:
        """Start it, and wait until it listens."""
        self._socket.unlink(missing_ok=True)
        await self._process.start()
        await until(self._socket.is_socket, "clamd listens")

    async def kill(self) -> None:
        await self._process.kill()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._process.stop()
