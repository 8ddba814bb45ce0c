"""The product under measurement: its four services as processes, and a mail catcher."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from deploy.local.assembly import assemble
from deploy.local.http_part import HttpPart
from deploy.local.plan import Plan
from deploy.local.port_choice import USES, PortChoice
from deploy.local.ports import free_ports
from deploy.local.process import Command
from deploy.local.surroundings import REPOSITORY, SERVICES, service_environment
from tests.load.ground import Ground
from tests.support.limits import WIDE


class Product:
    """`async with`: the services are ready, all four unless others are named.

    `profiled` names one to run under cProfile, `settings` are further environment variables.
    """

    def __init__(
        self,
        ground: Ground,
        name: str,
        profiled: str | None = None,
        *,
        services: Sequence[str] = SERVICES,
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._ground = ground
        self._further = settings
        self._name = name
        self._profiled = profiled
        ports = free_ports(len(USES))
        plan = Plan(
            var=ground.folder / name,
            ports=PortChoice({use.name: port for use, port in zip(USES, ports, strict=True)}),
            amqp_url=ground.broker.url,
            mongo_url=ground.store.url,
        )
        assembly = assemble(plan)
        self._mail_catcher = assembly.mail_catcher
        self.staff_token = assembly.credentials.token("staff")
        self._services = {
            service: HttpPart(
                Command(
                    name=service,
                    arguments=(sys.executable, *self._arguments(service)),
                    environment=service_environment(
                        service, assembly.surroundings, inherited=self._settings()
                    ),
                    folder=REPOSITORY,
                    log=plan.log(service),
                    pid_file=plan.pid_file(service),
                ),
                assembly.surroundings.services.url(service),
            )
            for service in services
        }
        self.intake_port = assembly.surroundings.services.intake
        self.smtp_port = assembly.surroundings.smtp_in_port

    @property
    def pids(self) -> dict[str, int]:
        """The services' processes by name. Raises RuntimeError when one is dead."""
        pids = {name: part.pid for name, part in self._services.items()}
        if dead := [name for name, pid in pids.items() if pid is None]:
            raise RuntimeError(f"{', '.join(dead)} died: see the logs in {self._ground.folder}")
        return {name: pid for name, pid in pids.items() if pid is not None}

    def url(self, service: str) -> str:
        """Where a service answers."""
        return self._services[service].url

    def database(self, service: str) -> str:
        """The name of a service's own database."""
        return f"{self._name}_{service}"

    @property
    def databases(self) -> tuple[str, ...]:
        return tuple(self.database(service) for service in self._services)

    def profile(self, service: str) -> Path:
        """Where the profile of a service is written when it stops."""
        return self._ground.folder / f"{service}.prof"

    async def __aenter__(self) -> Self:
        try:
            for tier in ([self._mail_catcher], self._services.values()):
                await asyncio.gather(*(part.start() for part in tier))
                await asyncio.gather(*(part.ready() for part in tier))
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stop()

    def _arguments(self, service: str) -> tuple[str, ...]:
        if service == self._profiled:
            return ("-m", "tests.load.profiled", str(self.profile(service)), service)
        return ("-m", f"services.{service}")

    def _settings(self) -> Mapping[str, str]:
        """Nothing of the caller's own settings: the figures must not depend on them."""
        outside = {key: text for key, text in os.environ.items() if not key.startswith("LYHORD_")}
        return outside | {
            "LYHORD_STORE_DRIVER": self._ground.choice.driver,
            "LYHORD_QUEUE_TYPE": self._ground.choice.queue_type,
            "LYHORD_DATABASE_PREFIX": self._name,
            "LYHORD_LOG_FORMAT": "json",
            **WIDE,
            **self._further,
        }

    async def _stop(self) -> None:
        await asyncio.gather(*(part.stop() for part in self._services.values()))
        await self._mail_catcher.stop()
