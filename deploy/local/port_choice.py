"""Which ports the system gets on this machine."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.local.failures import PortTaken
from deploy.local.ports import free_ports, holder, is_free
from deploy.local.surroundings import ServicePorts


@dataclass(frozen=True, slots=True)
class PortUse:
    """What listens there, and the port it has by itself (None: any that is free)."""

    name: str
    default: int | None
    meaning: str

    @property
    def variable(self) -> str:
        return f"LYHORD_{self.name.upper()}_PORT"


USES = (
    PortUse("intake", 8001, "intake: the public form and its API"),
    PortUse("workflow", 8002, "workflow: cases and their handling"),
    PortUse("notifications", 8003, "notifications: acknowledgements and deadlines"),
    PortUse("reporting", 8004, "reporting: statistics"),
    PortUse("smtp_in", 8025, "intake: e-mail in (SMTP)"),
    PortUse("mail_catcher", 8005, "the page with the mails that were sent"),
    PortUse("mail_catcher_smtp", None, "where the system sends its mail"),
    PortUse("broker", None, "RabbitMQ"),
    PortUse("store", None, "the embedded store"),
)


@dataclass(frozen=True, slots=True)
class PortChoice:
    """One port for each use, by its name."""

    by_name: Mapping[str, int]

    def __getitem__(self, name: str) -> int:
        return self.by_name[name]

    @property
    def services(self) -> ServicePorts:
        return ServicePorts(
            self["intake"], self["workflow"], self["notifications"], self["reporting"]
        )


def choose_ports(asked: Mapping[str, int], *, yielding: bool) -> PortChoice:
    """Take the ports that were asked for, else the defaults, else free ones.

    Raises PortTaken, one line for each clash. With `yielding` only a port that was asked for by
    number is insisted on: a default that is taken gives way to a free one.
    """
    wanted = {use.name: asked.get(use.name, use.default) for use in USES}
    taken = {name for name, port in wanted.items() if port is not None and not is_free(port)}
    insisted = [use for use in USES if use.name in taken and (use.name in asked or not yielding)]
    if insisted:
        raise PortTaken("\n".join(_clash(use, wanted[use.name] or 0) for use in insisted))
    spare = iter(free_ports(len(USES)))
    return PortChoice(
        {
            name: next(spare) if port is None or name in taken else port
            for name, port in wanted.items()
        }
    )


def any_ports() -> PortChoice:
    """Choose a free port for every use: for tests, which run beside whatever has the defaults."""
    ports = free_ports(len(USES))
    return PortChoice({use.name: port for use, port in zip(USES, ports, strict=True)})


def _clash(use: PortUse, port: int) -> str:
    return (
        f"Port {port} ({use.meaning}) is held by {holder(port)}: "
        f"end that, or set {use.variable} to a free port."
    )
