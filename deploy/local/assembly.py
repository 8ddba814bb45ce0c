"""What the system is made of, wired together; nothing of it is started here."""

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.local.accounts import Credentials, credentials
from deploy.local.broker import PrivateBroker
from deploy.local.durable_file import write_atomically
from deploy.local.endpoints import Endpoint, Endpoints
from deploy.local.http_part import HttpPart
from deploy.local.part import Part
from deploy.local.plan import Plan
from deploy.local.ports import LOOPBACK
from deploy.local.process import Command
from deploy.local.store import EmbeddedStore
from deploy.local.surroundings import REPOSITORY, SERVICES, Surroundings, service_environment


@dataclass(frozen=True, slots=True)
class Assembly:
    """The parts; broker and store are None where the plan names one that runs already."""

    broker: PrivateBroker | None
    store: EmbeddedStore | None
    mail_catcher: HttpPart
    services: tuple[HttpPart, ...]
    surroundings: Surroundings
    credentials: Credentials

    @property
    def tiers(self) -> tuple[tuple[Part, ...], ...]:
        """The order of starting: first what the services stand on, then the services."""
        foundation = (self.broker, self.store, self.mail_catcher)
        return tuple(part for part in foundation if part), self.services

    def endpoints(self) -> Endpoints:
        """Where everything is at this moment."""
        return Endpoints(
            services={part.name: Endpoint(part.url, part.pid) for part in self.services},
            broker=Endpoint(self.surroundings.amqp_url, self.broker.pid if self.broker else None),
            store=Endpoint(self.surroundings.mongo_url, self.store.pid if self.store else None),
            smtp_in=f"{LOOPBACK}:{self.surroundings.smtp_in_port}",
            mail_catcher=self.mail_catcher.url,
            credentials=self.credentials,
        )


def assemble(plan: Plan) -> Assembly:
    """Make accounts and keys that are missing, and wire the parts of the plan.

    Raises ProgramMissing when the broker's or the store's program is not installed.
    """
    known = credentials(plan.run_folder)
    broker = None if plan.amqp_url else _broker(plan)
    store = None if plan.mongo_url else _store(plan)
    surroundings = Surroundings(
        amqp_url=broker.url if broker else plan.amqp_url or "",
        mongo_url=store.url if store else plan.mongo_url or "",
        services=plan.ports.services,
        smtp_in_port=plan.ports["smtp_in"],
        smtp_out_url=f"smtp://{LOOPBACK}:{plan.ports['mail_catcher_smtp']}",
        service_token=known.token("service"),
        receipt_key_file=_key(plan.run_folder / "receipt.key"),
        session_key_file=_key(plan.run_folder / "session.key"),
        accounts_file=plan.run_folder / "accounts.toml",
        organisation=plan.organisation,
        # One node of one's own gains nothing from quorum queues, and pays for them.
        queue_type="classic" if broker else None,
    )
    services = tuple(_service(name, plan, surroundings) for name in SERVICES)
    return Assembly(broker, store, _mail_catcher(plan), services, surroundings, known)


def _broker(plan: Plan) -> PrivateBroker:
    return PrivateBroker(plan.var / "broker", port=plan.ports["broker"], log=plan.log("broker"))


def _store(plan: Plan) -> EmbeddedStore:
    return EmbeddedStore(plan.var / "store", port=plan.ports["store"], log=plan.log("store"))


def _mail_catcher(plan: Plan) -> HttpPart:
    port = plan.ports["mail_catcher"]
    arguments = (
        *(sys.executable, "-m", "deploy.local.mail_catcher"),
        *("--smtp-port", str(plan.ports["mail_catcher_smtp"])),
        *("--http-port", str(port)),
        *("--folder", str(plan.var / "mail")),
    )
    command = _command(plan, "mail_catcher", arguments, dict(os.environ))
    return HttpPart(command, f"http://{LOOPBACK}:{port}")


def _service(name: str, plan: Plan, surroundings: Surroundings) -> HttpPart:
    environment = service_environment(name, surroundings)
    command = _command(plan, name, tuple(plan.arguments(name)), environment)
    return HttpPart(command, surroundings.services.url(name))


def _command(
    plan: Plan, name: str, arguments: tuple[str, ...], environment: dict[str, str]
) -> Command:
    return Command(
        name=name,
        arguments=arguments,
        environment=environment,
        folder=REPOSITORY,
        log=plan.log(name),
        pid_file=plan.pid_file(name),
    )


def _key(file: Path) -> Path:
    if not file.exists():
        write_atomically(file, secrets.token_hex(32))
    return file
