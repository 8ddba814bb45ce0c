"""The whole system as real processes, each of which a test can kill."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pymongo import AsyncMongoClient

from deploy.local.assembly import Assembly, assemble
from deploy.local.http_part import HttpPart
from deploy.local.plan import Plan
from deploy.local.port_choice import any_ports
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.process import Command
from deploy.local.surroundings import REPOSITORY, SERVICES, service_environment
from tests.support.foundation import Foundation, new_broker, new_store
from tests.support.limits import SHORT, WIDE
from tests.support.waiting import until


class System:
    """Broker, store, mail catcher, and `copies` of each service.

    Each process of a service kills itself when it comes to a fault place whose flag is armed.
    """

    def __init__(
        self,
        folder: Path,
        *,
        copies: int = 1,
        settings: Mapping[str, str] | None = None,
        faults: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = folder
        self._settings = dict(settings or {})
        self._faults = dict(faults or {})
        self.broker = new_broker(folder / "broker")
        self.store = new_store(folder / "store")
        plan = Plan(
            var=folder, ports=any_ports(), amqp_url=self.broker.url, mongo_url=self.store.url
        )
        self.assembly: Assembly = assemble(plan)
        self._behind_the_door: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            self.assembly.surroundings.mongo_url, tz_aware=True
        )
        self.services: dict[str, list[HttpPart]] = {
            name: [self._service(plan, name, number) for number in range(copies)]
            for name in SERVICES
        }

    async def __aenter__(self) -> Self:
        try:
            for tier in (
                self._ground,
                [part for parts in self.services.values() for part in parts],
            ):
                await asyncio.gather(*(part.start() for part in tier))
                await asyncio.gather(*(part.ready() for part in tier))
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """End everything."""
        await self._behind_the_door.close()
        parts = [part for parts in self.services.values() for part in parts]
        await asyncio.gather(*(part.stop() for part in parts))
        await asyncio.gather(*(part.stop() for part in self._ground))

    @property
    def _ground(self) -> tuple[Foundation | HttpPart, ...]:
        return self.broker, self.store, self.assembly.mail_catcher

    def url(self, service: str, copy: int = 0) -> str:
        return self.services[service][copy].url

    @property
    def mail_catcher(self) -> str:
        return self.assembly.mail_catcher.url

    @property
    def smtp_in(self) -> int:
        return self.assembly.surroundings.smtp_in_port

    def headers(self, name: str = "staff") -> dict[str, str]:
        """Credentials of one of the example tokens: staff, partner, audit or service."""
        return {"Authorization": f"Bearer {self.assembly.credentials.token(name)}"}

    async def kill(self, name: str, copy: int = 0) -> None:
        """SIGKILL."""
        await self._part(name, copy).kill()

    async def bring_back(self, name: str, copy: int = 0) -> None:
        """Start it again, and wait until it is ready."""
        part = self._part(name, copy)
        await part.start()
        await part.ready()

    def arm(self, service: str, place: str) -> None:
        """Have the next process of the service that comes to the place kill itself there."""
        self._flag(service, place).touch()

    def armed(self, service: str, place: str) -> bool:
        """Whether the kill is still to come."""
        return self._flag(service, place).exists()

    async def died(self, service: str, place: str, copy: int = 0) -> None:
        """Return once the armed fault has killed the process."""
        await until(lambda: not self.armed(service, place), f"{service} comes to {place}")
        part = self.services[service][copy]
        await until(lambda: part.pid is None, f"{service} is dead")

    def documents(self, service: str, collection: str) -> Any:
        """A collection of a service's database, to look behind its door."""
        return self._behind_the_door[f"lyhord_{service}"][collection]

    def _part(self, name: str, copy: int) -> Foundation | HttpPart:
        if name in self.services:
            return self.services[name][copy]
        return {"broker": self.broker, "store": self.store}[name]

    def _flag(self, service: str, place: str) -> Path:
        return self._folder / f"{service}.{place}.armed"

    def _service(self, plan: Plan, name: str, number: int) -> HttpPart:
        first = number == 0
        port, smtp_port = (None, None) if first else free_ports(2)
        environment = service_environment(
            name, self.assembly.surroundings, port=port, smtp_in_port=smtp_port
        )
        environment |= {
            "LYHORD_LOG_FORMAT": "json",
            "LYHORD_QUEUE_TYPE": "classic",
            **WIDE,
            **SHORT,
            **self._settings,
        }
        if name in self._faults:
            place = self._faults[name]
            environment["LYHORD_FAULT"] = f"{place}:{self._flag(name, place)}"
        label = name if first else f"{name}-{number + 1}"
        command = Command(
            name=label,
            arguments=(sys.executable, "-m", f"services.{name}"),
            environment=environment,
            folder=REPOSITORY,
            log=plan.log(label),
            pid_file=plan.pid_file(label),
        )
        return HttpPart(command, f"http://{LOOPBACK}:{environment['LYHORD_PORT']}")
