"""A Dovecot of a test's own: private, on free ports, as an ordinary user, gone afterwards.

Debian's `dovecot-imapd`. It does not let root read mail, so that a test run as root starts it as
`nobody`; its folder is then under the system's temporary one, where `nobody` may go.
"""

import asyncio
import contextlib
import grp
import itertools
import os
import pwd
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.process import ChildProcess, Command
from deploy.local.readiness import refusal, until_ready

PROGRAM = Path("/usr/sbin/dovecot")
USER = "synpunkter"
PASSWORD = "hemligt"
DONE = "Lyhord.Mottagna"
TOO_LARGE = "Lyhord.F&APY-r stora"
"""As Dovecot names it in its files."""

_NOBODY = 65534
_READY_SECONDS = 120.0
_serial = itertools.count()


class Dovecot:
    """`async with Dovecot() as server:` gives one that answers on `server.port`.

    `capability` replaces what it says that it can; `certificate` is a PEM file with its key.
    """

    def __init__(
        self,
        *,
        capability: str | None = None,
        certificate: Path | None = None,
        settings: Sequence[str] = (),
    ) -> None:
        self.port, self.tls_port = free_ports(2)
        self.folder = Path(tempfile.mkdtemp(prefix="lyhord-dovecot-"))
        self._user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self._group = "nogroup" if os.getuid() == 0 else grp.getgrgid(os.getgid()).gr_name
        self._write(capability, certificate, settings)
        self._process = ChildProcess(self._command())

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def deliver(self, raw: bytes, user: str = USER, *, seen: bool = False) -> str:
        """Put a mail into the user's inbox as a mail server does; its file's name."""
        box = self._box(user)
        name = f"{time.time():.6f}.{next(_serial)}.test"
        (box / "tmp" / name).write_bytes(raw)
        target = box / "cur" / f"{name}:2,S" if seen else box / "new" / name
        (box / "tmp" / name).rename(target)
        return name

    def inbox(self, user: str = USER) -> Path:
        """Where the user's inbox is kept."""
        return self._box(user)

    def mails(self, folder: str = "", user: str = USER) -> list[bytes]:
        """The mails in a folder, the inbox by default, in the order they were delivered.

        With the line ends of the network, whatever the server keeps.
        """
        box = self._box(user) / f".{folder}" if folder else self._box(user)
        files = [each for part in ("new", "cur") for each in (box / part).glob("*")]
        found = []
        for each in sorted(files, key=lambda file: file.name):
            with contextlib.suppress(FileNotFoundError):  # moved in this moment
                found.append(_with_line_ends(each.read_bytes()))
        return found

    async def start(self) -> None:
        await self._process.start()
        await until_ready(self._process, lambda: refusal(self.port), _READY_SECONDS)

    async def kill(self) -> None:
        """SIGKILL to all of it, as a machine that loses power."""
        family = [psutil.Process(self.pid)] if self.pid else []
        family += [child for each in family for child in each.children(recursive=True)]
        for each in family:
            each.kill()
        await self._process.exited()
        await asyncio.to_thread(psutil.wait_procs, family, 10)

    async def stop(self) -> None:
        await self._process.stop()

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._end()

    async def _end(self) -> None:
        await self.stop()
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    def _box(self, user: str) -> Path:
        box = self.folder / "mail" / user
        if not box.exists():
            for part in ("tmp", "new", "cur"):
                (box / part).mkdir(parents=True)
                _give(box / part)
            _give(box)
        return box

    def _write(
        self, capability: str | None, certificate: Path | None, settings: Sequence[str]
    ) -> None:
        folder = self.folder
        folder.chmod(0o755)
        for name in ("run", "mail"):
            (folder / name).mkdir()
            _give(folder / name)
        if certificate:
            own = folder / "certificate.pem"
            own.write_bytes(certificate.read_bytes())
            _give(own)
        ssl = f"ssl_cert = <{own}\nssl_key = <{own}" if certificate else ""
        tls_port = self.tls_port if certificate else 0
        (folder / "dovecot.conf").write_text(
            f"""
            base_dir = {folder}/run
            state_dir = {folder}/run
            log_path = /dev/stderr
            protocols = imap
            listen = {LOOPBACK}
            ssl = {"yes" if certificate else "no"}
            {ssl}
            disable_plaintext_auth = no
            auth_failure_delay = 0
            default_internal_user = {self._user}
            default_internal_group = {self._group}
            default_login_user = {self._user}
            mail_location = maildir:{folder}/mail/%u
            mail_fsync = never
            first_valid_uid = 1
            passdb {{
              driver = static
              args = password={PASSWORD}
            }}
            userdb {{
              driver = static
              args = uid={self._user} gid={self._group} home={folder}/mail/%u
            }}
            service imap-login {{
              chroot =
              inet_listener imap {{
                port = {self.port}
              }}
              inet_listener imaps {{
                port = {tls_port}
              }}
            }}
            service anvil {{
              chroot =
            }}
            service stats {{
              chroot =
            }}
            {f"imap_capability = {capability}" if capability else ""}
            """
            + "\n".join(settings),
            encoding="utf-8",
        )

    def _command(self) -> Command:
        run: tuple[str, ...] = (str(PROGRAM), "-F", "-c", str(self.folder / "dovecot.conf"))
        if os.getuid() == 0:
            ids = ("--reuid", str(_NOBODY), "--regid", str(_NOBODY), "--clear-groups")
            # Changing user would untie it from the life of the tests.
            run = ("setpriv", *ids, "--pdeathsig", "KILL", *run)
        return Command(
            name="dovecot",
            arguments=run,
            environment={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"},
            folder=self.folder,
            log=self.folder / "dovecot.log",
            pid_file=self.folder / "dovecot.pid.json",
        )


def _with_line_ends(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _give(path: Path) -> None:
    if os.getuid() == 0:
        os.chown(path, _NOBODY, _NOBODY)
