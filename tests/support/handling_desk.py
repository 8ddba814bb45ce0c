"""A real workflow, and one token that may take every step of every case."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from deploy.local.http_part import HttpPart
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Role
from shared.settings import Settings
from tests.support.service import publish, service_process
from tests.support.waiting import until

TOKEN = "token-of-everybody"
EVERYBODY = {"Authorization": f"Bearer {TOKEN}"}


@dataclass(frozen=True)
class HandlingDesk:
    """The process and its API."""

    part: HttpPart
    client: httpx.AsyncClient
    amqp_url: str

    async def receive(self, *events: CaseReceived) -> None:
        """Return once each is a case."""
        await publish(self.amqp_url, *events)
        for event in events:
            await self.has(str(event.case_id))

    async def has(self, case_id: str) -> None:
        """Return once the case is there."""

        async def there() -> bool:
            return (await self.client.get(f"/cases/{case_id}")).status_code == 200

        await until(there, "the case is there")

    async def case(self, case_id: object) -> dict[str, Any]:
        response = await self.client.get(f"/cases/{case_id}")
        assert response.status_code == 200, response.text
        shown: dict[str, Any] = response.json()
        return shown

    async def ask(
        self, case_id: object, step: str, told: Mapping[str, Any], seq: int | None = None
    ) -> httpx.Response:
        """Ask for a step on the case as it is, or as it was at `seq`."""
        if seq is None:
            seq = (await self.case(case_id))["seq"]
        return await self.client.post(
            f"/cases/{case_id}/{step}", json=told, headers={"If-Match": f'"{seq}"'}
        )

    async def take(self, case_id: object, step: str, **told: Any) -> dict[str, Any]:
        """Take a step that nothing stands against; the case after it."""
        for _ in range(5):
            response = await self.ask(case_id, step, told)
            if response.status_code != 409 or "seq" not in response.json():
                break
        assert response.status_code == 200, f"{step}: {response.text}"
        shown: dict[str, Any] = response.json()
        return shown


@asynccontextmanager
async def handling_desk(
    folder: Path, settings: Settings, **extra: str
) -> AsyncIterator[HandlingDesk]:
    """Started and ready."""
    accounts = folder / "everybody.toml"
    roles = ", ".join(f'"{role}"' for role in Role)
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    accounts.write_text(f'[[token]]\nname = "all"\nsha256 = "{digest}"\nroles = [{roles}]\n')
    part = service_process(
        "workflow", folder, settings, {"LYHORD_ACCOUNTS": str(accounts), **extra}
    )
    await part.start()
    try:
        await part.ready()
        async with httpx.AsyncClient(
            base_url=f"{part.url}/api/v1", headers=EVERYBODY, trust_env=False, timeout=30
        ) as client:
            yield HandlingDesk(part, client, settings.amqp_url.get_secret_value())
    finally:
        await part.stop()
