"""The system as one: where everything is, what comes back, what is said when it cannot start.

Small programs stand in for the services; the broker's and the store's addresses are given.
"""

import asyncio
import json
import os
import signal
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from deploy.local.failures import NotReady
from deploy.local.http_part import HttpPart
from deploy.local.plan import Plan
from deploy.local.port_choice import any_ports
from deploy.local.ports import free_ports, is_free
from deploy.local.process import Command
from deploy.local.surroundings import SERVICES
from deploy.local.system import LocalSystem
from tests.support.waiting import until

STAND_IN = Path(__file__).with_name("local_stand_in.py")
_AMQP = "amqp://someone:secret@127.0.0.1:1/"
_MONGO = "mongodb://127.0.0.1:1/"


def plan(folder: Path, behaviour: str = "ready") -> Plan:
    return Plan(
        var=folder,
        ports=any_ports(),
        amqp_url=_AMQP,
        mongo_url=_MONGO,
        arguments=lambda _: (sys.executable, str(STAND_IN), behaviour),
    )


def endpoints(chosen: Plan) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(chosen.endpoints_file.read_text())
    return content


@pytest.fixture
async def told() -> list[str]:
    return []


@pytest.fixture
async def running(tmp_path: Path, told: list[str]) -> AsyncIterator[Plan]:
    chosen = plan(tmp_path)
    async with LocalSystem(chosen, told.append):
        yield chosen


async def test_endpoints_say_where_everything_is_and_only_to_the_owner(running: Plan) -> None:
    content = endpoints(running)
    assert list(content) == [
        "services",
        "broker",
        "store",
        "smtp_in",
        "mail_catcher",
        "accounts",
        "partner_token",
        "staff_token",
        "audit_token",
    ]
    assert set(content["services"]) == set(SERVICES)
    for name, service in content["services"].items():
        assert service["url"] == running.ports.services.url(name)
        os.kill(service["pid"], 0)
    assert content["broker"] == {"url": _AMQP, "pid": None}
    assert content["store"] == {"url": _MONGO, "pid": None}
    assert content["smtp_in"] == f"127.0.0.1:{running.ports['smtp_in']}"
    assert set(content["accounts"][0]) == {"user", "password", "roles", "unit"}
    assert stat.S_IMODE(running.endpoints_file.stat().st_mode) == 0o600


async def test_killed_service_comes_back_and_endpoints_name_its_new_pid(
    running: Plan, told: list[str]
) -> None:
    before = endpoints(running)["services"]
    os.kill(before["workflow"]["pid"], signal.SIGKILL)

    def came_back() -> bool:
        return bool(endpoints(running)["services"]["workflow"]["pid"] != before["workflow"]["pid"])

    await until(came_back, "workflow has a new pid")
    after = endpoints(running)["services"]
    assert after["workflow"]["url"] == before["workflow"]["url"]
    assert after["intake"] == before["intake"]
    assert told[0] == "workflow ended (by SIGKILL); it is started again"


async def test_leaving_ends_every_process_and_removes_the_endpoints(tmp_path: Path) -> None:
    chosen = plan(tmp_path)
    async with LocalSystem(chosen, lambda _: None):
        pids = [service["pid"] for service in endpoints(chosen)["services"].values()]
    assert not chosen.endpoints_file.exists()
    assert not [pid for pid in pids if psutil.pid_exists(pid)]
    assert is_free(chosen.ports["mail_catcher"])
    assert is_free(chosen.ports["intake"])


async def test_service_that_crashes_at_start_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    chosen = plan(tmp_path, "crash")
    with pytest.raises(NotReady) as failure:
        async with LocalSystem(chosen, lambda _: None):
            pass
    assert failure.value.part in SERVICES
    assert "it ended by itself" in str(failure.value)
    assert "the organisation has a fault in line 7" in str(failure.value)
    assert not chosen.endpoints_file.exists()
    assert is_free(chosen.ports["mail_catcher"])


async def test_service_that_never_gets_ready_is_told_with_what_it_says(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    part = HttpPart(
        Command(
            name="reporting",
            arguments=(sys.executable, str(STAND_IN), "never"),
            environment={"LYHORD_PORT": str(port)},
            folder=tmp_path,
            log=tmp_path / "reporting.log",
            pid_file=tmp_path / "reporting.json",
        ),
        f"http://127.0.0.1:{port}",
        ready_seconds=2,
    )
    await part.start()
    with pytest.raises(NotReady, match="it says 503: the broker does not answer"):
        await part.ready()
    await part.stop()


async def test_answer_of_someone_else_on_the_port_does_not_count(tmp_path: Path) -> None:
    """The service cannot bind and ends, while another program answers on its port."""
    (port,) = free_ports(1)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        await until(lambda: part.pid is None, "the service has ended")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    part = HttpPart(
        Command(
            name="intake",
            arguments=(sys.executable, str(STAND_IN), "ready"),
            environment={"LYHORD_PORT": str(port)},
            folder=tmp_path,
            log=tmp_path / "intake.log",
            pid_file=tmp_path / "intake.json",
        ),
        f"http://127.0.0.1:{port}",
    )
    async with await asyncio.start_server(answer, "127.0.0.1", port):
        await part.start()
        with pytest.raises(NotReady, match="it ended by itself"):
            await part.ready()
    await part.stop()
