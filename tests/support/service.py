"""One real service as a process, on the tests' broker and store."""

import hashlib
import os
import sys
from pathlib import Path

import aio_pika

from deploy.local.http_part import READY_SECONDS, HttpPart
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.process import Command
from shared.bus.publishing import as_message
from shared.bus.topology import declare
from shared.events.envelope import Event
from shared.events.vocabulary import Role
from shared.settings import Settings
from shared.store.outbox import OutboxEntry
from tests.conftest import REPOSITORY, RETRY_DELAYS
from tests.support.forking import ServicePart
from tests.support.limits import SHORT, WIDE

TOKENS = {role: f"token-of-{role.value}" for role in Role}


def bearer(role: Role) -> dict[str, str]:
    """Credentials of a caller with that one role."""
    return {"Authorization": f"Bearer {TOKENS[role]}"}


def accounts_file(folder: Path) -> Path:
    """A token for each role."""
    path = folder / "accounts.toml"
    path.write_text(
        "\n".join(
            f'[[token]]\nname = "{role.value}-1"\nroles = ["{role.value}"]\n'
            f'sha256 = "{hashlib.sha256(token.encode()).hexdigest()}"\n'
            for role, token in TOKENS.items()
        ),
        encoding="utf-8",
    )
    return path


def service_process(
    name: str,
    folder: Path,
    settings: Settings,
    extra: dict[str, str] | None = None,
    ready_seconds: float = READY_SECONDS,
) -> HttpPart:
    """The process, not yet started."""
    port, smtp_port = free_ports(2)
    environment = {
        **os.environ,
        "LYHORD_AMQP_URL": settings.amqp_url.get_secret_value(),
        "LYHORD_MONGO_URL": settings.mongo_url.get_secret_value(),
        "LYHORD_DATABASE_PREFIX": settings.database_prefix,
        "LYHORD_QUEUE_TYPE": settings.queue_type,
        "LYHORD_RETRY_DELAYS": ",".join(str(delay) for delay in RETRY_DELAYS),
        "LYHORD_PORT": str(port),
        "LYHORD_PUBLIC_URL": f"http://{LOOPBACK}:{port}",
        "LYHORD_SMTP_IN_PORT": str(smtp_port),
        "LYHORD_RECEIPT_KEY": "key-of-the-tests",
        "LYHORD_SESSION_KEY": "sessions-of-the-tests",
        "LYHORD_ACCOUNTS": str(accounts_file(folder)),
        "LYHORD_ORGANISATION": str(settings.organisation),
        **WIDE,
        **SHORT,
        **(extra or {}),
    }
    command = Command(
        name=name,
        arguments=(sys.executable, "-m", f"services.{name}"),
        environment=environment,
        folder=REPOSITORY,
        log=folder / f"{name}.log",
        pid_file=folder / f"{name}.pid",
    )
    return ServicePart(command, f"http://{LOOPBACK}:{port}", ready_seconds=ready_seconds)


async def publish(url: str, *events: Event) -> None:
    """Publish as the relay would, after declaring the topology."""
    connection = await aio_pika.connect(url)
    async with connection:
        await declare(await connection.channel(), "classic", RETRY_DELAYS)
    await publish_declared(url, *events)


async def publish_declared(url: str, *events: Event) -> None:
    """Publish to services that have declared the topology themselves."""
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange("cases")
        for event in events:
            await exchange.publish(as_message(OutboxEntry.of(event)), event.type)
