"""A real workflow with staff who log in and cases to work with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from argon2 import PasswordHasher

from deploy.local.http_part import HttpPart
from shared.events.vocabulary import Role
from shared.settings import Settings
from tests.support.service import bearer, publish, service_process
from tests.support.staff import PASSWORD, StaffBrowser
from tests.support.worklist_cases import Sample, take_steps

_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

STAFF = {
    "enhetschef": 'roles = ["manager", "caseworker"]\nboard = "von"\nunit = "hemvard-norr"\n'
    'account = "manager-hemvard-norr"',
    "registrator": 'roles = ["registrar"]',
    "kontaktcenter": 'roles = ["staff"]',
    "revisor": 'roles = ["auditor"]',
    "partner": 'roles = ["partner"]',
}


@dataclass(frozen=True)
class WorkflowDesk:
    """The process, and who can be let in there."""

    part: HttpPart
    amqp_url: str
    mongo_url: str
    database: str

    @property
    def url(self) -> str:
        return self.part.url

    def staff(self, user: str) -> StaffBrowser:
        """One of `STAFF`, once it is entered as a context."""
        return StaffBrowser(self.url, user)

    def api(self, role: Role = Role.SERVICE) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=f"{self.url}/api/v1", headers=bearer(role), trust_env=False, timeout=20
        )

    async def take_in(self, *samples: Sample) -> None:
        """Have the cases handed in and the steps taken."""
        await publish(self.amqp_url, *(each.event for each in samples))
        async with self.api(Role.CASEWORKER) as caseworker:
            for each in samples:
                await take_steps(caseworker, each)


@asynccontextmanager
async def workflow_desk(
    folder: Path, settings: Settings, **extra: str
) -> AsyncIterator[WorkflowDesk]:
    """The workflow with the accounts of `STAFF` beside a token for each role."""
    part = service_process("workflow", folder, settings, extra)
    hashed = _HASHER.hash(PASSWORD)
    with (folder / "accounts.toml").open("a", encoding="utf-8") as file:
        for user, rest in STAFF.items():
            file.write(f'\n[[account]]\nuser = "{user}"\npassword_hash = "{hashed}"\n{rest}\n')
    await part.start()
    try:
        await part.ready()
        yield WorkflowDesk(
            part,
            settings.amqp_url.get_secret_value(),
            settings.mongo_url.get_secret_value(),
            f"{settings.database_prefix}_workflow",
        )
    finally:
        await part.stop()
