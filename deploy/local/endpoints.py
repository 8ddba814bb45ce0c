"""`endpoints.json`: where everything is while the system runs, for people and programs."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.accounts import Credentials
from deploy.local.durable_file import write_atomically


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address and the process behind it; no pid where the launcher did not start it."""

    url: str
    pid: int | None


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Everything that the file says."""

    services: Mapping[str, Endpoint]
    broker: Endpoint
    store: Endpoint
    smtp_in: str
    mail_catcher: str
    credentials: Credentials

    def write(self, file: Path) -> None:
        """Replace the file in one step; it holds secrets, so only the owner may read it."""
        write_atomically(file, json.dumps(self._content(), indent=2, ensure_ascii=False))

    def _content(self) -> dict[str, object]:
        return {
            "services": {name: asdict(service) for name, service in self.services.items()},
            "broker": asdict(self.broker),
            "store": asdict(self.store),
            "smtp_in": self.smtp_in,
            "mail_catcher": self.mail_catcher,
            "accounts": [
                {
                    "user": account.user,
                    "password": account.password,
                    "roles": account.roles,
                    "unit": account.unit,
                }
                for account in self.credentials.accounts
            ],
            "partner_token": self.credentials.token("partner"),
            "staff_token": self.credentials.token("staff"),
            "audit_token": self.credentials.token("audit"),
        }
