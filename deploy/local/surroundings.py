"""What the services are told about each other and about what they stand on."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.ports import LOOPBACK

REPOSITORY = Path(__file__).resolve().parents[2]
ORGANISATION = REPOSITORY / "deploy" / "organisation"

SERVICES = ("intake", "workflow", "notifications", "reporting")


@dataclass(frozen=True, slots=True)
class ServicePorts:
    """Where each service listens on 127.0.0.1."""

    intake: int
    workflow: int
    notifications: int
    reporting: int

    def of(self, service: str) -> int:
        """Raises KeyError for a name that is not a service's."""
        port: int = asdict(self)[service]
        return port

    def url(self, service: str) -> str:
        return f"http://{LOOPBACK}:{self.of(service)}"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The same for all four services; `queue_type` None leaves it to the services' default."""

    amqp_url: str
    mongo_url: str
    services: ServicePorts
    smtp_in_port: int
    smtp_out_url: str
    service_token: str
    receipt_key_file: Path
    session_key_file: Path
    accounts_file: Path
    organisation: Path = ORGANISATION
    queue_type: str | None = "classic"


def service_environment(
    service: str,
    surroundings: Surroundings,
    *,
    port: int | None = None,
    smtp_in_port: int | None = None,
    inherited: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the whole environment of one process of a service.

    `port` and `smtp_in_port` are for further copies, which cannot share the first one's. Of the
    caller's own `LYHORD_…` variables all hold that this does not set: `LYHORD_LOG_LEVEL`,
    `LYHORD_STORE_DRIVER`, `LYHORD_CLOCK_OFFSET`, `LYHORD_QUEUE_TYPE` and so on.
    """
    own = {
        "LYHORD_AMQP_URL": surroundings.amqp_url,
        "LYHORD_MONGO_URL": surroundings.mongo_url,
        "LYHORD_HOST": LOOPBACK,
        "LYHORD_PORT": str(port or surroundings.services.of(service)),
        "LYHORD_SMTP_IN_HOST": LOOPBACK,
        "LYHORD_SMTP_IN_PORT": str(smtp_in_port or surroundings.smtp_in_port),
        "LYHORD_SMTP_OUT_URL": surroundings.smtp_out_url,
        "LYHORD_SERVICE_TOKEN": surroundings.service_token,
        "LYHORD_RECEIPT_KEY_FILE": str(surroundings.receipt_key_file),
        "LYHORD_SESSION_KEY_FILE": str(surroundings.session_key_file),
        "LYHORD_ACCOUNTS": str(surroundings.accounts_file),
        "LYHORD_ORGANISATION": str(surroundings.organisation),
        **{f"LYHORD_{name.upper()}_URL": surroundings.services.url(name) for name in SERVICES},
    }
    environment = dict(os.environ if inherited is None else inherited)
    if surroundings.queue_type:
        environment.setdefault("LYHORD_QUEUE_TYPE", surroundings.queue_type)
    # The examples are filled in at once, and are no spam.
    environment.setdefault("LYHORD_SUSPECT_FASTER_THAN", "0")
    # The pages elsewhere that the example names do not exist.
    environment.setdefault("LYHORD_GUARD_INTERVAL", "0")
    # A secret in a variable and in a file at once would leave open which of them holds.
    for name in own:
        environment.pop(f"{name}_FILE", None)
        environment.pop(name.removesuffix("_FILE"), None)
    return environment | own
