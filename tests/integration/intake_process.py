"""Intake as a real process: its HTTP side, its SMTP side, and a look behind its door."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosmtplib
import httpx
from pymongo import AsyncMongoClient

from deploy.local.http_part import HttpPart
from deploy.local.ports import LOOPBACK, free_ports
from shared.events.vocabulary import Role
from shared.ids import new_id
from shared.settings import Settings
from tests.conftest import REPOSITORY
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.service import bearer, service_process

INBOX = "synpunkter.sn@exempelkommun.example"
SENDER = "kund@post.example"
COMPLAINT: dict[str, Any] = {
    "board": "sn",
    "kind": "complaint",
    "channel": "web",
    "text": "Utbetalningen har glömts bort.",
}


def settings_on(broker_url: str, store_url: str) -> Settings:
    """Settings with a database of its own."""
    given: dict[str, Any] = {
        "amqp_url": broker_url,
        "mongo_url": store_url,
        "database_prefix": f"t{new_id().hex[-12:]}",
        "queue_type": "classic",
        "organisation": REPOSITORY / "deploy" / "organisation",
    }
    return Settings(**given)


class IntakeProcess:
    """One process of intake, and how its callers reach it."""

    def __init__(self, part: HttpPart, smtp_port: int, settings: Settings) -> None:
        self.part = part
        self.smtp_port = smtp_port
        self._database = f"{settings.database_prefix}_intake"
        self._store: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            settings.mongo_url.get_secret_value(), tz_aware=True
        )

    def client(self, role: Role | None = None, **headers: str) -> httpx.AsyncClient:
        """A caller with that role's token, or the public."""
        return httpx.AsyncClient(
            base_url=f"{self.part.url}/api/v1",
            headers={**(bearer(role) if role else {}), **headers},
            trust_env=False,
            verify=NO_AUTHORITIES,
            timeout=60,
        )

    async def deliver(
        self, mail: bytes, sender: str = SENDER, recipients: Sequence[str] = (INBOX,)
    ) -> str:
        """Hand a mail over by SMTP. Raises aiosmtplib's errors when it is not taken."""
        async with aiosmtplib.SMTP(
            hostname=LOOPBACK, port=self.smtp_port, start_tls=False
        ) as connection:
            _, answer = await connection.sendmail(sender, list(recipients), mail)
            return answer

    async def inbound(self, message_id: str) -> list[dict[str, Any]]:
        """What the API says of the mail."""
        async with self.client(Role.REGISTRAR) as client:
            response = await client.get("/inbound", params={"message_id": message_id})
        assert response.status_code == 200, response.text
        items: list[dict[str, Any]] = response.json()["items"]
        return items

    async def stored(self, collection: str, **where: Any) -> list[dict[str, Any]]:
        """Documents as they are in the store."""
        return await self._store[self._database][collection].find(where).to_list(None)

    async def close(self) -> None:
        await self._store.close()


@asynccontextmanager
async def intake_process(
    folder: Path, settings: Settings, extra: dict[str, str] | None = None, *, ready: bool = True
) -> AsyncIterator[IntakeProcess]:
    """Run it until the block is left; `ready` waits until it says that it is."""
    (smtp_port,) = free_ports(1)
    part = service_process(
        "intake", folder, settings, {"LYHORD_SMTP_IN_PORT": str(smtp_port), **(extra or {})}
    )
    process = IntakeProcess(part, smtp_port, settings)
    try:
        await part.start()
        if ready:
            await part.ready()
        yield process
    finally:
        await part.stop()
        await process.close()


def mail(
    text: str = "Ingen ringer tillbaka.",
    *,
    sender: str = SENDER,
    subject: str = "Klagomål",
    message_id: str | None = None,
    **headers: str,
) -> bytes:
    """A mail as a person's program writes it; further headers with `_` for `-`."""
    fields = {
        "From": sender,
        "To": INBOX,
        "Subject": subject,
        "Message-ID": f"<{message_id or f'{new_id()}@post.example'}>",
        "Content-Type": "text/plain; charset=utf-8",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{head}\r\n{text}\r\n".encode()


def an_id() -> str:
    """A Message-ID without its brackets."""
    return f"{new_id()}@post.example"


async def outcome(intake: IntakeProcess, message_id: str) -> dict[str, Any]:
    """What became of the one mail with this Message-ID."""
    (item,) = await intake.inbound(message_id)
    return item


async def case_of(intake: IntakeProcess, message_id: str) -> str:
    """The case that the mail became."""
    item = await outcome(intake, message_id)
    assert item["outcome"] == "case", item
    return str(item["case_id"])
