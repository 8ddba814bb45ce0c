"""A mail server to hand mail over to, from an address such as `smtp://mail.internal:25`."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Self
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class RelayAddress:
    """The municipality's own mail server.

    `smtps` speaks TLS from the start; `smtp` changes to TLS where the server offers it. Either
    way the server's certificate must be valid.
    """

    host: str
    port: int
    tls: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def is_this_machine(self) -> bool:
        """Whether what is sent never leaves the machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read `smtp[s]://[user:password@]host[:port]`. Raises ValueError without quoting it."""
        try:
            parts = urlsplit(url)
            host, port, scheme = parts.hostname, parts.port, parts.scheme
        except ValueError:
            host, port, scheme = None, None, ""
        if host is None or scheme not in _PORTS or parts.path.strip("/") or parts.query:
            raise ValueError("give smtp://host:port or smtps://user:password@host:port")
        return cls(
            host=host,
            port=_PORTS[scheme] if port is None else port,
            tls=scheme == "smtps",
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )
