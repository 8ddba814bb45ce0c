"""A file of watched mailboxes for Dovecots of a test's own, and what intake says of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.local.ports import LOOPBACK
from shared.events.vocabulary import Role
from tests.integration.intake_process import IntakeProcess
from tests.support.dovecot import PASSWORD, USER, Dovecot
from tests.support.waiting import until


def on(server: Dovecot, user: str = USER, **changes: Any) -> dict[str, Any]:
    """Settings of the user's mailbox."""
    return {"host": LOOPBACK, "port": server.port, "tls": "none", "user": user, **changes}


def watching(folder: Path, mailboxes: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Write the file; the environment that has intake watch them. A lease is a second."""
    secret = folder / "password"
    secret.write_text(PASSWORD)
    tables = []
    for name, settings in mailboxes.items():
        given = {"name": name, "password_file": str(secret), **settings}
        lines = [f"{key} = {_toml(value)}" for key, value in given.items()]
        tables.append("\n".join(["[[mailbox]]", *lines]))
    file = folder / "mailboxes.toml"
    file.write_text("\n\n".join(tables), encoding="utf-8")
    return {"LYHORD_MAILBOXES": str(file), "LYHORD_MAILBOX_LEASE": "1"}


async def shown(intake: IntakeProcess, name: str) -> dict[str, Any]:
    """What staff are shown of the mailbox."""
    async with intake.client(Role.REGISTRAR) as client:
        response = await client.get("/mailboxes")
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return {item["name"]: item for item in items}[name]


async def connected(intake: IntakeProcess, name: str) -> None:
    """Return once the mailbox is read."""

    async def reads() -> bool:
        return bool((await shown(intake, name))["connected"])

    await until(reads, f"{name} is connected")


def _toml(value: Any) -> str:
    return str(value) if isinstance(value, int | float) else f'"{value}"'
