"""What a RabbitMQ node of one's own needs: programs, files and environment, in one folder."""

import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from deploy.local.durable_file import OWNER_ONLY, write_atomically
from deploy.local.failures import ProgramMissing
from deploy.local.ports import LOOPBACK, free_ports

USER = "lyhord"

# Not /usr/sbin/rabbitmq-server: that wrapper changes user, and fails on folders of others.
_SERVERS = (
    Path("/usr/lib/rabbitmq/bin/rabbitmq-server"),
    Path("/opt/homebrew/sbin/rabbitmq-server"),
    Path("/usr/local/sbin/rabbitmq-server"),
)
_EPMDS = (Path("/usr/bin/epmd"), Path("/usr/lib/erlang/bin/epmd"))
_COOKIE_MODE = 0o400
_FOLDER_MODE = 0o700


@dataclass(frozen=True, slots=True)
class BrokerPorts:
    """The ports of one node: for clients, for Erlang's distribution, and for its own epmd."""

    amqp: int
    distribution: int
    epmd: int

    @classmethod
    def choose(cls, amqp: int | None = None) -> Self:
        """Take free ones; the first may be given."""
        free, distribution, epmd = free_ports(3)
        return cls(amqp or free, distribution, epmd)


@dataclass(frozen=True, slots=True)
class NodeFolder:
    """Where a node keeps its data, its password and its logs."""

    root: Path

    @property
    def password(self) -> str:
        """The password of the node's only user, made at first use and kept with the data."""
        kept = self.root / "password"
        if not kept.exists():
            write_atomically(kept, secrets.token_urlsafe(24))
        return kept.read_text()

    def prepare(self, memory_limit: str) -> None:
        """Write what the node reads at boot. Safe to repeat: cookie and password are kept."""
        for name in ("home", "mnesia", "log"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        self.root.chmod(_FOLDER_MODE)
        cookie = self.root / "home" / ".erlang.cookie"
        if not cookie.exists():
            write_atomically(cookie, secrets.token_hex(20), _COOKIE_MODE)
        write_atomically(self.root / "enabled_plugins", "[].\n")
        write_atomically(
            self.root / "rabbitmq.conf",
            f"default_user = {USER}\n"
            f"default_pass = {self.password}\n"
            f"vm_memory_high_watermark.absolute = {memory_limit}\n",
            OWNER_ONLY,
        )

    def environment(self, ports: BrokerPorts) -> Mapping[str, str]:
        """Nothing of the caller's own RabbitMQ or Erlang settings gets in."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(self.root / "home"),
            # localhost always resolves; a host part that does not hangs the boot without a word.
            "RABBITMQ_NODENAME": "lyhord@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
            "RABBITMQ_NODE_PORT": str(ports.amqp),
            "RABBITMQ_DIST_PORT": str(ports.distribution),
            "RABBITMQ_MNESIA_BASE": str(self.root / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.root / "log"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_SCHEMA_DIR": str(self.root / "schema"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(self.root / "config"),
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
            "RABBITMQ_CONFIG_FILE": str(self.root / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.root / "enabled_plugins"),
            "RABBITMQ_PID_FILE": str(self.root / "node.pid"),
            # Makes the script exec the virtual machine instead of standing between it and us:
            # then the child is the node itself, and signals and its end are the node's.
            "RABBITMQ_ALLOW_INPUT": "1",
            "ERL_EPMD_PORT": str(ports.epmd),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            # For every virtual machine that the boot starts, not only for the node.
            "ERL_AFLAGS": "+fnu -kernel inet_dist_use_interface {127,0,0,1}",
        }


def server_program() -> Path:
    """Find RabbitMQ's own start script. Raises ProgramMissing."""
    asked = os.environ.get("LYHORD_RABBITMQ_SERVER")
    candidates = (Path(asked),) if asked else _SERVERS
    return _first(
        candidates,
        "RabbitMQ is not installed: run `apt-get install rabbitmq-server`, or give the address "
        "of a broker that runs with LYHORD_AMQP_URL=amqp://user:password@host:5672/",
    )


def epmd_program() -> Path:
    """Find Erlang's port mapper, which comes with Erlang. Raises ProgramMissing."""
    on_path = shutil.which("epmd")
    candidates = (Path(on_path), *_EPMDS) if on_path else _EPMDS
    return _first(candidates, "epmd is not installed: run `apt-get install erlang-base`")


def _first(candidates: Iterable[Path], remedy: str) -> Path:
    for candidate in candidates:
        if os.access(candidate, os.X_OK):
            return candidate
    raise ProgramMissing(remedy)
