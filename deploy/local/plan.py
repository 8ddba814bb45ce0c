"""What to start on this machine, and where its files are."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.failures import LauncherFailure
from deploy.local.port_choice import PortChoice
from deploy.local.surroundings import ORGANISATION, REPOSITORY


def service_arguments(service: str) -> Sequence[str]:
    """Return the command line of a service."""
    return (sys.executable, "-m", f"services.{service}")


@dataclass(frozen=True, slots=True)
class Plan:
    """A broker or a store whose address is given is used, and not started."""

    var: Path
    ports: PortChoice
    amqp_url: str | None = None
    mongo_url: str | None = None
    organisation: Path = ORGANISATION
    arguments: Callable[[str], Sequence[str]] = service_arguments

    @property
    def run_folder(self) -> Path:
        return self.var / "run"

    @property
    def endpoints_file(self) -> Path:
        return self.run_folder / "endpoints.json"

    @property
    def journeys_file(self) -> Path:
        return self.run_folder / "journeys.json"

    def log(self, name: str) -> Path:
        return self.var / "log" / f"{name}.log"

    def pid_file(self, name: str) -> Path:
        return self.run_folder / "pids" / f"{name}.json"


def var_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of data, logs and addresses."""
    return Path(environment.get("LYHORD_VAR") or REPOSITORY / "var").absolute()


def plan_from(environment: Mapping[str, str], ports: PortChoice) -> Plan:
    """Read what the environment asks for. Raises LauncherFailure for a secret file not readable."""
    return Plan(
        var=var_folder(environment),
        ports=ports,
        amqp_url=_secret(environment, "LYHORD_AMQP_URL"),
        mongo_url=_secret(environment, "LYHORD_MONGO_URL"),
        organisation=Path(environment.get("LYHORD_ORGANISATION") or ORGANISATION).absolute(),
    )


def _secret(environment: Mapping[str, str], name: str) -> str | None:
    if file := environment.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise LauncherFailure(
                f"{name}_FILE names {file}, which cannot be read ({error.strerror}): "
                "give the path of a readable file"
            ) from error
    return environment.get(name) or None
