"""An Exim of a test's own: private, on free ports, as an ordinary user, gone afterwards.

Debian's `exim4-daemon-light`. What it answers follows from the recipient alone, and never from
the time. It is started as `nobody` where the test is root.
"""

import asyncio
import grp
import os
import pwd
import shutil
import tempfile
from collections.abc import Sequence
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.process import ChildProcess, Command
from deploy.local.readiness import refusal, until_ready

PROGRAM = Path("/usr/sbin/exim4")
USER = "lyhord"
PASSWORD = "hemligt"
DOMAIN = "post.example"
"""Where it takes mail for; what comes back goes to `returns_to`."""
UNKNOWN = "okand"
"""Refused with 550 as it is named."""
GREY = "gra"
"""Put off with 451 until `let_through`."""
UNWANTED = "oonskad"
"""Refused with 554 once the whole mail has come."""
SLOW = "langsam"
"""Not answered for an hour."""
LATER = "senare"
"""Taken, and sent back as undeliverable."""
STRANGER = "frammande@annan.example"
"""A sender that may not send."""

_NOBODY = 65534
_READY_SECONDS = 60.0


class Exim:
    """`async with Exim() as server:` gives one that answers on `server.port`.

    `certificate` is a PEM file with its key: with it, STARTTLS is offered on `port`, and `tls_port`
    speaks TLS from the start. `returns_to` is a port on this machine.
    """

    def __init__(
        self,
        *,
        certificate: Path | None = None,
        login: bool = False,
        methods: Sequence[str] = ("plain", "login"),
        tls_only: bool = False,
        returns_to: int | None = None,
    ) -> None:
        self.port, self.tls_port = free_ports(2)
        self.folder = Path(tempfile.mkdtemp(prefix="lyhord-exim-"))
        self._methods = methods if login else ()
        self._write(certificate, returns_to, login=login, tls_only=tls_only)
        self._process = ChildProcess(self._command())

    def mails(self, name: str) -> list[EmailMessage]:
        """What one recipient has got, in the order it came."""
        parser = BytesParser(_class=EmailMessage, policy=policy.default)
        files = sorted((self.folder / "mail" / "new").glob("*"))
        mails = [parser.parsebytes(file.read_bytes()) for file in files]
        return [mail for mail in mails if mail["Envelope-To"] == f"{name}@{DOMAIN}"]

    def let_through(self, name: str) -> None:
        """Know the recipient from now on: the next attempt is taken."""
        (self.folder / "known" / name).touch()

    def log(self) -> str:
        """What it has written down of connections and mails."""
        file = self.folder / "log" / "main"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    @property
    def sessions(self) -> int:
        """How many connections have been ended by whoever opened them."""
        return self.log().count("closed by QUIT")

    async def start(self) -> None:
        await self._process.start()
        await until_ready(self._process, lambda: refusal(self.port), _READY_SECONDS)

    async def kill(self) -> None:
        """SIGKILL to all of it, as a machine that loses power."""
        family = [psutil.Process(self._process.pid)] if self._process.pid else []
        family += [child for each in family for child in each.children(recursive=True)]
        for each in family:
            each.kill()
        await self._process.exited()
        await asyncio.to_thread(psutil.wait_procs, family, 10)

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
        # Its children outlive it: those that wait for somebody to say something.
        await self.kill()
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    def _write(
        self, certificate: Path | None, returns_to: int | None, *, login: bool, tls_only: bool
    ) -> None:
        folder = self.folder
        folder.chmod(0o755)
        for name in ("spool", "log", "mail", "known"):
            (folder / name).mkdir()
            _give(folder / name)
        if certificate:
            own = folder / "certificate.pem"
            own.write_bytes(certificate.read_bytes())
            own.chmod(0o600)
            _give(own)
        tls = _TLS.format(own=own, tls_port=self.tls_port) if certificate else _NO_TLS
        configuration = _CONFIGURATION.format(
            folder=folder,
            program=PROGRAM,
            user=_user(),
            group=_group(),
            loopback=LOOPBACK,
            ports=f"{self.port} : {self.tls_port}" if certificate else self.port,
            tls=tls,
            only_tls="  deny    message = 530 5.7.0 Must issue STARTTLS first\n"
            "          !encrypted = *\n"
            if tls_only
            else "",
            only_login="  deny    message = 530 5.7.0 Authentication required\n"
            "          !authenticated = *\n"
            if login
            else "",
            returns=_RETURNS.format(loopback=LOOPBACK) if returns_to else "",
            returns_to=returns_to or 25,
            authenticators="\n".join(
                _AUTHENTICATORS[method].format(user=USER, password=PASSWORD)
                for method in self._methods
            ),
            stranger=STRANGER,
            domain=DOMAIN,
            unknown=UNKNOWN,
            grey=GREY,
            unwanted=UNWANTED,
            slow=SLOW,
            later=LATER,
        )
        (folder / "exim.conf").write_text(configuration, encoding="utf-8")

    def _command(self) -> Command:
        run: Sequence[str] = (str(PROGRAM), "-C", str(self.folder / "exim.conf"), "-bdf", "-q1h")
        if os.getuid() == 0:
            ids = ("--reuid", str(_NOBODY), "--regid", str(_NOBODY), "--clear-groups")
            run = ("setpriv", *ids, *run)
        return Command(
            name="exim",
            arguments=tuple(run),
            environment={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"},
            folder=self.folder,
            log=self.folder / "exim.log",
            pid_file=self.folder / "exim.pid.json",
        )


def _user() -> str:
    return "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name


def _group() -> str:
    return "nogroup" if os.getuid() == 0 else grp.getgrgid(os.getgid()).gr_name


def _give(path: Path) -> None:
    if os.getuid() == 0:
        os.chown(path, _NOBODY, _NOBODY)


_NO_TLS = "tls_advertise_hosts =\n"
_TLS = """\
tls_advertise_hosts = *
tls_certificate = {own}
tls_privatekey = {own}
tls_on_connect_ports = {tls_port}
"""

_AUTHENTICATORS = {
    "plain": """\
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
""",
    "login": """\
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if and{{{{eq{{$auth1}}{{{user}}}}}{{eq{{$auth2}}{{{password}}}}}}}}}
  server_set_id = $auth1
""",
}

_RETURNS = """\
returned:
  driver = manualroute
  domains = ! +ours
  transport = elsewhere
  route_list = * {loopback}
  self = send
"""

_CONFIGURATION = """\
exim_path = {program}
exim_user = {user}
exim_group = {group}
spool_directory = {folder}/spool
log_file_path = {folder}/log/%s
pid_file_path = {folder}/exim.pid
primary_hostname = mail.test
domainlist ours = {domain}
local_interfaces = {loopback}
daemon_smtp_ports = {ports}
{tls}
auth_advertise_hosts = *
dsn_advertise_hosts = *
acl_smtp_mail = check_sender
acl_smtp_rcpt = check_recipient
acl_smtp_data = check_mail
host_lookup =
rfc1413_hosts =
rfc1413_query_timeout = 0s
keep_environment =
never_users =
deliver_drop_privilege = true
log_selector = +smtp_connection +smtp_protocol_error
message_logs = false
smtp_accept_max = 50
smtp_accept_queue_per_connection = 1000
bounce_return_body = false

begin acl

check_sender:
{only_tls}{only_login}  deny    message = 550 5.7.1 You may not send as this
          senders = {stranger}
  accept

check_recipient:
  deny    message = 550 5.1.1 No such mailbox
          local_parts = {unknown}
  deny    message = 550 5.7.1 Relaying denied
          !domains = +ours : exempelkommun.example
  defer   message = 451 4.7.1 Greylisted, come again
          local_parts = {grey}
          !condition = ${{if exists{{{folder}/known/{grey}}}}}
  accept  local_parts = {slow}
          delay = 1h
  accept

check_mail:
  deny    message = 554 5.7.1 Not wanted here
          condition = ${{if match{{$recipients}}{{^{unwanted}@}}}}
  accept

begin routers

undeliverable:
  driver = redirect
  domains = +ours
  local_parts = {later}
  allow_fail
  data = :fail: 5.1.1 The mailbox was closed yesterday

here:
  driver = accept
  domains = +ours
  transport = mailbox

{returns}
begin transports

mailbox:
  driver = appendfile
  maildir_format
  directory = {folder}/mail
  create_directory
  envelope_to_add
  user = {user}

elsewhere:
  driver = smtp
  port = {returns_to}
  allow_localhost

begin retry
* * F,1h,5m

begin authenticators
{authenticators}
"""
